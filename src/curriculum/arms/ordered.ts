import { z } from 'zod'
import { count, requireCount } from '../check.ts'
import type { ArmCurriculum } from '../curriculum.ts'
import { armCurriculum, type ArmOptions } from './arm-curriculum.ts'

export interface OrderedOptions extends ArmOptions {
  /** How many steps of the run the arms share equally; afterwards the last one stays. 1 … */
  readonly steps: number
}

/**
 * One arm after the other, from the first to the last, each for an equal share of the steps.
 *
 * @throws UserError for steps out of range.
 */
export function easyToHard(options: OrderedOptions): ArmCurriculum {
  return ordered('easy-to-hard', options, (stage) => stage)
}

/**
 * One arm after the other, from the last to the first, each for an equal share of the steps.
 *
 * @throws UserError for steps out of range.
 */
export function hardToEasy(options: OrderedOptions): ArmCurriculum {
  return ordered('hard-to-easy', options, (stage) => options.arms.length - 1 - stage)
}

function ordered(
  name: string,
  { arms, steps }: OrderedOptions,
  armOf: (stage: number) => number,
): ArmCurriculum {
  requireCount(name, 'steps', steps)
  return armCurriculum({
    name,
    arms,
    schema: z.strictObject({ step: count }),
    initial: { step: 0 },
    probabilities({ step }) {
      const stage = Math.min(arms.length - 1, Math.floor((step * arms.length) / steps))
      return arms.map((_, arm) => (arm === armOf(stage) ? 1 : 0))
    },
    learn: ({ step }) => ({ step: step + 1 }),
  })
}
