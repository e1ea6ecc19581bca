import { stream, type Json, type Random } from 'coevo/core'
import { drawChance, parseAction, readLabel, type Game } from 'coevo/game'
import { forfeitReturns, type IllegalRule } from './illegal-rule.ts'
import type { FromReferee, ToReferee } from '../match.ts'

/** What a referee rules by. */
export interface Rules {
  readonly game: Game
  readonly rule: IllegalRule
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

/** A match under way, or over: plain data. */
export interface Match {
  readonly session: string
  readonly number: number
  readonly seed: number
  readonly state: Json
  /** How many outcomes chance has drawn. */
  readonly draws: number
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
  const { game } = rules
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
    state: game.initial(),
    draws: 0,
    seat: 0,
    turn: -1,
    rejections: 0,
    illegal: none,
    unreadable: none,
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
  const { game } = rules
  const action = parseAction(game, match.state, answer.payload.text)
  if (action === null) return reject(rules, match, namesAction(game, match.state, answer.payload.text))
  return proceed(rules, { ...match, state: game.apply(match.state, action), rejections: 0 })
}

/** Ends a match in which the awaited answer did not come. */
export function timeOut({ game }: Rules, match: Match): Ruling<AtAnyTime> {
  return close(match, { end: 'timeout', returns: forfeitReturns(game.facets.players, match.seat, 1) })
}

/** Lets chance draw until a player is to move, and asks that player; or closes the match. */
function proceed({ game, chance }: Rules, match: Match): Ruling<AtAnyTime> {
  let { state, draws } = match
  let actor = game.actor(state)
  while (actor === 'chance') {
    state = game.apply(state, drawChance(game, state, chance(match, draws++)))
    actor = game.actor(state)
  }
  if (actor === 'nobody')
    return close({ ...match, state, draws }, { end: 'finished', returns: game.returns(state) })
  return ask(game, { ...match, state, draws, seat: actor, turn: match.turn + 1 })
}

function ask(game: Game, match: Match): Ruling<AtAnyTime> {
  const { state, seat, turn } = match
  const payload = {
    turn,
    observation: game.observation(state, seat),
    informationState: game.informationState(state, seat),
    legal: game.legal(state).map((action) => game.label(state, action)),
  }
  return [match, [{ to: seatAddress(seat), type: 'turn', payload }]]
}

function reject({ game, rule }: Rules, match: Match, readable: boolean): Ruling<FromReferee<'waiting'>> {
  const { seat, turn } = match
  const add = (counts: readonly number[], n: number) =>
    counts.map((count, i) => (i === seat ? count + n : count))
  const rejected: Match = {
    ...match,
    rejections: match.rejections + 1,
    illegal: add(match.illegal, 1),
    unreadable: add(match.unreadable, readable ? 0 : 1),
  }
  const notice: FromReferee<'waiting'> = {
    to: seatAddress(seat),
    type: 'illegal',
    payload: { turn, reason: readable ? 'illegal' : 'unreadable' },
  }
  const [next, messages] =
    rule.kind === 'retry' && rejected.rejections <= rule.times
      ? ask(game, { ...rejected, turn: turn + 1 })
      : close(rejected, {
          end: 'illegal',
          returns: forfeitReturns(game.facets.players, seat, rule.kind === 'spiral' ? 1.5 : 1),
        })
  return [next, [notice, ...messages]]
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
  const read = (at: Json, name: string) => readLabel(game, at, actions, name)
  return parseAction({ ...game, read }, state, text) !== null
}
