export { alphaRank, alphaRankSymmetric, marginals, type AlphaRankOptions } from './alpha-rank.ts'
export { exactWorld, mixtureOf } from './exact-world.ts'
export { metaSolverNamed, metaSolvers, type MetaSolver, type MetaSolverName } from './meta-solvers.ts'
export { nashAverage, type NashAverage } from './nash-averaging.ts'
export {
  profilesOf,
  rowPayoffs,
  strategyValues,
  zeroSumForm,
  type MetaStrategy,
  type NormalForm,
} from './normal-form.ts'
export { psro, type Populations, type PsroIteration, type PsroResponse, type PsroWorld } from './psro.ts'
export { replicator, type ReplicatorOptions } from './replicator.ts'
