/** The names that a scenario, a game or a program of your own needs; every room exports the rest of its own. */
export { option, UserError } from './core/index.ts'
export { defineGame, type Game, type GamePolicy } from './game/index.ts'
export { defineTask, type Task } from './task/index.ts'
export { localModel, type Model } from './model/index.ts'
export {
  adamW,
  defineObjective,
  grpo,
  learner,
  magneticMirrorDescent,
  ppo,
  rae,
  regularised,
  reinforce,
  rloo,
  type AdvantageEstimator,
  type Episode,
  type Schedule,
} from './learn/index.ts'
export {
  always,
  defineScenario,
  nashConv,
  resume,
  run,
  winRate,
  type Evaluation,
  type RunEvent,
  type RunResult,
  type SessionKind,
  type Work,
} from './scenario/index.ts'
