import type { Random } from 'coevo/core'

/** What can be done to a list of two digits or more, an instruction at a time. */
export interface Procedure {
  /** What its instructions do, in prose. */
  readonly rules: string
  /** The words of its instructions, beside digits. */
  readonly words: readonly string[]
  /** Whether an instruction can make the list longer, by one digit at most. */
  readonly grows: boolean
  /** Draws an instruction that can be carried out on the list. */
  draw(items: readonly number[], random: Random): string
  /** Carries an instruction out; null where it is none, or cannot be carried out. */
  apply(items: readonly number[], instruction: string): readonly number[] | null
}

/** One pass of bubble sort: neighbours in the wrong order change places, from the left to the right. */
const bubble: Procedure = {
  rules:
    "'pass' goes through the list once from the left; each digit larger than the next changes places with it",
  words: ['pass'],
  grows: false,
  draw: () => 'pass',
  apply(items, instruction) {
    if (instruction !== 'pass') return null
    const list = [...items]
    for (let i = 0; i + 1 < list.length; i++)
      if (list[i]! > list[i + 1]!) [list[i], list[i + 1]] = [list[i + 1]!, list[i]!]
    return list
  },
}

const rotate: Procedure = {
  rules: "'left 2' moves the first two digits to the end, 'right 2' the last two to the beginning",
  words: ['left', 'right'],
  grows: false,
  draw: (items, random) => `${random.int(2) === 0 ? 'left' : 'right'} ${1 + random.int(items.length - 1)}`,
  apply(items, instruction) {
    const [, side, digit] = /^(left|right) (\d)$/.exec(instruction) ?? []
    if (side === undefined) return null
    const by = (side === 'left' ? Number(digit) : -Number(digit)) % items.length
    return [...items.slice(by), ...items.slice(0, by)]
  },
}

/** What a stack machine does, its top last; null where there are too few digits. */
const STACK: Readonly<Record<string, (items: readonly number[]) => readonly number[] | null>> = {
  drop: (items) => (items.length < 2 ? null : items.slice(0, -1)),
  double: (items) => [...items, items.at(-1)!],
  swap: (items) => (items.length < 2 ? null : [...items.slice(0, -2), items.at(-1)!, items.at(-2)!]),
  add: (items) => (items.length < 2 ? null : [...items.slice(0, -2), (items.at(-2)! + items.at(-1)!) % 10]),
}

const stack: Procedure = {
  rules:
    "the last digit is the top of a stack: 'push 3' puts 3 on it, 'drop' takes the top away, 'double' puts it on " +
    "again, 'swap' changes the upper two, 'add' replaces them by the last digit of their sum",
  words: ['push', ...Object.keys(STACK)],
  grows: true,
  draw(items, random) {
    const possible = Object.keys(STACK).filter((name) => STACK[name]!(items) !== null)
    return possible[random.int(possible.length + 1)] ?? `push ${random.int(10)}`
  },
  apply(items, instruction) {
    if (/^push \d$/.test(instruction)) return [...items, Number(instruction.at(-1))]
    return Object.hasOwn(STACK, instruction) ? STACK[instruction]!(items) : null
  },
}

const rewrite: Procedure = {
  rules: "'3 1 > 0 7' replaces the first 3 1 by 0 7, if there is one",
  words: ['>'],
  grows: false,
  draw(items, random) {
    const at = random.int(items.length - 1)
    return `${items[at]} ${items[at + 1]} > ${random.int(10)} ${random.int(10)}`
  },
  apply(items, instruction) {
    if (!/^\d \d > \d \d$/.test(instruction)) return null
    const [a, b, , c, d] = instruction.split(' ').map(Number)
    const at = items.findIndex((item, i) => item === a && items[i + 1] === b)
    return at < 0 ? items : items.toSpliced(at, 2, c!, d!)
  },
}

const insert: Procedure = {
  rules: "'put 7 at 2' puts 7 into the list so that two digits stand before it",
  words: ['put', 'at'],
  grows: true,
  draw: (items, random) => `put ${random.int(10)} at ${random.int(Math.min(9, items.length) + 1)}`,
  apply(items, instruction) {
    const [, digit, at] = /^put (\d) at (\d)$/.exec(instruction) ?? []
    return digit === undefined || Number(at) > items.length
      ? null
      : items.toSpliced(Number(at), 0, Number(digit))
  },
}

export const procedureKinds = { bubble, rotate, stack, rewrite, insert } as const
