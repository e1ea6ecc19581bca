import { stream, UserError, type Json } from 'coevo/core'
import type { Episode, RoleEpisode, Turn } from 'coevo/learn'
import type { Verdict } from 'coevo/task'
import type { PayloadOf, QuestionType, Respondent } from './classroom.ts'
import type { Decision } from '../policy/policy.ts'
import type { Thought } from './respondent.ts'
import type { Voice } from '../policy/speaker.ts'
import type { Talk } from './talk.ts'
import type { Earned, Teaching, TeachingOptions } from './teaching-kind.ts'
import type { Judgement, Reading } from '../verifier.ts'
import { askCritique, askVerdict, readVerdict } from './words.ts'

/** Who plays a role. */
export interface Player {
  readonly role: Respondent
  readonly model: string | null
  /** Its name, where no model plays it. */
  readonly policy: string
}

/** What a session is held with. */
export interface SittingOptions<Problem extends Json> {
  readonly kind: Teaching<string, Problem>
  readonly options: TeachingOptions<string, Problem>
  readonly voices: Readonly<Record<string, Voice<Problem>>>
  /** By seat. */
  readonly players: readonly Player[]
  readonly seed: number
  readonly session: number
  /** Null until it is posed. */
  readonly problem: Problem | null
}

type Returned = Decision | Judgement
type Credit = ReturnType<Teaching<string, never>['earn']>
type Counts = ReturnType<Teaching<string, never>['unreadable']>

const nothing: Earned = { return: 0 }

/** One session about a problem: what its agents come to, and what they leave. */
export class Sitting<Problem extends Json> {
  readonly #given: SittingOptions<Problem>
  #problem: Problem | null
  readonly #turns = new Map<Respondent, Turn[]>()
  readonly #readings: Reading[] = []

  constructor(given: SittingOptions<Problem>) {
    this.#given = given
    this.#problem = given.problem
  }

  /** Answers a question as the role's policy does. */
  think(role: Respondent, asked: PayloadOf<QuestionType>): Returned | Promise<Returned> {
    const { kind, options } = this.#given
    const { prompt } = asked
    if (!('answer' in asked)) {
      if (role === 'solver') this.#problem ??= kind.pose?.(prompt) ?? null
      return this.#say(role, asked, prompt)
    }
    const { answer } = asked
    if (role === 'critic') return this.#say(role, asked, (kind.criticise ?? askCritique)(prompt, answer))
    const { verifier } = options
    if (verifier === undefined) return judgement(options.task.verify(this.#problem!, answer))
    if (typeof verifier === 'function') return judged(verifier(this.#problem!, answer, asked.attempt))
    const truth = options.task.verify(this.#problem!, answer)
    const read = ({ text, trace }: Decision): Judgement => {
      const score = readVerdict(text)
      const reading = { agrees: score === (truth.score === 1 ? 1 : 0), isGibberish: score === null }
      return { score: score ?? 0, readable: truth.readable, text, trace, reading }
    }
    const said = this.#say(role, asked, (options.judge ?? askVerdict)(prompt, answer))
    return said instanceof Promise ? said.then(read) : read(said)
  }

  /** Takes note of what a reply was made of. */
  record(role: Respondent, { turn, returned }: Thought<Returned>): void {
    const { trace } = returned
    if (trace !== null) {
      const turns = this.#turns.get(role) ?? []
      turns.push({ ply: turn, ...trace })
      this.#turns.set(role, turns)
    }
    if ('reading' in returned && returned.reading !== null) this.#readings.push(returned.reading)
  }

  /** Says what the session leaves. */
  conclude(game: string, { said, outcome }: Talk): Episode {
    const { kind, options, players, session } = this.#given
    const { end } = outcome!
    options.concluded?.({ session, problem: this.#problem, said, end })
    const earned: Credit = end === 'finished' ? { verifier: this.#agreement(), ...kind.earn(said) } : {}
    const unreadable: Counts = {
      verifier: this.#readings.filter(({ isGibberish }) => isGibberish).length,
      ...kind.unreadable(said),
    }
    const roles = players.map(({ role, model, policy }): RoleEpisode => {
      const { return: gain, rewards } = earned[role] ?? nothing
      const count = unreadable[role] ?? 0
      const turns = this.#turns.get(role) ?? []
      return {
        role,
        model,
        ...(model === null && { policy }),
        turns: rewards === undefined ? turns : rewarded(role, turns, rewards),
        return: gain,
        illegal: count,
        parseFailures: count,
      }
    })
    return { session, game, roles, end }
  }

  #say(
    role: Respondent,
    { turn, ...asked }: PayloadOf<QuestionType>,
    prompt: string,
  ): Decision | Promise<Decision> {
    const { voices, seed, session } = this.#given
    const attempt = 'attempt' in asked ? asked.attempt : 0
    const random = stream(seed, 'session', session, role, 'turn', turn)
    return voices[role]!(prompt, random, { problem: this.#problem, attempt, session })
  }

  /** What a verifier that reads has earned: 1 where the task agrees, −1 where it does not. */
  #agreement(): Earned {
    const rewards = this.#readings.map(({ agrees }) => (agrees ? 1 : -1))
    if (rewards.length === 0) return nothing
    return { return: rewards.reduce<number>((sum, each) => sum + each, 0) / rewards.length, rewards }
  }
}

/** @throws UserError unless there is a reward for each turn. */
function rewarded(role: Respondent, turns: readonly Turn[], rewards: readonly number[]): Turn[] {
  if (turns.length > 0 && turns.length !== rewards.length)
    throw new UserError(
      `'returns' gave ${rewards.length} rewards for ${turns.length} turns of the ${role}: give one for each, or none.`,
    )
  return turns.map((turn, i) => ({ ...turn, reward: rewards[i]! }))
}

function judged(verdict: Verdict | Promise<Verdict>): Judgement | Promise<Judgement> {
  return verdict instanceof Promise ? verdict.then(judgement) : judgement(verdict)
}

/** @throws Error for what is no verdict: the verifier has failed. */
function judgement({ score, readable }: Verdict): Judgement {
  if (!(score >= 0 && score <= 1) || typeof readable !== 'boolean')
    throw new Error(`a verdict is a score from 0 to 1 and 'readable', not ${score} and ${String(readable)}`)
  return { score, readable, text: '', trace: null, reading: null }
}
