import { stream, type Json, type Random } from 'coevo/core'
import { ANSWER_LIMIT, parseAction, readLabel, type Game } from 'coevo/game'
import type { Position, Rulebook } from './consult.ts'
import { forfeitReturns, type IllegalRule } from './illegal-rule.ts'
import type { FromReferee, Refused, ToReferee } from '../match.ts'

/** What a referee rules by. */
export interface Rules {
  readonly game: Game
  /** The game's rules as the referee asks them. */
  readonly book: Rulebook
  /** What becomes of an illegal move of whoever is to move. */
  readonly rule: (match: Match) => IllegalRule
  /** Opens the stream of one draw of chance, given how many came before it in the match. */
  readonly chance: (match: Match, draw: number) => Random
}

/** Names a draw's stream after the run's seed, the session and the draw. */
export const seededChance: Rules['chance'] = ({ seed, number }, draw) =>
  stream(seed, 'session', number, 'chance', draw)

/** The order to begin a match. It comes from whoever runs the session, not over the bus. */
export interface Begin {
  readonly type: 'begin'
  /** The session's id on the bus. */
  readonly session: string
  /** The session's number in the run: with the seed, it names the stream of chance. */
  readonly number: number
  readonly seed: number
}

/** How a match ended. */
export interface Outcome {
  readonly end: 'finished' | 'illegal' | 'timeout'
  /** By seat. */
  readonly returns: readonly number[]
}

/** Why moves are rejected. An answer that was cut off or is empty says nothing of how its writer plays. */
export type Reason = Refused['reason']

/** A match under way, or over: plain data. */
export interface Match extends Position {
  readonly session: string
  readonly number: number
  readonly seed: number
  /** Whose answer is awaited. */
  readonly seat: number
  /** The number of the turn that is open; a turn that is asked again gets a new one. */
  readonly turn: number
  /** Rejected moves in a row. */
  readonly rejections: number
  /** Rejected moves by seat. */
  readonly illegal: readonly number[]
  /** Those of them that named no action of the game. */
  readonly unreadable: readonly number[]
  /** Those of them that were cut off before their end. */
  readonly cutOff: readonly number[]
  /** Those of them that held nothing. */
  readonly empty: readonly number[]
  /** Null while the match is on. */
  readonly outcome: Outcome | null
}

/** A match and what the referee says. */
export type Ruling<Said extends FromReferee> = readonly [match: Match, messages: readonly Said[]]

/** What a referee says of a match that has just begun as of any other. */
type AtAnyTime = FromReferee<'idle'> & FromReferee<'waiting'>

const seatAddress = (seat: number) => `player-${seat}` as const

/** Opens a match: everybody is told, chance draws, and whoever is to move is asked. */
export function openMatch(rules: Rules, begin: Begin): Ruling<FromReferee<'idle'>> {
  const { game, book } = rules
  const none = Array.from({ length: game.facets.players }, () => 0)
  const start = none.map((_, seat): FromReferee<'idle'> => ({
    to: seatAddress(seat),
    type: 'start',
    payload: { game: game.name, seat },
  }))
  const match: Match = {
    session: begin.session,
    number: begin.number,
    seed: begin.seed,
    ...book.open(),
    seat: 0,
    turn: -1,
    rejections: 0,
    illegal: none,
    unreadable: none,
    cutOff: none,
    empty: none,
    outcome: null,
  }
  const [next, messages] = proceed(rules, match)
  return [next, [...start, ...messages]]
}

/** True for the answer to the turn that is open; false for a late one, a duplicate, or another seat's. */
export function isAnswer(match: Match, { session, from, payload }: ToReferee): boolean {
  return session === match.session && payload.turn === match.turn && from === seatAddress(match.seat)
}

/** Rules on an answer to the turn that is open. */
export function rule(rules: Rules, match: Match, answer: ToReferee): Ruling<FromReferee<'waiting'>> {
  if (answer.type === 'resign') return timeOut(rules, match)
  const { book } = rules
  const action = book.read(match, answer.payload.text)
  if (action === null) return reject(rules, match, answer.payload)
  return proceed(rules, { ...match, ...book.apply(match, action), rejections: 0 })
}

