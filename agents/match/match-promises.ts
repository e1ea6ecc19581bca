import { drop, put, type Monitor, type Observation, type Plain, type Watching } from 'coevo/protocol'
import { conduct, type Conduct } from '../classroom/conduct.ts'
import type { MatchMessage } from '../match.ts'
import type { Match } from './ruling.ts'

const REFEREE = 'referee'

/** What a match promises, whatever the network, the players' policies and a restart do to it. */
export function matchPromises(watch: Watching<MatchMessage>): readonly Monitor[] {
  const { leadsTo, restarted, sent, sometimes } = watch
  return [
    leadsTo('whoever is told of a start is told of the end', sent('start'), sent('end'), {
      by: ({ message }) => message.to,
      // It knows of no match any more: the players leave by themselves.
      unless: restarted(REFEREE, { remembers: false }),
    }),
    conduct(watch, 'turns are asked in order, each once', -1, asksInOrder),
    conduct(watch, 'the referee rules on answers to the open turn', null, rulesOnAnswers),
    conduct(
      watch,
      'a match that is cut short is lost by whoever was asked last',
      { asked: '', told: {} },
      blamesTheSilent,
    ),
    conduct(watch, 'a player is told of the start first and of the end last, each once', {}, tellsInOrder),
    conduct(watch, 'a match is reported once, as its players were told', {}, reportsWhatItTold),
    conduct(
      watch,
      'until it hears the end, a player answers every turn that it hears, once',
      {},
      answersWhatItHears,
      owesAnAnswer,
    ),
    sometimes(
      'a match is played to its end',
      sent('end', ({ payload }) => payload.end === 'finished'),
    ),
  ]
}

function asksInOrder(last: number, seen: Observation<MatchMessage>): Conduct<number> {
  if (seen.at !== 'sent' || seen.message.type !== 'turn') return last
  const { turn } = seen.message.payload
  return turn === last + 1 ? turn : { wrong: `turn ${turn} was asked after turn ${last}` }
}

/** The turn that is open, as the referee's words have it; null before the first. */
type Open = { readonly turn: number; readonly seat: string } | null

/** A referee goes on when the open turn is answered by whom it asked, or when time has passed. */
function rulesOnAnswers(open: Open, seen: Observation<MatchMessage>): Conduct<Open> {
  if (seen.at !== 'sent') return open
  const { message, cause } = seen
  if (message.type !== 'turn' && message.type !== 'illegal' && message.type !== 'end') return open
  const isBegun = open === null && cause === null
  const isLate = cause === null && message.type === 'end' && message.payload.end === 'timeout'
  const isAnswered =
    (cause?.type === 'move' || cause?.type === 'resign') &&
    cause.from === open?.seat &&
    cause.payload.turn === open.turn
  if (!isBegun && !isLate && !isAnswered) {
    const reason = cause === null ? 'no answer' : describe(cause)
    const asked = open === null ? 'nothing was asked' : `turn ${open.turn} of ${open.seat} was open`
    return { wrong: `'${message.type}' followed on ${reason} while ${asked}` }
  }
  return message.type === 'turn' ? { turn: message.payload.turn, seat: message.to } : open
}

function describe({ type, from, payload }: MatchMessage): string {
  return 'turn' in payload ? `${from}'s ${type} for turn ${payload.turn}` : `${from}'s ${type}`
}

/** Who was asked last, and what players were told to have got of a match that was cut short. */
type CutShort = { readonly asked: string; readonly told: Plain<number> }

/** Holds who was asked last: when a match is cut short, nobody gets less. */
function blamesTheSilent(state: CutShort, seen: Observation<MatchMessage>): Conduct<CutShort> {
  if (seen.at !== 'sent') return state
  const { message } = seen
  if (message.type === 'turn') return { asked: message.to, told: {} }
  if (message.type !== 'end' || message.payload.end === 'finished') return state
  const { asked } = state
  const told = put(state.told, message.to, message.payload.return)
  const own = told[asked]
  if (own === undefined) return { asked, told }
  const [worse] = Object.entries(told).find(([, got]) => got < own) ?? []
  if (worse === undefined) return { asked, told }
  return { wrong: `${worse} lost by ${message.payload.end}, and ${asked} was asked last` }
}

/** Holds what each player was told of the match: that it is on, or over. */
function tellsInOrder(told: Plain<'on' | 'over'>, seen: Observation<MatchMessage>): Conduct<typeof told> {
  if (seen.at !== 'sent' || seen.message.from !== REFEREE) return told
  const { to, type } = seen.message
  const known = told[to]
  if (known === 'over') return { wrong: `${to} was sent '${type}' after the end` }
  if ((known === undefined) !== (type === 'start'))
    return {
      wrong:
        known === undefined ? `${to} was sent '${type}' before the start` : `${to} was sent 'start' twice`,
    }
  return type === 'illegal' || type === 'turn' ? told : put(told, to, type === 'start' ? 'on' : 'over')
}

/** Holds what each player was told to have won; empty after the report. */
function reportsWhatItTold(told: Plain<number>, seen: Observation<MatchMessage>): Conduct<Plain<number>> {
  if (seen.at === 'sent' && seen.message.type === 'end')
    return put(told, seen.message.to, seen.message.payload.return)
  if (seen.at !== 'act' || seen.type !== 'report') return told
  const { outcome } = seen.params as Match
  const reported = (outcome?.returns ?? []).reduce(
    (all, won, seat) => put(all, `player-${seat}`, won),
    {} as Plain<number>,
  )
  const [a, b] = [JSON.stringify(reported), JSON.stringify(told)]
  return a === b ? {} : { wrong: `the report says ${a}, and the players were told ${b}` }
}

/** The newest turn that reached a player, and whether it has answered that; 'over' once the end has. */
type Asked = { readonly heard: number; readonly answered: boolean } | 'over'

/**
 * Holds what each player was asked. One that comes back without its memory is as one that was asked nothing;
 * once the referee does, nobody is told of the end, and players may go on to the next match.
 */
function answersWhatItHears(players: Plain<Asked>, seen: Observation<MatchMessage>): Conduct<Plain<Asked>> {
  if (seen.at === 'restarted') {
    if (seen.remembers) return players
    return seen.address === REFEREE ? put(players, REFEREE, 'over') : drop(players, seen.address)
  }
  if (seen.at === 'sent' && (seen.message.type === 'move' || seen.message.type === 'resign')) {
    const { from, payload } = seen.message
    const asked = players[from]
    if (asked === 'over') return players
    if (asked?.heard !== payload.turn)
      return { wrong: `${from} answered turn ${payload.turn}, and had heard ${asked?.heard ?? 'none'}` }
    if (asked.answered) return { wrong: `${from} answered turn ${payload.turn} twice` }
    return put(players, from, { answered: true, heard: payload.turn })
  }
  if (seen.at !== 'delivered') return players
  const { to, type, payload } = seen.message
  const asked = players[to]
  if (type === 'end') return put(players, to, 'over')
  if (type !== 'turn' || asked === 'over' || payload.turn <= (asked?.heard ?? -1)) return players
  return put(players, to, { answered: false, heard: payload.turn })
}

const owesAnAnswer = (players: Plain<Asked>) =>
  players[REFEREE] !== 'over' && Object.values(players).some((asked) => asked !== 'over' && !asked.answered)
