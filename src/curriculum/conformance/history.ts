import * as fc from 'fast-check'
import type { Json, Random } from '../../core/index.ts'
import type { ArmCurriculum, BoxCurriculum, Curriculum, Outcome } from '../curriculum.ts'

/** What a learner that is only supposed gets for its attempts at a choice: some returns in [0, 1]. */
export type Returns<Choice extends Json> = (choice: Choice, random: Random) => readonly number[]

/** The sessions of each step, and what names the stream of their draws. */
export interface History {
  readonly seed: number
  readonly steps: readonly number[]
}

export const histories: fc.Arbitrary<History> = fc.record({
  seed: fc.nat(1000),
  steps: fc.array(fc.integer({ min: 0, max: 24 }), { maxLength: 16 }),
})

/** Chooses as often as there are sessions, and supposes what came of it. */
export function step<Choice extends Json>(
  curriculum: Curriculum<Choice>,
  sessions: number,
  random: Random,
  returns: Returns<Choice>,
): Outcome<Choice>[] {
  return Array.from({ length: sessions }, () => {
    const choice = curriculum.next(random)
    return { choice, returns: returns(choice, random) }
  })
}

/** Four attempts, whose success depends on the first number in the choice; some are half right. */
export function anyReturns(choice: Json, random: Random): readonly number[] {
  const [number = '0'] = /\d+(?:\.\d+)?/.exec(JSON.stringify(choice)) ?? []
  const success = (Number(number) % 5) / 4
  return Array.from({ length: 4 }, () => {
    const u = random.uniform()
    return u < success ? 1 : u < (1 + success) / 2 ? 0 : 0.5
  })
}

/** Whether a curriculum over arms or a box can choose this; what others choose only they know. */
export function isValid(curriculum: object, choice: Json): boolean {
  if ('arms' in curriculum)
    return Number.isInteger(choice) && (choice as number) in (curriculum as ArmCurriculum).arms
  if ('box' in curriculum) {
    const point = choice as readonly number[]
    const { box } = curriculum as BoxCurriculum
    return point.length === box.length && box.every(([min, max], i) => point[i]! >= min && point[i]! <= max)
  }
  return true
}
