import { UserError } from '../core/index.ts'
import { FAULTS, type Faults } from '../system/index.ts'

export { FAULTS }

export type Fault = (typeof FAULTS)[number]

/** A budget that is never used up. */
const UNLIMITED = 127

/** Writes how often each fault may happen as one number. @throws UserError for budgets out of range. */
export function packBudgets(faults: Required<Faults>): number {
  return FAULTS.reduce((packed, kind, i) => packed | (budget(kind, faults[kind]) << (i * 8)), 0)
}

/** True where a fault may still happen. */
export function mayHappen(budgets: number, kind: Fault): boolean {
  return budgetOf(budgets, kind) > 0
}

/** The budgets after a fault. */
export function spend(budgets: number, kind: Fault): number {
  const left = budgetOf(budgets, kind)
  return left === 0 || left === UNLIMITED ? budgets : budgets - (1 << (FAULTS.indexOf(kind) * 8))
}

function budgetOf(budgets: number, kind: Fault): number {
  return (budgets >> (FAULTS.indexOf(kind) * 8)) & 0xff
}

function budget(kind: Fault, given: number): number {
  if (given === Infinity) return UNLIMITED
  if (Number.isInteger(given) && given >= 0 && given < UNLIMITED) return given
  throw new UserError(
    `A run cannot have ${given} faults of kind '${kind}': give a whole number from 0 to ${UNLIMITED - 1}.`,
  )
}
