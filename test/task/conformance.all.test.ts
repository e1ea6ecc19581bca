import { checkTask, TASK_RULES, type Task, type TaskRule } from 'coevo/task'
import { describe, expect, it } from 'vitest'
import { sums, type Sum } from './sums.ts'

type Sums = Task<Sum, 'digits'>

/** Sums with a change. */
const sum = (change: Partial<Sums>): Sums => ({ ...sums, ...change })
const dial = (change: Partial<Sums['dials']['digits']>) =>
  sum({ dials: { digits: { ...sums.dials.digits, ...change } } })

const RIGHT = { score: 1, readable: true }
const seen = new WeakSet<object>()
let calls = 0

/** Answers a question otherwise where something holds. */
const where =
  <Args extends unknown[], T>(usual: (...args: Args) => T, holds: (...args: Args) => boolean, other: T) =>
  (...args: Args): T =>
    holds(...args) ? other : usual(...args)

/** Judges leniently: looks for the right digits anywhere. */
const lenient: Sums['verify'] = ([a, b], answer) => ({
  score: answer.includes(sums.solve([a, b])) ? 1 : 0,
  readable: true,
})

/** One planted fault each. */
const mutants: readonly (readonly [rule: TaskRule, fault: string, task: Sums])[] = [
  ['declaration', 'has a name with a space', sum({ name: 'Sums of numbers' })],
  ['declaration', 'has a word twice', sum({ vocabulary: [...sums.vocabulary, '+'] })],
  ['declaration', 'has two words in one', sum({ vocabulary: [...sums.vocabulary, 'a b'] })],
  ['declaration', 'has no rules', sum({ rules: '' })],
  ['declaration', 'has half a word at most', sum({ maxWords: 0.5 })],
  ['declaration', 'turns its dial round', dial({ min: 6, max: 1 })],
  ['declaration', 'has a default outside the dial', dial({ default: 7 })],
  ['declaration', 'counts digits in fractions', dial({ max: 5.5 })],
  ['declaration', 'does not say what a dial means', dial({ description: '' })],
  ['plain-problems', 'keeps an undefined', sum({ generate: () => ({ a: undefined }) as unknown as Sum })],
  ['plain-problems', 'keeps a date', sum({ generate: () => new Date(0) as unknown as Sum })],
  [
    'plain-problems',
    'remembers problem objects',
    sum({
      generate(difficulty, random) {
        const problem = sums.generate(difficulty, random)
        seen.add(problem)
        return problem
      },
      rules: sums.rules,
      prompt: where(
        (problem) => sums.prompt(problem),
        (problem) => seen.has(problem),
        '1 + 1',
      ),
    }),
  ],
  [
    'purity',
    'carries in the problem itself',
    sum({
      prompt(problem) {
        const text = sums.prompt(problem)
        ;(problem as unknown as number[])[0] = 0
        return text
      },
    }),
  ],
  ['purity', 'counts how often it is asked', sum({ prompt: ([a]) => `${a % 10} + ${calls++ % 10}` })],
  [
    'purity',
    'draws from itself as well',
    sum({ generate: ({ digits }) => [10 ** (digits - 1) + (calls++ % 9), 1] }),
  ],
  ['purity', 'is moody', sum({ verify: () => ({ score: calls++ % 2, readable: true }) })],
  [
    'randomness',
    'uses the global generator',
    sum({
      generate: (difficulty, random) => (Math.random() < 2 ? sums.generate(difficulty, random) : [0, 0]),
    }),
  ],
  [
    'randomness',
    'looks at the clock',
    sum({ verify: (problem, answer) => (Date.now() > 0 ? sums.verify(problem, answer) : RIGHT) }),
  ],
  [
    'exceptions',
    'cannot draw at the end of the dial',
    sum({
      generate(difficulty, random) {
        if (difficulty.digits === 6) throw new Error('too many digits')
        return sums.generate(difficulty, random)
      },
    }),
  ],
  [
    'exceptions',
    'moves the dials',
    sum({
      generate(difficulty, random) {
        ;(difficulty as { digits: number }).digits = 1
        return sums.generate(difficulty, random)
      },
    }),
  ],
  [
    'exceptions',
    'trusts answers to be numbers',
    sum({
      verify: ([a, b], answer) => ({ score: BigInt(answer) === BigInt(a + b) ? 1 : 0, readable: true }),
    }),
  ],
  [
    'exceptions',
    'trusts prompts to be sums',
    sum({ parse: (text) => sums.parse!(text.split(' ')[9]!.trim()) }),
  ],
  ['variety', 'asks one thing only', sum({ generate: () => [1, 1] })],
  ['variety', 'hides a number', sum({ prompt: ([a]) => `${String(a).split('').join(' ')} +` })],
  ['difficulty', 'does not listen', sum({ generate: (_, random) => sums.generate({ digits: 2 }, random) })],
  [
    'difficulty',
    'is off by one',
    sum({ difficulty: (problem) => ({ digits: sums.difficulty(problem).digits - 1 }) }),
  ],
  ['difficulty', 'leaves the dial', sum({ difficulty: () => ({ digits: 7 }) })],
  ['difficulty', 'is not whole', sum({ difficulty: (p) => ({ digits: sums.difficulty(p).digits - 0.5 }) })],
  ['vocabulary', 'uses a word it lacks', sum({ vocabulary: sums.vocabulary.slice(1) })],
  [
    'vocabulary',
    'writes two spaces',
    sum({ prompt: (problem) => sums.prompt(problem).replace(' + ', '  + ') }),
  ],
  ['length', 'declares too few words', sum({ maxWords: 6 })],
  ['solutions', 'subtracts', sum({ solve: ([a, b]) => sums.solve([Math.max(a, b) - Math.min(a, b), 0]) })],
  [
    'verdicts',
    'scores two',
    sum({ verify: (p, answer) => ({ ...sums.verify(p, answer), score: sums.verify(p, answer).score * 2 }) }),
  ],
  [
    'verdicts',
    'scores what it cannot read',
    sum({ verify: (p, answer) => ({ ...sums.verify(p, answer), score: 0.5 }) }),
  ],
  [
    'verdicts',
    'does not say whether it can read',
    sum({ verify: (p, a) => ({ score: sums.verify(p, a).score }) as never }),
  ],
  ['judgement', 'is never displeased', sum({ verify: () => RIGHT })],
  ['judgement', 'finds the answer anywhere', sum({ verify: lenient })],
  [
    'judgement',
    'counts the words only',
    sum({
      solve: () => '1 2 3',
      verify: (_, answer) => ({ score: answer.split(' ').length > 1 ? 1 : 0, readable: true }),
    }),
  ],
  [
    'time',
    'takes its time',
    sum({
      verify(problem, answer) {
        const begin = process.threadCpuUsage()
        while (answer.length > 50_000 && process.threadCpuUsage(begin).user < 1.1e6);
        return sums.verify(problem, answer)
      },
    }),
  ],
  ['parsing', 'reads nothing', sum({ parse: () => null })],
  [
    'parsing',
    'reads another problem',
    sum({ parse: (text) => (sums.parse!(text) === null ? null : [1, 1]) }),
  ],
  ['parsing', 'reads anything', sum({ parse: (text) => sums.parse!(text) ?? [1, 1] })],
  [
    'parsing',
    'reads numbers that are too long',
    sum({
      parse(text) {
        const [a, b] = text.split(' + ').map((part) => Number(part.replaceAll(' ', '')))
        return a === undefined || b === undefined || !(a < 1e9 && b < 1e9) ? null : [a, b]
      },
    }),
  ],
]

describe('checkTask', () => {
  it('finds nothing wrong with a sound task', () => {
    expect(checkTask(sums)).toEqual([])
  })

  it.each(mutants)('%s: finds a task that %s', (rule, _, task) => {
    expect(checkTask(task).map((violation) => violation.rule)).toContain(rule)
  })

  it('is tried on a fault for every rule', () => {
    expect(new Set(mutants.map(([rule]) => rule))).toEqual(new Set(Object.keys(TASK_RULES)))
  })

  it('shows the problem and says what is wrong', () => {
    const [violation] = checkTask(sum({ solve: () => '0' }))
    expect(violation).toMatchObject({ rule: 'solutions', message: "solution '0' scores 0" })
    expect(violation!.prompt).toMatch(/^\d \d \+ /)
  })

  it('tries the texts that it is given', () => {
    const task = sum({
      verify(problem, answer) {
        if (answer === 'open sesame') throw new Error('a door')
        return sums.verify(problem, answer)
      },
    })
    expect(checkTask(task)).toEqual([])
    expect(checkTask(task, { texts: ['open sesame'] })).toMatchObject([
      { rule: 'exceptions', message: 'verify throws on "open sesame": a door' },
    ])
  })
})
