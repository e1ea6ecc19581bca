import type { Interval } from '../../core/index.ts'
import {
  margin,
  type Account,
  type HeadToHead,
  type Standing,
  type TournamentResult,
} from '../../population/index.ts'

/** Writes a rating and how far it is known: '+120 ± 14'. */
export function elo(rating: Interval): string {
  return `${signed(rating.estimate, 0)} ± ${margin(rating).toFixed(0)}`
}

/** Writes a share as a percentage: '61.2 %'. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`
}

/** Writes a share with its interval: '61.2 % (57.0 to 65.3)'. */
export function percentInterval({ estimate, low, high }: Interval): string {
  return `${percent(estimate)} (${(100 * low).toFixed(1)} to ${(100 * high).toFixed(1)})`
}

/** Writes what was won a match, and how far that is known: '−0.056 ± 0.031'. */
export function gain(interval: Interval | null): string {
  return interval === null ? '' : `${signed(interval.estimate, 3)} ± ${margin(interval).toFixed(3)}`
}

/** Writes how often an agent moved illegally from each seat: '0 %, 1.5 %'. */
export function illegalRates({ seats }: Standing): string {
  return seats
    .map((seat) => (seat === null ? '-' : `${Number((100 * seat.illegal.estimate).toFixed(1))} %`))
    .join(', ')
}

/** Says that some agents have not met, directly or through others; who is with whom follows. */
export const APART =
  'Not everybody has met, directly or through others: ratings compare agents of one group only.'

/** Says which of an agent's illegal answers were none of its moves: '3 cut off, 1 empty'; nothing where all were. */
export function spoiled({ cutOff, empty }: Pick<Standing, 'cutOff' | 'empty'>): string {
  return [cutOff > 0 ? `${cutOff} cut off` : '', empty > 0 ? `${empty} empty` : '']
    .filter((part) => part !== '')
    .join(', ')
}

/** Writes what an agent's answers took: '1,200 answers, 34,567 tokens read, 890 written'. */
export function took({ calls, promptTokens, completionTokens, uncounted }: Account): string {
  const [answers, read, written, free] = [calls, promptTokens, completionTokens, uncounted].map((n) =>
    n.toLocaleString('en-US'),
  )
  const counted = `${answers} answers, ${read} tokens read, ${written} written`
  return uncounted === 0 ? counted : `${counted}; ${free} answers not counted`
}

/** Writes a share by alpha-rank: '33.3 %'. */
export function evolved(share: number | null): string {
  return share === null ? '' : percent(share)
}

/** What an agent did against another at a game; undefined where they did not meet. */
export type Meetings = (game: string, agent: string, against: string) => HeadToHead | undefined

/** Returns what finds who did what against whom. */
export function meetings({ headToHead }: Pick<TournamentResult, 'headToHead'>): Meetings {
  const key = (...names: readonly string[]) => JSON.stringify(names)
  const all = new Map(headToHead.map((each) => [key(each.game, each.agent, each.against), each]))
  return (game, agent, against) => all.get(key(game, agent, against))
}

/** Says what was played in one line. */
export function titleLine({ seed, matches, rounds, format, agents, games }: TournamentResult): string {
  const many = (n: number, word: string) => `${n.toLocaleString('en-US')} ${word}${n === 1 ? '' : 's'}`
  return `${format}, seed ${seed}: ${many(matches, 'match').replace('matchs', 'matches')}, ${many(rounds, 'round')}, ${many(agents.length, 'agent')}, ${many(games.length, 'game')}`
}

/** Writes a number with its sign; minus is the true one, as wide as plus. */
function signed(value: number, digits: number): string {
  const text = Math.abs(value).toFixed(digits)
  return Number(text) === 0 ? text : `${value < 0 ? '−' : '+'}${text}`
}
