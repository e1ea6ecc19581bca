import { stream } from '../core/index.ts'

/** Which sessions of a run its database keeps: all of them, a few of each step, or none. */
export const RECORDINGS = ['all', 'sample', 'none'] as const

export type Recording = (typeof RECORDINGS)[number]

/** How many sessions of a step a sample holds, at most. */
export const SAMPLE = 8

/**
 * Chooses the sessions of a step whose episodes and messages are kept. A sample is drawn without replacement, and is
 * the same whenever it is drawn. sessions: the numbers of the step, ascending.
 */
export function recorded(
  recording: Recording,
  step: { readonly seed: number; readonly step: number; readonly sessions: readonly number[] },
): ReadonlySet<number> {
  const { seed, sessions } = step
  if (recording === 'all' || (recording === 'sample' && sessions.length <= SAMPLE)) return new Set(sessions)
  if (recording === 'none') return new Set()
  const random = stream(seed, 'record', step.step)
  const chosen = new Set<number>()
  while (chosen.size < SAMPLE) chosen.add(sessions[random.int(sessions.length)]!)
  return chosen
}
