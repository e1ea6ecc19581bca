import { z } from 'zod'
import type { ArmCurriculum } from '../curriculum.ts'
import { armCurriculum, type ArmOptions } from './arm-curriculum.ts'

/** All arms alike, whatever comes of them: what every curriculum is compared with. */
export function uniformArms({ arms }: ArmOptions): ArmCurriculum {
  return armCurriculum({
    name: 'uniform',
    arms,
    schema: z.null(),
    initial: null,
    probabilities: () => arms.map(() => 1 / arms.length),
    learn: () => null,
  })
}
