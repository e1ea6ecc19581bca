export { armCurriculum, type ArmMethod, type ArmOptions } from './arms/arm-curriculum.ts'
export { banded, type BandedOptions } from './arms/banded.ts'
export type { SuccessOptions } from './arms/by-success.ts'
export { failurePrioritised } from './arms/failure-prioritised.ts'
export { learnability } from './arms/learnability.ts'
export { easyToHard, hardToEasy, type OrderedOptions } from './arms/ordered.ts'
export { sec, type SecOptions } from './arms/sec.ts'
export { staged, STAGES, type StagedOptions } from './arms/staged.ts'
export { tsclNaive, type TsclNaiveOptions } from './arms/tscl/naive.ts'
export { tsclOnline, type TsclRateOptions } from './arms/tscl/online.ts'
export type { TsclOptions } from './arms/tscl/policy.ts'
export { tsclSampling, type TsclSamplingOptions } from './arms/tscl/sampling.ts'
export { tsclWindow, type TsclWindowOptions } from './arms/tscl/window.ts'
export { uniformArms } from './arms/uniform-arms.ts'
export { alpGmm, type AlpGmmOptions } from './boxes/alp-gmm.ts'
export {
  boxCurriculum,
  type BoxMethod,
  type BoxOptions,
  type Point,
  type Trial,
} from './boxes/box-curriculum.ts'
export { covarGmm } from './boxes/covar-gmm.ts'
export type { GaussianTeacherOptions } from './boxes/gaussian-teacher.ts'
export { fitGaussians, type FitOptions, type Gaussian } from './boxes/gaussians.ts'
export { oracleWindow, type OracleWindowOptions } from './boxes/oracle-window.ts'
export { riac, type RiacOptions } from './boxes/riac.ts'
export { uniformBox } from './boxes/uniform-box.ts'
export type {
  ArmCurriculum,
  Box,
  BoxCurriculum,
  Curriculum,
  Interval,
  LevelChoice,
  LevelCurriculum,
  Outcome,
} from './curriculum.ts'
export { plr, type PlrOptions } from './levels/plr.ts'
export { mixedArms, mixedBoxes, type Part } from './mixture.ts'
