import { canonicalJson, messageOf, stream, watchGlobals, type Json } from '../../core/index.ts'
import { clampDifficulty, type PartialDifficulty } from '../draw.ts'
import type { Difficulty, Task } from '../task.ts'
import { checkAnswers, checkCandidates } from './check-answers.ts'
import { checkDeclaration } from './check-declaration.ts'
import { checkParsing } from './check-parsing.ts'
import { inspect, type Seen } from './inspect.ts'
import { makeStopwatch } from './stopwatch.ts'
import type { Report, TaskRule, TaskViolation } from './rules.ts'

export interface TaskCheckOptions {
  /** How many problems are drawn for each setting of the dials. Default 12. */
  readonly problems?: number
  /** Default 0. */
  readonly seed?: number
  /** Texts that are tried as answers to every problem. Default none. */
  readonly texts?: readonly string[]
  /** Whether texts of 100,000 characters are tried, too. Default true. */
  readonly long?: boolean
}

/** How much is tried in the moment that a check may take where a task is loaded. */
export const TASK_MOMENT: TaskCheckOptions = { problems: 4, long: false }

/**
 * Draws problems with the dials at their defaults, at either end one by one and all together, and returns the
 * rules that the task breaks, each with the first problem that shows it; an empty list for a sound task.
 */
export function checkTask<Problem extends Json, Dials extends string>(
  task: Task<Problem, Dials>,
  { problems = 12, seed = 0, texts = [], long = true }: TaskCheckOptions = {},
): TaskViolation[] {
  const found = new Map<TaskRule, TaskViolation>()
  let current: string | null = null
  const report: Report = (rule, message) => {
    if (!found.has(rule)) found.set(rule, { rule, message, prompt: current })
  }
  const work = () => {
    if (!checkDeclaration(task, report)) return
    const seen: Seen<Problem>[] = []
    for (const [place, setting] of settings(task).entries())
      for (let i = 0; i < problems; i++) {
        current = null
        const isLong = long && i === 0 && !found.has('time')
        const stopwatch = makeStopwatch(isLong, report)
        const drawn = draw(task, setting, () => stream(seed, 'conformance', place, i), report)
        if (drawn === null) continue
        try {
          current = task.prompt(structuredClone(drawn))
          const one = inspect(task, drawn, report)
          if (one === null) continue
          checkGiven(task, setting, one, report)
          checkAnswers(task, one, stream(seed, 'answers', place, i), stopwatch, texts, report)
          checkParsing(task, one, stream(seed, 'parsing', place, i), stopwatch, report)
          seen.push(one)
        } catch (error) {
          report('exceptions', messageOf(error))
        }
      }
    current = null
    try {
      checkTurns(task, problems, seed, report)
      checkCandidates(task, seen, stream(seed, 'spoilt'), report)
    } catch (error) {
      report('exceptions', messageOf(error))
    }
  }
  watchGlobals(work, (name) => report('randomness', `a method uses ${name}`))
  return [...found.values()]
}

/** The defaults, each dial at either end while the others stand at their defaults, and all at either end. */
function settings<Dials extends string>(task: Task<Json, Dials>): Difficulty<Dials>[] {
  const names = Object.keys(task.dials) as Dials[]
  const ends = (['min', 'max'] as const).flatMap((end) => [
    ...names.map((name) => ({ [name]: task.dials[name][end] })),
    Object.fromEntries(names.map((name) => [name, task.dials[name][end]])),
  ])
  const all = [{}, ...ends].map((set) =>
    Object.freeze(clampDifficulty(task, set as PartialDifficulty<Dials>)),
  )
  return [...new Map(all.map((setting) => [canonicalJson(setting), setting])).values()]
}

/** Draws a problem twice from one stream. */
function draw<Problem extends Json, Dials extends string>(
  task: Task<Problem, Dials>,
  setting: Difficulty<Dials>,
  open: () => ReturnType<typeof stream>,
  report: Report,
): Problem | null {
  try {
    const problem = task.generate(setting, open())
    if (canonicalJson(task.generate(setting, open())) !== canonicalJson(problem))
      report('purity', `generate draws two problems from one stream at ${canonicalJson(setting)}`)
    return problem
  } catch (error) {
    const rule = error instanceof TypeError && error.message.startsWith('$') ? 'plain-problems' : 'exceptions'
    report(rule, `generate at ${canonicalJson(setting)}: ${messageOf(error)}`)
    return null
  }
}

/** Checks that a problem's difficulty is what was asked for, or the nearest that there is. */
function checkGiven<Problem extends Json, Dials extends string>(
  task: Task<Problem, Dials>,
  setting: Difficulty<Dials>,
  { difficulty }: Seen<Problem>,
  report: Report,
): void {
  const usual = canonicalJson(setting) === canonicalJson(clampDifficulty(task))
  const again = task.difficulty(task.generate(difficulty, stream('conformance', 'again')))
  for (const [name, { kind }] of Object.entries(task.dials) as [Dials, { kind: string }][]) {
    if (kind !== 'whole') continue
    if (usual && difficulty[name] !== setting[name])
      report(
        'difficulty',
        `with '${name}' at its default of ${setting[name]} a problem has ${difficulty[name]}`,
      )
    if (again[name] !== difficulty[name])
      report(
        'difficulty',
        `a problem has '${name}' at ${difficulty[name]}, but one that is drawn there has ${again[name]}`,
      )
  }
}

/** Checks that problems are harder on average at the upper end of a dial than at the lower. */
function checkTurns<Problem extends Json, Dials extends string>(
  task: Task<Problem, Dials>,
  problems: number,
  seed: number,
  report: Report,
): void {
  for (const name of Object.keys(task.dials) as Dials[]) {
    const total = (end: 'min' | 'max') => {
      const setting = clampDifficulty(task, {
        [name]: task.dials[name][end],
      } as PartialDifficulty<Dials>)
      let sum = 0
      for (let i = 0; i < problems; i++)
        sum += task.difficulty(task.generate(setting, stream(seed, 'turn', name, end, i)))[name]
      return sum
    }
    if (!(total('max') > total('min')))
      report('difficulty', `turning '${name}' from its lower to its upper end does not show in the problems`)
  }
}
