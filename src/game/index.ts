export { memberOf, sizeOf } from './bits.ts'
export { boardText, squareNames } from './board.ts'
export { checkGame, MOMENT, type CheckOptions } from './conformance/check-game.ts'
export { formatGameViolation, GAME_RULES, type GameRule, type Violation } from './conformance/rules.ts'
export { misdeclared } from './declaration.ts'
export {
  defineGameFamily,
  gameNamed,
  parametersOf,
  type GameFamily,
  type GameFamilyDefinition,
  type GameRules,
} from './family.ts'
export {
  defineGame,
  type Actor,
  type Answer,
  type ChanceOutcome,
  type Facets,
  type Game,
  type GameDefinition,
} from './game.ts'
export { drawChance, playout, replay, type Playout } from './playout.ts'
export { playthrough } from './playthrough.ts'
export { policyOf, type GamePolicy, type PolicyTable, type Seats } from './policy.ts'
export { drawOutcome, rollOut, simulateByRules, simulatorOf } from './simulate.ts'
export { alphaBeta, type AlphaBeta, type AlphaBetaOptions } from './search/alpha-beta.ts'
export { ismcts, type Ismcts } from './search/ismcts.ts'
export { mcts, type Mcts } from './search/mcts.ts'
export { sampleState, type Past } from './search/sample.ts'
export type { SearchOptions, SearchResult } from './search/search.ts'
export { CHANCE, END, type Simulator } from './simulator.ts'
export { algorithms, startSolver, type Algorithm, type AlgorithmName } from './solve/algorithms.ts'
export { bestResponse, respond, type BestResponse } from './solve/best-response.ts'
export { solveByCfr, startCfr, type CfrOptions, type CfrVariant } from './solve/cfr.ts'
export {
  enumerate,
  informationSets,
  type EnumerateOptions,
  type GameTree,
  type InformationSet,
} from './solve/enumerate.ts'
export { solveMatrix, type MatrixEquilibrium } from './solve/linear/matrix-game.ts'
export { solveByLp, type TreeEquilibrium } from './solve/linear/sequence-form.ts'
export { lossesOf, reachOf } from './solve/losses.ts'
export { solveByMinimax, type Minimax } from './solve/minimax.ts'
export { mixInto } from './solve/mixture.ts'
export { nashConv, nashConvOf, type NashConv } from './solve/nash-conv.ts'
export type { Solver } from './solve/solver.ts'
export { strategyOf, tableOf, valuesOf, type Strategy } from './solve/strategy.ts'
export { first, tablePolicy, uniform } from './tabular.ts'
export { ANSWER_LIMIT, parseAction, readLabel } from './text.ts'
