import type { Message } from '../bus/index.ts'
import { UserError } from '../core/index.ts'
import type { Episode } from '../learn/index.ts'
import type { RecordedEpisode, RecordedRun } from '../store/index.ts'
import { tokenReader, type TokenReader } from './tokens.ts'

/** A token that was chosen: how likely it was, and among which. */
export interface ChosenToken {
  readonly token: string
  /** Under the policy that chose it, among those that were allowed: 0 … 1. */
  readonly probability: number
  /** Null where the whole vocabulary was open. */
  readonly allowed: readonly string[] | null
}

/** What a role read and wrote at its turn. */
export interface TurnView {
  readonly ply: number
  readonly role: string
  /** What it read, its tokens joined by spaces. */
  readonly prompt: string
  readonly written: readonly ChosenToken[]
  /** What this turn earned by itself, where turns are rewarded one by one. */
  readonly reward: number | null
}

/** A role of a session, without its turns. */
export interface RoleView {
  readonly role: string
  readonly model: string | null
  readonly policy: string | null
  readonly return: number
  readonly illegal: number
  readonly parseFailures: number
  readonly turns: number
}

/** A session as the store holds it. */
export interface SessionView {
  readonly session: number
  readonly step: number
  readonly game: string
  readonly end: Episode['end']
  readonly roles: readonly RoleView[]
  /** By ply. */
  readonly turns: readonly TurnView[]
  /** By seq; none where they were not recorded. */
  readonly messages: readonly Message[]
  /** False where no checkpoint holds the tokenizer: tokens are shown by their numbers then. */
  readonly readable: boolean
}

/**
 * Reads a session: who said what, and how likely each token was among those that were allowed.
 *
 * @throws UserError for one that was not recorded, with what is there instead.
 */
export function sessionView(folder: string, run: RecordedRun, number: number): SessionView {
  const found = run.episode(number)
  const messages = run.journal(String(number))
  if (found === null) throw notRecorded(folder, run, number)
  const { read, known } = tokenReader(run)
  const { step, episode } = found
  return {
    session: number,
    step,
    game: episode.game,
    end: episode.end,
    roles: rolesOf(episode),
    turns: turnsOf(episode, read),
    messages,
    readable: known,
  }
}

/** Tells of sessions who took part and what they earned. */
export function sessionRows(found: readonly RecordedEpisode[]) {
  return found.map(({ step, episode }) => ({
    session: episode.session,
    step,
    game: episode.game,
    end: episode.end,
    roles: rolesOf(episode),
  }))
}

function rolesOf({ roles }: Episode): RoleView[] {
  return roles.map(({ turns, policy = null, ...role }) => ({ ...role, policy, turns: turns.length }))
}

function turnsOf({ roles }: Episode, read: TokenReader): TurnView[] {
  return roles
    .flatMap(({ role, model, turns }) =>
      turns.map(({ ply, prompt, completion, logprobs, allowed, reward = null }) => ({
        ply,
        role,
        prompt: prompt.map((token) => read(model, token)).join(' '),
        written: completion.map((token, i) => ({
          token: read(model, token),
          probability: Math.exp(logprobs[i]!),
          allowed: allowed[i]?.map((each) => read(model, each)) ?? null,
        })),
        reward,
      })),
    )
    .toSorted((a, b) => a.ply - b.ply)
}

/** Counts the sessions that a run has played. */
export function sessionsPlayed(run: RecordedRun): number {
  return run
    .metrics('games')
    .filter(({ name }) => name === 'games')
    .reduce((sum, { value }) => sum + value, 0)
}

function notRecorded(folder: string, run: RecordedRun, number: number): UserError {
  const { episodes } = run.kept()
  const played = sessionsPlayed(run)
  if (played > 0 && number >= played)
    return new UserError(
      `'${folder}' has played ${count(played)} sessions so far: name one from 0 to ${played - 1}.`,
    )
  if (episodes === 0)
    return new UserError(
      `'${folder}' holds no sessions: it was run with --record none, or pruned since; run it with '--record sample' or '--record all'.`,
    )
  const near = nearest(
    run.episodes().map(({ episode }) => episode.session),
    number,
  )
  return new UserError(
    `Session ${number} of '${folder}' was not recorded: it holds ${count(episodes)} of ${count(played)} sessions, such as ${near.join(' and ')}; 'coevo show ${folder} --sessions' lists them.`,
  )
}

/** Finds the last that comes before a number, and the first after it. */
function nearest(ascending: readonly number[], number: number): number[] {
  const [before, after] = [
    ascending.findLast((each) => each < number),
    ascending.find((each) => each > number),
  ]
  return [before, after].filter((each) => each !== undefined)
}

function count(n: number): string {
  return n.toLocaleString('en-US')
}
