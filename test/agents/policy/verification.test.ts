import { fc, test } from '@fast-check/vitest'
import { readVerdict } from 'coevo/agents/classroom/words'
import { verificationOf } from 'coevo/agents/policy/verification'
import { sorting as task } from 'coevo/tasks/sorting'
import { expect } from 'vitest'

const problem = { digits: [4, 2, 1, 3] }

test.each([
  ['1 2 3 4', '1 2 3 4 right'],
  ['1 2 4 3', '1 2 3 wrong'],
  ['9', '1 wrong'],
  ['1 2', '1 2 3 wrong'],
  ['1 2 3 4 5', '1 2 3 4 wrong'],
  ['', '1 wrong'],
])('of %j it is %j', (answer, verification) => {
  expect(verificationOf(task, problem, answer)).toBe(verification)
})

const digit = fc.integer({ min: 0, max: 9 })
test.prop([fc.array(digit, { minLength: 2, maxLength: 5 }), fc.array(digit, { maxLength: 6 })])(
  'ends in the truth about any answer, after the beginning of the solution',
  (digits, words) => {
    const answer = words.join(' ')
    const verification = verificationOf(task, { digits }, answer)
    expect(readVerdict(verification)).toBe(task.verify({ digits }, answer).score === 1 ? 1 : 0)
    const steps = verification.split(' ').slice(0, -1)
    expect(task.solve({ digits }).split(' ').slice(0, steps.length)).toEqual(steps)
  },
)
