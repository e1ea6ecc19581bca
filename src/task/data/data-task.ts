import { UserError } from '../../core/index.ts'
import { judge, type Comparison } from '../answer/compare.ts'
import { defineTask } from '../define.ts'
import type { Task } from '../task.ts'
import { faultOf, wordsOf, type DataProblem } from './problem.ts'

/** What a task of given problems is made of. */
export interface DataTaskDefinition {
  /** Kebab-case: 'gsm8k'. */
  readonly name: string
  /** Default: the name. */
  readonly title?: string
  /** Default: says how the answer is compared. */
  readonly rules?: string
  /** Two with one prompt are one. */
  readonly problems: readonly DataProblem[]
  /** Default 'expression'. */
  readonly comparison?: Comparison
}

const RULES: Readonly<Record<Comparison, string>> = {
  number: 'Solve the problem. End with the answer, a number, in \\boxed{…}.',
  expression: 'Solve the problem. End with the answer, as plain text or in LaTeX, in \\boxed{…}.',
  text: 'Answer the question. End with the answer in \\boxed{…}.',
}

/**
 * Makes a task of problems that somebody wrote: `generate` draws one of them, all alike. It has no dials; for
 * levels make a task of each. Its vocabulary is every word of the problems.
 *
 * @example dataTask({ name: 'gsm8k', ...(await readProblems('train.jsonl')) })
 * @throws UserError naming the problem that has no answer to compare with.
 */
export function dataTask({
  name,
  title = name,
  comparison = 'expression',
  rules = RULES[comparison],
  problems,
}: DataTaskDefinition): Task<DataProblem, never> {
  const byPrompt = new Map<string, DataProblem>()
  const words = new Set<string>()
  let maxWords = 1
  for (const [i, problem] of problems.entries()) {
    const fault = faultOf(problem, comparison)
    if (fault !== null) throw new UserError(`Problem ${i + 1} of task '${name}': ${fault}.`)
    const { prompt, answer, solution } = problem
    if (!byPrompt.has(wordsOf(prompt))) byPrompt.set(wordsOf(prompt), { prompt, answer, solution })
    for (const word of wordsOf(prompt).split(' ')) words.add(word)
    const steps = wordsOf(solution).split(' ')
    for (const word of steps) words.add(word)
    maxWords = Math.max(maxWords, steps.length)
  }
  const all = [...byPrompt.values()]
  if (all.length === 0) throw new UserError(`Task '${name}' has no problems; give it at least one.`)
  return defineTask<DataProblem, never>({
    name,
    title,
    rules,
    dials: {},
    vocabulary: [...words].toSorted(),
    maxWords,
    generate: (_, random) => all[random.int(all.length)]!,
    difficulty: () => ({}),
    prompt: ({ prompt }) => wordsOf(prompt),
    solve: ({ solution }) => wordsOf(solution),
    verify: ({ answer }, written) => judge(comparison, answer, written),
    parse: (prompt) => byPrompt.get(prompt) ?? null,
  })
}
