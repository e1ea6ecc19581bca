import { inspect } from 'node:util'
import { messageOf } from './errors.ts'

/** A method that fails, or gives what cannot be what it should give. */
export class MethodFault extends Error {}

/** What a value must be, and what tells it. */
export type ValueKind<T> = readonly [what: string, is: (value: T) => boolean]

export const isText: ValueKind<string> = ['a text', (text) => typeof text === 'string']

/**
 * Calls a method, whatever it does.
 *
 * @throws MethodFault where it throws, or gives what is not of that kind.
 */
export function ask<T>(
  method: string,
  call: () => T,
  [what, is]: ValueKind<T> = ['anything', () => true],
): T {
  let value: T
  try {
    value = call()
  } catch (error) {
    throw new MethodFault(`${method} throws: ${messageOf(error)}`, { cause: error })
  }
  if (is(value)) return value
  throw new MethodFault(`${method} gives ${describe(value)}, not ${what}`)
}

/** Shows any value in a line. */
const describe = (value: unknown) => inspect(value, { depth: 1, breakLength: Infinity }).slice(0, 80)
