import { ask, canonicalJson, isText, messageOf, type Json, type ValueKind } from '../../core/index.ts'
import type { Difficulty, Task, Verdict } from '../task.ts'
import type { Report } from './rules.ts'

/** Everything that a task says about one problem. */
export interface Seen<Problem> {
  readonly problem: Problem
  /** Canonical JSON. */
  readonly text: string
  readonly prompt: string
  readonly difficulty: Difficulty
  readonly solution: string
  readonly verdict: Verdict
}

/**
 * Asks everything about a problem, twice about a copy and once about the problem itself, which must agree, and
 * checks what was said. Null, reported, where the problem is not plain data.
 */
export function inspect<Problem extends Json>(
  task: Task<Problem>,
  problem: Problem,
  report: Report,
): Seen<Problem> | null {
  const text = plain(problem, report)
  if (text === null) return null
  const copy = JSON.parse(text) as Problem
  const first = view(task, copy, text)
  if (canonicalJson(copy) !== text) report('purity', `a method changed ${text} to ${canonicalJson(copy)}`)
  if (!same(first, view(task, copy, text))) report('purity', `two calls answer differently about ${text}`)
  if (!same(first, view(task, problem, text)))
    report('plain-problems', `${text} means something else after a JSON round trip`)
  checkWords(task, 'prompt', first.prompt, report)
  checkWords(task, 'solution', first.solution, report)
  const { length } = first.solution.split(' ')
  if (length > task.maxWords)
    report('length', `solution '${first.solution}' has ${length} words (maxWords ${task.maxWords})`)
  checkVerdict(first.solution, first.verdict, report)
  if (!(first.verdict.score === 1 && first.verdict.readable))
    report('solutions', `solution '${first.solution}' scores ${first.verdict.score}`)
  for (const [name, { min, max, kind }] of Object.entries(task.dials)) {
    const value = first.difficulty[name]
    if (
      !(value !== undefined && value >= min && value <= max && (kind === 'real' || Number.isInteger(value)))
    )
      report('difficulty', `a problem has '${name}' at ${value}, which is no place of the dial`)
  }
  return first
}

function plain(problem: Json, report: Report): string | null {
  try {
    return canonicalJson(problem)
  } catch (error) {
    report('plain-problems', messageOf(error))
    return null
  }
}

const isRecord: ValueKind<object> = ['an object', (value) => typeof value === 'object' && value !== null]

/** @throws MethodFault naming the method that fails. */
function view<Problem extends Json>(task: Task<Problem>, problem: Problem, text: string): Seen<Problem> {
  const solution = ask('solve', () => task.solve(problem), isText)
  return {
    problem,
    text,
    prompt: ask('prompt', () => task.prompt(problem), isText),
    difficulty: ask('difficulty', () => task.difficulty(problem), isRecord as ValueKind<Difficulty>),
    solution,
    verdict: ask('verify', () => task.verify(problem, solution), isRecord as ValueKind<Verdict>),
  }
}

/** Whether two say the same, whatever object they said it of. */
const same = (a: Seen<Json>, b: Seen<Json>) =>
  canonicalJson({ ...a, problem: null }) === canonicalJson({ ...b, problem: null })

function checkWords(task: Pick<Task, 'vocabulary'>, what: string, text: string, report: Report): void {
  const strange = text.split(' ').find((word) => !task.vocabulary.includes(word))
  if (strange !== undefined)
    report('vocabulary', `${what} '${text}' holds '${strange}', which the vocabulary lacks`)
}

/** Checks a verdict by itself. */
export function checkVerdict(answer: string, verdict: Verdict, report: Report): void {
  const { score, readable } = verdict
  const short = JSON.stringify(answer.slice(0, 80))
  if (!(score >= 0 && score <= 1)) report('verdicts', `${short} scores ${score}`)
  if (typeof readable !== 'boolean') report('verdicts', `${short} is readable: ${String(readable)}`)
  if (!readable && score !== 0) report('verdicts', `${short} cannot be read and scores ${score}`)
}
