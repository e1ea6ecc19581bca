import { canonicalJson, messageOf, type Json, type Random } from '../../core/index.ts'
import type { Task } from '../task.ts'
import { inspect, type Seen } from './inspect.ts'
import type { Report } from './rules.ts'
import type { Stopwatch } from './stopwatch.ts'
import { anyText, longTexts, ODD, spoil } from './texts.ts'

/** How many texts of each kind are read. */
const TRIED = 8

/** Checks how a task that reads prompts reads that of a problem, what is left of it when it is spoilt, and any other text. */
export function checkParsing<Problem extends Json>(
  task: Task<Problem>,
  one: Seen<Problem>,
  random: Random,
  stopwatch: Stopwatch,
  report: Report,
): void {
  const { prompt, difficulty, solution } = one
  const read = (text: string) => stopwatch.time(text, () => task.parse?.(text) ?? null)
  if (task.parse === undefined) return
  const own = read(prompt)
  if (own === null) report('parsing', 'its own prompt is not read')
  else {
    const seen = inspect(task, own, report)
    if (seen?.prompt !== prompt) report('parsing', `it is read as '${seen?.prompt}'`)
    else if (canonicalJson(seen.difficulty) !== canonicalJson(difficulty))
      report('parsing', `as it is read, its dials stand at ${canonicalJson(seen.difficulty)}`)
    if (task.verify(own, solution).score !== 1) report('parsing', 'as it is read, its solution is wrong')
  }
  const others = Array.from({ length: TRIED }, () => [
    spoil(random, prompt, task.vocabulary),
    anyText(random, task.vocabulary),
  ]).flat()
  const check = (text: string) => {
    const short = JSON.stringify(text.slice(0, 80))
    try {
      const problem = read(text)
      if (problem === null) return
      if (ODD.includes(text)) report('parsing', `${short} is read as a problem`)
      const seen = inspect(task, problem, (rule, message) =>
        report('parsing', `${short} is read as a problem that breaks '${rule}': ${message}`),
      )
      if (seen !== null && read(seen.prompt) === null)
        report('parsing', `${short} is read as '${seen.prompt}', which is not read itself`)
    } catch (error) {
      report('exceptions', `parse takes ${short}: ${messageOf(error)}`)
    }
  }
  for (const text of [...others, ...ODD]) check(text)
  for (const text of stopwatch.tries(longTexts(prompt))) check(text)
}
