import type { StepRows } from './store.ts'

/** Refuses rows that a store cannot take; these are faults of the runner, not of the user. */
export function checkStep(rows: StepRows, lastStep: number, checkpointStep: number | undefined): void {
  const { step } = rows
  if (!Number.isSafeInteger(step) || step < Math.max(0, lastStep))
    throw new Error(`Step ${step} cannot follow step ${lastStep}`)
  if (checkpointStep !== undefined && step <= checkpointStep)
    throw new Error(`Step ${step} is already in the checkpoint of step ${checkpointStep}`)
  for (const group of [rows.metrics ?? {}, rows.timings ?? {}])
    for (const [name, value] of Object.entries(group))
      if (!Number.isFinite(value)) throw new Error(`Metric '${name}' of step ${step} is ${value}`)
}
