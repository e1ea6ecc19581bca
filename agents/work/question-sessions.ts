import { UserError, type Json } from 'coevo/core'
import { demonstrationTurn, type Episode, type RoleEpisode } from 'coevo/learn'
import type { PlayContext, SessionKind } from 'coevo/scenario'
import { workedExample, type Task, type Verdict } from 'coevo/task'
import { audit } from '../audit-session.ts'
import type { Exchange } from '../classroom/classroom.ts'
import { askVariant, readLesson, ruleTeacher, type Occasion } from './crafting.ts'
import { lesson } from '../lesson-session.ts'
import type { Finding, Question } from './question-pool.ts'
import type { Concluded, Earned } from '../classroom/teaching-kind.ts'

export interface QuestionSessionsOptions<Name extends string, Problem extends Json, Dials extends string> {
  readonly task: Task<Problem, Dials>
  readonly solver: Name
  /** Imitates what the teacher crafts. */
  readonly generator: Name
  /** A model that crafts questions as text, whatever comes of it. Left out, the teacher crafts by rule. */
  readonly teacher?: Name
  /** Of the solver at each question. */
  readonly attempts: number
  /** Whether the teacher's own answer stands beside attempts that are all wrong. */
  readonly reference: boolean
  /** What a crafted question is worth imitating, by the solver's success at it. */
  readonly utility: (success: number) => number
}

/** What is worked on in a round, a session a question: first those that there are, then those to be crafted. */
export interface QuestionRound {
  /** The number of its first session. */
  readonly first: number
  readonly questions: readonly Question[]
  readonly occasions: readonly Occasion[]
  /** Whether the teacher crafts by rule, though there be a model that teaches. */
  readonly isRuled: boolean
}

/**
 * Holds lessons on questions that there are, and audits in which a teacher crafts one of a question and an answer.
 *
 * Each question is attempted so many times, every attempt with a reward of its own: 1 where it is right. Where all
 * are wrong, the teacher's answer comes after them, with a reward of 1. What is crafted is shown to the generator, as
 * a demonstration whose return is its utility.
 *
 * @throws UserError for a task that reads no questions.
 */
export function questionSessions<const Name extends string, Problem extends Json, Dials extends string>(
  options: QuestionSessionsOptions<Name, Problem, Dials>,
) {
  const { task, teacher, attempts } = options
  if (task.parse === undefined)
    throw new UserError(`The task '${task.name}' has no 'parse' to read questions by.`)
  let round: QuestionRound = { first: 0, questions: [], occasions: [], isRuled: true }
  const heard = new Map<number, Concluded<Problem>>()
  /** The place of a session in its round. */
  const place = (session: number) => session - round.first
  const occasionOf = (session: number) => round.occasions[place(session) - round.questions.length]

  const shared = {
    task,
    solver: { model: options.solver },
    concluded: (session: Concluded<Problem>) => void heard.set(session.session, session),
  }
  const lessons = lesson<Problem, Name>({
    ...shared,
    attempts,
    until: 'end',
    again: (question) => question,
    problem: (session) => task.parse!(round.questions[place(session)]!.prompt)!,
    returns: (verdicts) => earned(verdicts),
  })
  const auditsBy = (model: Name | undefined) =>
    audit<Problem, Name>({
      ...shared,
      answers: attempts,
      request: (session) => askVariant(occasionOf(session)!),
      generator: model === undefined ? ruleTeacher(task) : { model },
      pose: (proposal) => readLesson(task, proposal),
      returns: ({ solutions }) => ({
        solver: earned(solutions.flatMap(({ verdicts }) => verdicts)),
        generator: { return: 0 },
      }),
    })
  const [byRule, byModel] = [auditsBy(undefined), auditsBy(teacher)]

  async function play({ sessions, ...context }: PlayContext<Name>): Promise<Episode[]> {
    heard.clear()
    const isLesson = (session: number) => place(session) < round.questions.length
    const { models } = context
    const audits = round.isRuled ? byRule : byModel
    const episodes = [
      ...(await lessons.play({ ...context, sessions: sessions.filter(isLesson) })),
      ...(await audits.play({ ...context, sessions: sessions.filter((session) => !isLesson(session)) })),
    ]
    return episodes.map((episode) => {
      const { session } = episode
      const { problem = null, said = [] } = heard.get(session) ?? {}
      const { success } = summaryOf(said)
      const roles = episode.roles.map((role): RoleEpisode => {
        if (role.role === 'solver' && problem !== null && success === 0 && options.reference) {
          const example = workedExample(task, problem)
          const turn = demonstrationTurn(
            models[options.solver].tokenizer,
            example,
            role.turns.at(-1)!.ply + 1,
          )
          return { ...role, turns: [...role.turns, { ...turn, reward: 1 }] }
        }
        if (role.role !== 'generator') return role
        const imitator = { ...role, model: options.generator, policy: role.policy ?? role.model!, turns: [] }
        if (problem === null || success === null) return imitator
        const shown = { prompt: askVariant(occasionOf(session)!), completion: task.prompt(problem) }
        const turn = demonstrationTurn(models[options.generator].tokenizer, shown)
        return { ...imitator, turns: [turn], return: options.utility(success) }
      })
      return { ...episode, roles }
    })
  }

  return {
    /** Prepares a round: its sessions are numbered on from the first. */
    round(next: QuestionRound): SessionKind<Name> {
      round = next
      const names = [options.solver, options.generator, ...(teacher === undefined ? [] : [teacher])]
      return { name: task.name, roles: byRule.roles, models: names, tasks: [task], play }
    },
    /** Says what came of the round that was played last: of the sessions that were finished, by number. */
    findings: (): Finding[] =>
      [...heard.values()]
        .toSorted((a, b) => a.session - b.session)
        .flatMap(({ session, problem, said, end }) => {
          if (end !== 'finished' || problem === null) return []
          const parent = occasionOf(session)?.question ?? null
          return [{ prompt: task.prompt(problem), parent, ...summaryOf(said, task.vocabulary) }]
        }),
  }
}

const isRight = ({ score }: Pick<Verdict, 'score'>) => (score === 1 ? 1 : 0)
const sum = (values: readonly number[]) => values.reduce((total, each) => total + each, 0)

function earned(verdicts: readonly Verdict[]): Earned {
  const rewards = verdicts.map(isRight)
  return { return: rewards.length === 0 ? 0 : sum(rewards) / rewards.length, rewards }
}

/**
 * Sums up the attempts of a session: the share that is right, null of none, and an answer, the last wrong one where
 * there is one.
 *
 * @param vocabulary the words that are kept of the answer: a model may write what no text can have, as padding
 */
export function summaryOf(
  said: readonly Exchange[],
  vocabulary: readonly string[] = [],
): Pick<Question, 'success' | 'answer'> {
  const judged = said.flatMap(({ type, asked, reply }) =>
    type === 'submission' ? [{ answer: asked.answer, right: isRight(reply) }] : [],
  )
  const shown = judged.findLast(({ right }) => right === 0) ?? judged.at(-1)
  return {
    success: judged.length === 0 ? null : sum(judged.map(({ right }) => right)) / judged.length,
    answer: (shown?.answer ?? '')
      .split(' ')
      .filter((word) => vocabulary.includes(word))
      .join(' '),
  }
}
