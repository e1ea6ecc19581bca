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
export { margin, rate, type GameEffect, type Rating, type Ratings, type Tally } from './ratings.ts'
