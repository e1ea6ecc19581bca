export { averageLinkage } from './clusters.ts'
export { balanceScore } from './balance.ts'
export { bleu, type BleuOptions } from './bleu.ts'
export { calibratedReward, tiltedReward } from './calibrated.ts'
export { challengerReward } from './challenger-reward.ts'
export { duplicateShares, type DuplicateOptions } from './duplicates.ts'
export { formatPenalised, type FormatPenalties } from './format-penalty.ts'
export { gaussianUtility, type GaussianUtilityOptions } from './gaussian-utility.ts'
export {
  historyAwareReward,
  rememberShortest,
  type LengthHistory,
  type LengthHistoryOptions,
} from './length-history.ts'
export { inBand, type Band } from './band.ts'
export { judged, type Judged } from './judgements.ts'
export { learnability } from './learnability.ts'
export { majorityVote, type Vote } from './vote.ts'
export { novelties } from './novelty.ts'
export { noveltyRewards } from './novelty-rewards.ts'
export { overlongPenalty, type OverlongOptions } from './overlong.ts'
export { pessimisticChoice, type CheckedSolution, type PessimisticChoice } from './pessimistic.ts'
export { proposerReward } from './proposer-reward.ts'
export { relativeLengthRewards, type MeasuredAttempt } from './relative-length.ts'
export { secondAttemptReward } from './second-attempt.ts'
export { selfPlayAdvantages, type SelfPlayAdvantages } from './self-play-advantages.ts'
export { selfReward, type SelfRewardOptions } from './self-reward.ts'
export { similarities } from './similarity.ts'
export { uncertainty } from './uncertainty.ts'
