import { styleText } from 'node:util'

/** 'bold', or several: ['bold', 'green']. */
export type Style = Parameters<typeof styleText>[0]

/** Writes a text in a style. */
export type Paint = (style: Style, text: string) => string

/** Returns what paints where there is colour, and what leaves texts as they are elsewhere. */
export function painter(color: boolean): Paint {
  return (style, text) => (color ? styleText(style, text, { validateStream: false }) : text)
}
