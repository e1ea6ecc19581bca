import { canonicalJson, messageOf, type Json, type Random } from '../../core/index.ts'
import type { Task } from '../task.ts'
import { checkVerdict, type Seen } from './inspect.ts'
import type { Report } from './rules.ts'
import type { Stopwatch } from './stopwatch.ts'
import { anyText, longTexts, ODD, spoil } from './texts.ts'

/** How many texts of each kind are tried on one problem. */
const TRIED = 8

/** Tries how any text whatever is judged as the answer to one problem. */
export function checkAnswers<Problem extends Json>(
  task: Task<Problem>,
  { problem, text, solution }: Seen<Problem>,
  random: Random,
  stopwatch: Stopwatch,
  texts: readonly string[],
  report: Report,
): void {
  const judge = (answer: string) => {
    try {
      const verdict = stopwatch.time(answer, () => task.verify(problem, answer))
      checkVerdict(answer, verdict, report)
      if (canonicalJson(task.verify(problem, answer)) !== canonicalJson(verdict))
        report('purity', `${JSON.stringify(answer.slice(0, 80))} is judged in two ways`)
    } catch (error) {
      report('exceptions', `verify throws on ${JSON.stringify(answer.slice(0, 80))}: ${messageOf(error)}`)
    }
  }
  for (const answer of [...ODD, ...texts, `${solution} ${solution}`, solution.toUpperCase()]) judge(answer)
  for (let i = 0; i < TRIED; i++) judge(anyText(random, task.vocabulary))
  const spoilt = Array.from({ length: TRIED }, () => spoil(random, solution, task.vocabulary)).filter(
    (answer) => answer !== solution,
  )
  spoilt.forEach(judge)
  for (const answer of stopwatch.tries(longTexts(solution))) judge(answer)
  if (canonicalJson(problem) !== text) report('purity', `verify changed ${text}`)
}

/** Checks across problems: prompts tell them apart, no one text answers them all, and wrong is not right. */
export function checkCandidates<Problem extends Json>(
  task: Task<Problem>,
  seen: readonly Seen<Problem>[],
  random: Random,
  report: Report,
): void {
  const byPrompt = new Map<string, Seen<Problem>>()
  for (const one of seen) {
    const other = byPrompt.get(one.prompt)
    if (other === undefined) byPrompt.set(one.prompt, one)
    else if (task.verify(other.problem, one.solution).score !== 1)
      report('variety', `two problems have the prompt '${one.prompt}' and other answers`)
  }
  const problems = [...byPrompt.values()]
  if (problems.length < 2) return report('variety', `only ${problems.length} problem was ever drawn`)
  const solutions = [...new Set(problems.map(({ solution }) => solution))]
  const everything = [solutions, solutions.toReversed(), task.vocabulary].map((words) => words.join(' '))
  for (const text of [...solutions, ...everything, ...ODD])
    if (problems.every(({ problem }) => task.verify(problem, text).score === 1))
      report('judgement', `${JSON.stringify(text.slice(0, 80))} is right for every problem`)
  const spoilt = problems.flatMap(({ problem, solution }) =>
    Array.from({ length: TRIED }, () => spoil(random, solution, task.vocabulary))
      .filter((answer) => answer !== solution)
      .map((answer) => task.verify(problem, answer).score),
  )
  const right = spoilt.filter((score) => score === 1).length
  if (spoilt.length > 0 && right === spoilt.length)
    report('judgement', `all ${right} solutions of which one word was spoilt are right still`)
}
