import { heldShare, type Colour, type Constraint } from 'coevo/tasks/constraints/constraint'
import { satisfy } from 'coevo/tasks/constraints/satisfy'
import { instructions, readSentence } from 'coevo/tasks/instructions'
import { fc, test as fcTest } from '@fast-check/vitest'
import { expect, test } from 'vitest'
import { anyProblem } from './any-problem.ts'
import { expectGoldenTask } from './golden.ts'
import { describeLaws } from './laws.ts'

describeLaws(instructions)

const some: readonly Colour[] = ['red', 'green', 'blue']
const anyColour = fc.constantFrom(...some)
const anyCount = fc.integer({ min: 1, max: 8 })
const anyConstraint: fc.Arbitrary<Constraint> = fc.oneof(
  fc.tuple(
    fc.constantFrom('include' as const, 'avoid' as const, 'first' as const, 'last' as const),
    anyColour,
  ),
  fc.tuple(fc.constant('words' as const), fc.integer({ min: 1, max: 5 })),
  fc.tuple(fc.constant('times' as const), anyColour, anyCount),
  fc.tuple(fc.constant('before' as const), anyColour, anyColour).filter(([, a, b]) => a !== b),
  fc.constant(['different'] as const),
)

/** A sentence as a text between blanks, and each constraint as a pattern that it matches. */
const matches = ([kind, a, b]: Constraint, sentence: string) => {
  const patterns = {
    include: `\\b${a}\\b`,
    avoid: `^(?!.*\\b${a}\\b)`,
    first: `^${a}\\b`,
    last: `\\b${a}$`,
    words: `^(\\w+( |$)){${a}}$`,
    times: `^((?!${a}\\b)\\w+( |$))*(${a}( |$)((?!${a}\\b)\\w+( |$))*){${b}}$`,
    before: `^((?!${b}\\b)\\w+ )*${a}\\b.*\\b${b}\\b`,
    different: '^(?!.*\\b(\\w+)\\b.*\\b\\1\\b)',
  }
  return new RegExp(patterns[kind]).test(sentence)
}

const anySentence = fc.array(anyColour, { minLength: 1, maxLength: 8 })

fcTest.prop([fc.array(anyConstraint, { minLength: 1, maxLength: 6 }), anySentence], { numRuns: 500 })(
  'constraints hold exactly where a pattern says so',
  (constraints, sentence) => {
    const held = constraints.filter((constraint) => matches(constraint, sentence.join(' ')))
    expect(heldShare(constraints, sentence)).toBe(held.length / constraints.length)
    expect(instructions.verify({ constraints }, sentence.join(' '))).toEqual({
      score: held.length === constraints.length ? 1 : 0,
      readable: true,
    })
  },
)

/** Every sentence of up to five words that may hold three colours and one that nothing is said of. */
const sentences = (() => {
  let last: Colour[][] = [[]]
  const all: Colour[][] = []
  for (let length = 1; length <= 5; length++) {
    last = last.flatMap((sentence) => [...some, 'pink' as const].map((colour) => [...sentence, colour]))
    all.push(...last)
  }
  return all
})()

fcTest.prop([fc.array(anyConstraint, { minLength: 1, maxLength: 5 })], { numRuns: 50 })(
  'the solver finds a shortest sentence, where there is one',
  (constraints) => {
    const found = satisfy(constraints)
    const shortest = sentences.find((sentence) => heldShare(constraints, sentence) === 1)
    if (found !== null) expect(heldShare(constraints, found)).toBe(1)
    if (shortest !== undefined) expect(found?.length).toBe(shortest.length)
    // Four different words and more may need a colour that is not tried above.
    else expect(found === null || found.length >= 5).toBe(true)
  },
)

fcTest.prop([anyProblem(instructions)])('what is drawn can be kept', ({ constraints }) => {
  expect(heldShare(constraints, satisfy(constraints)!)).toBe(1)
})

test.each([
  ['words 2 , words 3 ='],
  ['times red 5 , times blue 4 ='],
  ['first red , avoid red ='],
  ['before red blue , before blue red ='],
  ['times pink 8 , include red ='],
  ['include red , include red ='],
  ['include scarlet ='],
  ['times red 9 ='],
  ['different 2 ='],
  ['='],
  ['include red , ='],
])('%j is no problem', (prompt) => {
  expect(instructions.parse!(prompt)).toBeNull()
})

test('other words, none and too many are no sentence', () => {
  expect(['', 'red and blue', 'red '.repeat(9)].map(readSentence)).toEqual([null, null, null])
  expect(readSentence('Red blue')).toEqual(['red', 'blue'])
})

test('a few problems read as they did', () => {
  expectGoldenTask('instructions', [[instructions], [instructions, { constraints: 6 }]], import.meta)
})
