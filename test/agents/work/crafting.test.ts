import { fc, test } from '@fast-check/vitest'
import {
  askVariant,
  craftByRule,
  craftingWords,
  readLesson,
  readOccasion,
  readProposal,
  slipIn,
  variantOf,
} from 'coevo/agents/work/crafting'
import { stream } from 'coevo/core'
import { drawProblem, isTestPrompt } from 'coevo/task'
import { addition } from 'coevo/tasks/addition'
import { linearEquations } from 'coevo/tasks/linear-equations'
import { sorting } from 'coevo/tasks/sorting'
import { describe, expect } from 'vitest'

const words = fc.array(fc.constantFrom(...sorting.vocabulary), { maxLength: 6 }).map((list) => list.join(' '))
const problem = fc
  .tuple(fc.nat(), fc.integer({ min: 2, max: 9 }))
  .map(([seed, length]) => drawProblem(sorting, stream('any', seed), { difficulty: { length } }))

describe('what is asked of a teacher', () => {
  test.prop([words, words])('can be read again', (question, answer) => {
    expect(readOccasion(askVariant({ question, answer }))).toEqual({ question, answer })
  })

  test('is known from anything else', () => {
    for (const text of ['', 'sort 1 2 =', 'question sort 1 2 =', 'question answer', 'answer 1 question pose'])
      expect(readOccasion(text)).toBeNull()
  })
})

describe('a variant', () => {
  test.prop([problem, fc.boolean(), fc.nat()])(
    'is another problem to train on, one word away',
    (old, harder, seed) => {
      const variant = variantOf(sorting, old, harder, stream(seed))!
      const [before, after] = [sorting.prompt(old), sorting.prompt(variant)]
      expect(after).not.toBe(before)
      expect(isTestPrompt(after)).toBe(false)
      expect(Math.abs(after.split(' ').length - before.split(' ').length)).toBeLessThanOrEqual(1)
      if (harder) expect(variant.digits.length).toBe(old.digits.length + 1)
    },
  )

  test('is found where few texts are problems', () => {
    const equation = linearEquations.parse!('2 x = 6 , x =')!
    for (let seed = 0; seed < 20; seed++) {
      const variant = variantOf(linearEquations, equation, false, stream(seed))!
      expect(linearEquations.verify(variant, linearEquations.solve(variant)).score).toBe(1)
    }
  })

  test('is none where there is none', () => {
    const { vocabulary: _, ...rest } = sorting
    expect(variantOf({ ...rest, vocabulary: ['='] }, { digits: [1, 2] }, false, stream(1))).toBeNull()
  })
})

test('a proposal is one that its own solver can answer; to train on, one that is not kept for tests', () => {
  const proposals = Array.from({ length: 50 }, (_, i) => `sort ${i % 10} ${Math.floor(i / 10)} 3 =`)
  for (const proposal of proposals) {
    expect(readProposal(sorting, proposal)).not.toBeNull()
    expect(readLesson(sorting, proposal) === null).toBe(isTestPrompt(proposal))
  }
  const wrong = { ...sorting, solve: () => '0' }
  expect(proposals.every((proposal) => readProposal(wrong, proposal) === null)).toBe(true)
  expect(readProposal(sorting, 'sort sort =')).toBeNull()
})

test('a slip is a wrong answer', () => {
  for (let seed = 0; seed < 50; seed++) {
    const sum = drawProblem(addition, stream(seed))
    expect(addition.verify(sum, slipIn(addition, sum, stream(seed))).score).toBe(0)
  }
})

describe('the rule', () => {
  const crafted = (answer: string) => {
    const request = askVariant({ question: 'sort 3 1 2 =', answer })
    return Array.from(
      { length: 30 },
      (_, i) => sorting.parse!(craftByRule(sorting, request, stream(i)))!.digits,
    )
  }

  test('makes what is harder of what was answered rightly', () => {
    expect(new Set(crafted('1 2 3').map(({ length }) => length))).toEqual(new Set([4]))
  })

  test('makes what is near of what was answered wrongly', () => {
    expect(new Set(crafted('1 3 2').map(({ length }) => length))).toEqual(new Set([2, 3, 4]))
  })

  test('says nothing to what is no question', () => {
    expect(craftByRule(sorting, 'pose', stream(1))).toBe('')
  })

  test('needs three words beside those of its task', () => {
    const [question, answer, pose] = craftingWords
    expect(askVariant({ question: 'sort =', answer: '1' })).toBe(`${question} sort = ${answer} 1 ${pose}`)
  })
})
