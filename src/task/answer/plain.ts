/** What is written in LaTeX for its look alone, and what stands for it. */
const LOOKS: readonly (readonly [RegExp, string])[] = [
  [/\\(?:left|right|displaystyle|quad|qquad|limits)(?![a-zA-Z])\s*/g, ' '],
  [/\\[dt]frac(?![a-zA-Z])/g, '\\frac'],
  [/(?<!\\)\\[!,]/g, ''],
  [/(?<!\\)\\[;: $]/g, ' '],
  [/\{,\}/g, ','],
  [/\\%/g, '%'],
  [/\^\s*(?:\{\s*\\circ\s*\}|\\circ)\s*$/, ' '],
  [/[−–]/g, '-'],
  [/\$/g, ' '],
]

/** A unit or a remark behind a value, and a text that is the whole answer. */
const UNIT = /^(.*\S)\s*\\(?:text|mathrm|textbf|mbox)\{[^{}]*\}(?:\^\{?\d\}?)?$/s
const TEXT = /^\\(?:text|mathrm|textbf|mbox)\{([^{}]*)\}$/s

/**
 * Writes an answer plainly: without dollar signs, spacing, a unit behind it, a degree sign or a full stop at its
 * end, with single spaces.
 */
export function plain(answer: string): string {
  let text = answer.trim()
  for (const [look, stands] of LOOKS) text = text.replace(look, stands)
  text = text.trim().replace(/\s+/g, ' ').replace(/\.$/, '').trim()
  return TEXT.exec(text)?.[1]?.trim() ?? UNIT.exec(text)?.[1] ?? text
}
