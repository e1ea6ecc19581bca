import { defineTask } from 'coevo/task'

/** Digits, the largest of which is asked for. */
type Digits = readonly number[]

/** Finds the largest of some digits. */
export default defineTask<Digits, 'count'>({
  name: 'largest',
  rules: 'Answer with the largest of the digits.',
  dials: {
    count: { min: 2, max: 8, kind: 'whole', default: 4, description: 'digits' },
  },
  vocabulary: ['largest', 'of', ...'0 1 2 3 4 5 6 7 8 9'.split(' ')],
  maxWords: 1,
  generate: ({ count }, random) => Array.from({ length: count }, () => random.int(10)),
  difficulty: (digits) => ({ count: digits.length }),
  prompt: (digits) => `largest of ${digits.join(' ')}`,
  solve: (digits) => String(Math.max(...digits)),
  verify(digits, answer) {
    const text = answer.trim()
    const readable = /^\d$/.test(text)
    return { score: readable && Number(text) === Math.max(...digits) ? 1 : 0, readable }
  },
})
