export { batch, batchShape, bucket, type Batch, type BatchShape } from './batch.ts'
export { bySession, creditOf, groupBy, ownRoles, ownTurns, promptKey, type OwnTurn } from './episodes.ts'
export { demonstrationTurn, type Demonstration } from './demonstration.ts'
export {
  type AdvantageEstimator,
  type Estimate,
  type EstimatorContext,
  type PairEstimate,
  type PairEstimator,
  type ValueContext,
  type ValueEstimator,
} from './estimator.ts'
export { byResponse } from './estimators/by-response.ts'
export { collected, type CollectedState } from './estimators/collected.ts'
export { contested } from './estimators/contested.ts'
export { finished } from './estimators/finished.ts'
export {
  generalisedAdvantages,
  type GeneralisedAdvantageOptions,
} from './estimators/generalised-advantages.ts'
export { distinct } from './estimators/distinct.ts'
export { gae, type GaeOptions } from './estimators/gae.ts'
export { grpo, type GrpoOptions } from './estimators/grpo.ts'
export { preferences, type PreferencesOptions } from './estimators/preferences.ts'
export { rae, type RaeOptions, type RaeState } from './estimators/rae.ts'
export { magnetLogRatio, regularised, type RegularisedOptions } from './estimators/regularised.ts'
export { reinforcePlusPlus, type ReinforcePlusPlusOptions } from './estimators/reinforce-plus-plus.ts'
export { returns, type ReturnsOptions } from './estimators/returns.ts'
export { rewardWeighted, type RewardWeightedOptions } from './estimators/reward-weighted.ts'
export { rloo, type RlooOptions } from './estimators/rloo.ts'
export {
  byAttempt,
  corrections,
  selfCorrection,
  type CorrectionsOptions,
  type SelfCorrectionOptions,
} from './estimators/self-correction.ts'
export {
  type Episode,
  type RoleEpisode,
  type Turn,
  type WeightedPair,
  type WeightedTurn,
} from './experience.ts'
export { fromBase } from './from-base.ts'
export { keyedTurns, type Grouping, type KeyedTurn, type TurnGrouping } from './group.ts'
export {
  learner,
  type Learner,
  type LearnerContext,
  type LearnerMetric,
  type LearnerOptions,
  type LearnMetrics,
} from './learner.ts'
export {
  defineObjective,
  type AnyObjective,
  type BatchTensorName,
  type BatchTensors,
  type Loss,
  type Objective,
  type ObjectiveDefinition,
  type PairObjective,
  type PairTensors,
  type TensorName,
  type TurnObjective,
  type TurnTensors,
  type Unit,
  type UnitObjective,
  type UnitTensors,
} from './objective.ts'
export { type Normaliser } from './objectives/average.ts'
export { cispo, type CispoOptions } from './objectives/cispo.ts'
export { dapo } from './objectives/dapo.ts'
export { grpoObjective, type GrpoObjectiveOptions } from './objectives/grpo.ts'
export { withKl, type KlEstimator, type KlOptions } from './objectives/kl.ts'
export { dpo, stepDpo, type DpoOptions } from './objectives/dpo.ts'
export { gspo, type GspoOptions } from './objectives/gspo.ts'
export { ipo, type IpoOptions } from './objectives/ipo.ts'
export {
  magneticMirrorDescent,
  type MagneticMirrorDescentOptions,
} from './objectives/magnetic-mirror-descent.ts'
export { ppo, type PpoOptions } from './objectives/ppo.ts'
export { reinforce, type ReinforceOptions } from './objectives/reinforce.ts'
export { topr, type ToprOptions } from './objectives/topr.ts'
export { sft, type SftOptions } from './objectives/sft.ts'
export {
  adamW,
  type AdamWOptions,
  type Optimizer,
  type OptimizerState,
  type Update,
  type UpdateScalars,
} from './optimizer.ts'
export { packPairs, packTurns } from './pack-turns.ts'
export { pack, type Pack, type Pair, type Part, type Segment, type Target, type ValueRow } from './pack.ts'
export { parts, type GraphLimits } from './part.ts'
export { type Reference } from './reference.ts'
export * from './rewards/index.ts'
export { checkSchedule, scheduleAt, type Progress, type Schedule, type ScheduleRange } from './schedule.ts'
export { type LearnerSnapshot } from './snapshot.ts'
export { type Trainable } from './trainable.ts'
export { type ValueOptions } from './value.ts'
