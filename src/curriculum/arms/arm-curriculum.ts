import type { z } from 'zod'
import type { Json } from '../../core/index.ts'
import { checkOutcomes, readState, requireNames } from '../check.ts'
import type { ArmCurriculum, Outcome } from '../curriculum.ts'

/** What all curricula over arms are told. */
export interface ArmOptions {
  /** From easy to hard, where the method cares: all different, without '/'. */
  readonly arms: readonly string[]
}

/** A curriculum over arms as pure functions of its state. */
export interface ArmMethod<State extends Json> extends ArmOptions {
  readonly name: string
  readonly initial: State
  readonly schema: z.ZodType<State>
  /** By arm; they sum to 1. */
  probabilities(state: State): readonly number[]
  /** Learns from the outcomes of one step, which have been checked. */
  learn(state: State, outcomes: readonly Outcome<number>[]): State
  /** What is recorded beside the probabilities: 'curriculum/A/B'. */
  metrics?(state: State): Readonly<Record<string, number>>
}

/**
 * Makes a curriculum of a method.
 *
 * @throws UserError where there are no arms, or two of one name.
 */
export function armCurriculum<State extends Json>(method: ArmMethod<State>): ArmCurriculum {
  const { name, arms, schema } = method
  requireNames(name, 'arm', arms)
  let state = method.initial
  let probabilities: readonly number[] | null = null
  const become = (next: State) => {
    state = next
    probabilities = null
  }
  const current = () => (probabilities ??= method.probabilities(state))
  return {
    name,
    arms,
    probabilities: current,
    next: (random) => random.categorical(current()),
    update(outcomes) {
      checkOutcomes(name, outcomes, (arm) => Number.isInteger(arm) && arm >= 0 && arm < arms.length)
      become(method.learn(state, outcomes))
    },
    metrics: () => ({ ...armMetrics(arms, current()), ...method.metrics?.(state) }),
    state: () => state,
    restore: (saved) => become(readState(name, schema, saved)),
  }
}

/** Names the probabilities of arms as they are recorded. */
export function armMetrics(
  arms: readonly string[],
  probabilities: readonly number[],
): Record<string, number> {
  return Object.fromEntries(arms.map((arm, i) => [`curriculum/${arm}`, probabilities[i]!]))
}

/** Returns all returns of a step by arm, in the order of their sessions. */
export function returnsByArm(
  arms: readonly string[],
  outcomes: readonly Outcome<number>[],
): readonly number[][] {
  const returns: number[][] = arms.map(() => [])
  for (const outcome of outcomes) returns[outcome.choice]!.push(...outcome.returns)
  return returns
}
