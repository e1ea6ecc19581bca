export { components } from './components.ts'
export { alphaRanks } from './evolution.ts'
export { dealOf, fixtureOf, fixtures, LIMITS, matchNumber, type Fixture } from './fixtures.ts'
export {
  formats,
  isOpen,
  ladderOrder,
  type Encounter,
  type Format,
  type Pairing,
  type PairingRule,
} from './pairings.ts'
export {
  margin,
  rate,
  type DealTally,
  type GameEffect,
  type RateOptions,
  type Rating,
  type Ratings,
  type Tally,
} from './ratings.ts'
export { inOrder, offender, points, tournamentDigest, type PlayedMatch } from './played.ts'
export { skills, type Skill } from './skill.ts'
export {
  dealTally,
  samples,
  standings,
  tally,
  type GameStanding,
  type HeadToHead,
  type SeatRecord,
  type Standing,
  type Standings,
} from './standings.ts'
export type { Absence, Account, Entry, TournamentEvent, TournamentResult } from './tournament.ts'
export * from './meta/index.ts'
export * from './opponents/index.ts'
