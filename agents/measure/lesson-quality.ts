import type { Json } from 'coevo/core'
import type { Evaluation } from 'coevo/scenario'
import type { Concluded } from '../classroom/teaching-kind.ts'
import { exam, examinedIn, type Examined, type ExamOptions } from '../exam-session.ts'
import { shareOf } from './share.ts'

export interface LessonQualityOptions<Name extends string, Problem extends Json> extends Pick<
  ExamOptions<Name, Problem>,
  'task' | 'exam' | 'maxNewTokens'
> {
  /** Writes lessons. */
  readonly author: Name
  /** Takes the exams, and writes what is most likely. */
  readonly student: Name
  readonly problems: readonly Problem[]
  /** k: lessons on each problem among which one is chosen; default 8. */
  readonly lessons?: number
  /** Of the author, for these; default 1. */
  readonly temperature?: number
  /** Whether the reason that a lesson gives is right, whatever its answer. */
  readonly isSound: (problem: Problem, lesson: string) => boolean
  /** Finds in a lesson the answer that votes. */
  readonly answer: (lesson: string) => string
}

const METRICS = [
  'accuracy',
  'sound',
  'lucky',
  'taught',
  'chosen/majority',
  'chosen/sum',
  'chosen/max',
] as const

/**
 * Measures lessons on problems: of those that the author finds most likely, the share whose answer is right
 * (`accuracy`), whose reason is (`sound`), whose answer is without its reason (`lucky`), and the mean score of the
 * exam after them (`taught`); and, of k lessons that it samples, how often the answer is right that most of them give
 * (`chosen/majority`: self-consistency), whose lessons have the largest sum of exam scores (`chosen/sum`), or the one
 * with the best exam (`chosen/max`). Lessons whose answer cannot be read are not chosen.
 *
 * Source: Ning et al. 2024, "Can LLMs Learn by Teaching for Better Reasoning?", M1.
 */
export function lessonQuality<const Name extends string, Problem extends Json>(
  options: LessonQualityOptions<Name, Problem>,
): Evaluation<Name, (typeof METRICS)[number]> {
  const { author, student, problems, lessons = 8, temperature = 1, isSound, answer, ...shared } = options

  /** Holds so many exams on each problem, and returns what came of them by problem. */
  async function examined(
    context: Parameters<Evaluation<Name>['evaluate']>[0],
    times: number,
    warmth: number,
  ): Promise<Examined[][]> {
    const concluded: Concluded<Problem>[] = []
    const kind = exam<Problem, Name>({
      ...shared,
      problem: (session) => problems[Math.floor(session / times)]!,
      author: { model: author, temperature: warmth },
      student: { model: student, temperature: 0 },
      concluded: (session) => concluded.push(session),
    })
    const sessions = Array.from({ length: problems.length * times }, (_, i) => i)
    await kind.play({ ...context, sessions })
    const found = concluded.toSorted((a, b) => a.session - b.session).map(({ said }) => examinedIn(said))
    return problems.map((_, i) => found.slice(i * times, (i + 1) * times))
  }

  return {
    models: [...new Set([author, student])],
    metrics: METRICS,
    async evaluate(context) {
      const best = (await examined(context, 1, 0)).flat()
      const right = best.map(({ verdict }) => verdict.score === 1)
      const sound = best.map(({ lesson }, i) => isSound(problems[i]!, lesson))
      const sampled = await examined(context, lessons, temperature)
      const chosen = (choose: (from: readonly Examined[]) => Examined | undefined) =>
        shareOf(
          sampled.map((all) => choose(all.filter(({ verdict }) => verdict.readable))?.verdict.score === 1),
        )
      return {
        accuracy: shareOf(right),
        sound: shareOf(sound),
        lucky: shareOf(right.map((each, i) => each && !sound[i]!)),
        taught: best.reduce((sum, { taught }) => sum + taught, 0) / best.length,
        'chosen/majority': chosen((from) => heaviest(from, answer, () => 1)),
        'chosen/sum': chosen((from) => heaviest(from, answer, ({ taught }) => taught)),
        'chosen/max': chosen((from) => from.toSorted((a, b) => b.taught - a.taught)[0]),
      }
    },
  }
}

/** Lets lessons vote for their answers, each with its weight, and returns the first of those that win. */
function heaviest(
  from: readonly Examined[],
  answer: (lesson: string) => string,
  weight: (examined: Examined) => number,
): Examined | undefined {
  const weights = (group: readonly Examined[]) => group.reduce((sum, each) => sum + weight(each), 0)
  const groups = [...Map.groupBy(from, ({ lesson }) => answer(lesson)).values()]
  return groups.toSorted((a, b) => weights(b) - weights(a))[0]?.[0]
}
