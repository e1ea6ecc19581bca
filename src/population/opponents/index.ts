export {
  memberPayoffs,
  triedPayoff,
  winRate,
  type Member,
  type Newcomer,
  type Pool,
  type Result,
  type Score,
  type Scores,
} from './pool.ts'
export {
  openPopulation,
  populationMetrics,
  resultMetrics,
  seatingOf,
  type Population,
  type PopulationOptions,
  type Seating,
} from './population.ts'
export {
  fictitious,
  fixed,
  latest,
  metaStrategy,
  prioritised,
  type OpponentRule,
  type PrioritisedOptions,
  type Priority,
  type Weights,
} from './rules.ts'
