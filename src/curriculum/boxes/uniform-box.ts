import { z } from 'zod'
import type { BoxCurriculum } from '../curriculum.ts'
import { anywhere, boxCurriculum, type BoxOptions } from './box-curriculum.ts'

/** All points of the box alike, whatever comes of them: what every curriculum is compared with. */
export function uniformBox({ box }: BoxOptions): BoxCurriculum {
  const dimensions = Object.keys(box).length
  return boxCurriculum({
    name: 'uniform',
    box,
    schema: z.null(),
    initial: null,
    draw: (_, random) => anywhere(dimensions, random),
    learn: () => null,
  })
}
