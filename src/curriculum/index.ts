export type { ArmCurriculum, BoxCurriculum, Curriculum, Interval, Outcome } from './curriculum.ts'