/** Ends a match in which the awaited answer did not come. */
export function timeOut({ game }: Rules, match: Match): Ruling<AtAnyTime> {
  return close(match, { end: 'timeout', returns: forfeitReturns(game.facets, match.seat) })
}

/** Lets chance draw until a player is to move, and asks that player; or closes the match. */
function proceed(rules: Rules, match: Match): Ruling<AtAnyTime> {
  const { book, chance } = rules
  let at: Position = match
  let actor = book.actor(at)
  while (actor === 'chance') {
    at = book.draw(at, chance(match, at.draws))
    actor = book.actor(at)
  }
  const next = { ...match, ...at }
  if (actor === 'nobody') return close(next, { end: 'finished', returns: book.returns(next) })
  return ask(rules, { ...next, seat: actor, turn: match.turn + 1 })
}

/** Asks whoever is to move; again, where an answer was refused. */
function ask({ book }: Rules, match: Match, refused?: Refused): Ruling<AtAnyTime> {
  const { seat, turn } = match
  const payload = { turn, ...book.offer(match, seat), ...(refused && { refused }) }
  return [match, [{ to: seatAddress(seat), type: 'turn', payload }]]
}

function reject(rules: Rules, match: Match, answer: Answered): Ruling<FromReferee<'waiting'>> {
  const { game } = rules
  const { seat, turn } = match
  const isReadable = namesAction(game, match.state, answer.text)
  const reason = reasonOf(answer, isReadable)
  const count = (counts: readonly number[], counted: boolean) =>
    counted ? counts.map((n, i) => (i === seat ? n + 1 : n)) : counts
  const rejected: Match = {
    ...match,
    rejections: match.rejections + 1,
    illegal: count(match.illegal, true),
    unreadable: count(match.unreadable, !isReadable),
    cutOff: count(match.cutOff, reason === 'cut off'),
    empty: count(match.empty, reason === 'empty'),
  }
  const notice: FromReferee<'waiting'> = { to: seatAddress(seat), type: 'illegal', payload: { turn, reason } }
  const by = rules.rule(match)
  const [next, messages] =
    by.kind === 'retry' && rejected.rejections <= by.times
      ? ask(rules, { ...rejected, turn: turn + 1 }, { text: end(answer.text), reason })
      : close(rejected, {
          end: 'illegal',
          returns: forfeitReturns(game.facets, seat, by.kind === 'spiral' ? 'spiral' : 'forfeit'),
        })
  return [next, [notice, ...messages]]
}

/** As much of an answer as is read. */
const end = (text: string) => text.slice(-ANSWER_LIMIT).toWellFormed()

type Answered = Extract<ToReferee, { readonly type: 'move' }>['payload']

function reasonOf({ text, cut }: Answered, isReadable: boolean): Reason {
  if (cut === true) return 'cut off'
  if (text.trim() === '') return 'empty'
  return isReadable ? 'illegal' : 'unreadable'
}

function close(match: Match, outcome: Outcome): Ruling<AtAnyTime> {
  const messages = outcome.returns.map((won, seat): AtAnyTime => ({
    to: seatAddress(seat),
    type: 'end',
    payload: { end: outcome.end, return: won },
  }))
  return [{ ...match, outcome }, messages]
}

/** True for a text that names an action of the game, though not a legal one. */
function namesAction(game: Game, state: Json, text: string): boolean {
  const actions = Array.from({ length: game.facets.actions }, (_, action) => action)
  const label = (at: Json, action: number) => labelIfAny(game, at, action)
  const read = (at: Json, name: string) => readLabel({ ...game, label }, at, actions, name)
  return parseAction({ ...game, read }, state, text) !== null
}

/** A game need not label what is not legal: then no text can name that. */
function labelIfAny(game: Game, state: Json, action: number): string {
  try {
    const label: unknown = game.label(state, action)
    return typeof label === 'string' ? label : ''
  } catch {
    return ''
  }
}
