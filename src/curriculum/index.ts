export { easyToHard, hardToEasy, type OrderedOptions } from './arms/ordered.ts'
export { sec, type SecOptions } from './arms/sec.ts'
export { staged, STAGES, type StagedOptions } from './arms/staged.ts'
export { tsclNaive, type TsclNaiveOptions } from './arms/tscl/naive.ts'
export { tsclOnline, type TsclRateOptions } from './arms/tscl/online.ts'
export type { TsclOptions } from './arms/tscl/policy.ts'
export { tsclSampling, type TsclSamplingOptions } from './arms/tscl/sampling.ts'
export { tsclWindow, type TsclWindowOptions } from './arms/tscl/window.ts'
export { uniformArms } from './arms/uniform-arms.ts'
export type { ArmOptions } from './arms/arm-curriculum.ts'
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
