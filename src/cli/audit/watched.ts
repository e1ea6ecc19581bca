import type { Marks } from './marks.ts'

/** How much of an argument is shown, in characters. */
const SHOWN = 200

/** Copies an object whose methods leave a mark before each call, so that one which never ends can be named. */
export function watched<T extends object>(thing: T, marks: Marks): T {
  const methods = Object.entries(thing).filter(([, part]) => typeof part === 'function')
  const marking = methods.map(([name, method]: [string, (...args: unknown[]) => unknown]) => [
    name,
    (...args: unknown[]) => {
      marks.write(`${name}(${args.map(show).join(', ')})`)
      return method.apply(thing, args)
    },
  ])
  return { ...thing, ...(Object.fromEntries(marking) as Partial<T>) }
}

/** Shows an argument in a few words, whatever it is. */
function show(value: unknown): string {
  try {
    return ((JSON.stringify(value) as string | undefined) ?? typeof value).slice(0, SHOWN)
  } catch {
    return typeof value
  }
}
