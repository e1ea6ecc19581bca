import { stream } from 'coevo/core'
import type { ArmCurriculum } from 'coevo/curriculum'

/** Sessions a step, and attempts a session. */
const SESSIONS = 16
const ATTEMPTS = 8

/**
 * Teaches a student until it masters every arm to 0.9: its success at an arm grows with each session there, by a
 * fiftieth of what is missing where the arm before is mastered, and hardly at all where it is not.
 *
 * Returns how many steps it took, and by arm the step at which it had got half of all its work.
 */
export function teach(curriculum: ArmCurriculum, seed = 1): { steps: number; middles: number[] } {
  const random = stream('student', seed)
  const skill = curriculum.arms.map(() => 0)
  const chosen: number[][] = []
  while (Math.min(...skill) < 0.9 && chosen.length < 3000) {
    const choices = Array.from({ length: SESSIONS }, () => curriculum.next(random))
    curriculum.update(
      choices.map((choice) => ({
        choice,
        returns: Array.from({ length: ATTEMPTS }, () => (random.uniform() < skill[choice]! ? 1 : 0)),
      })),
    )
    for (const arm of choices) {
      const readiness = arm === 0 ? 1 : skill[arm - 1]! ** 4
      skill[arm]! += 0.02 * readiness * (1 - skill[arm]!)
    }
    chosen.push(choices)
  }
  const middles = curriculum.arms.map((_, arm) => {
    const steps = chosen.flatMap((choices, step) => choices.filter((each) => each === arm).map(() => step))
    return steps[Math.floor(steps.length / 2)]!
  })
  return { steps: chosen.length, middles }
}
