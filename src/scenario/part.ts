import { messageOf, UserError, waiting, working } from '../core/index.ts'

/** Whose parts are called. */
export interface Owner {
  readonly scenario: string
  /** The path of the user's file; null for what ships, and for a program's own. */
  readonly source: string | null
}

/** A part of a scenario, where it is called. */
export interface Part {
  readonly owner: Owner
  /** As a noun: "the learner of 'policy'". */
  readonly name: string
  /** Null before the first step. */
  readonly step: number | null
}

/** Calls a part that may be long in the doing; what it throws is told with its name. */
export async function callPart<T>(part: Part, call: () => T | Promise<T>): Promise<T> {
  try {
    return await waiting(wordsOf(part), call)
  } catch (error) {
    throw explained(part, error)
  }
}

/** Calls a part that answers at once; what it throws is told with its name. */
export function callNow<T>(part: Part, call: () => T): T {
  try {
    return working(wordsOf(part), call)
  } catch (error) {
    throw explained(part, error)
  }
}

/** Says that a part gave what it must not: "gave 1.5 sessions; …". */
export function wrongPart(part: Part, what: string): UserError {
  return new UserError(`${wordsOf(part)} ${what}`)
}

/** Names a scenario, with the file that holds it where that is known: "Scenario 'x' in './x.ts'". */
export function titleOf({ scenario, source }: Owner): string {
  return source === null ? `Scenario '${scenario}'` : `Scenario '${scenario}' in '${source}'`
}

function wordsOf({ owner, name, step }: Part): string {
  return `${titleOf(owner)}${step === null ? '' : `, step ${step}`}: ${name}`
}

/** What the disk refuses is told by whoever writes on it. */
const DISK = new Set(['ENOSPC', 'EDQUOT', 'EIO', 'EROFS'])

function explained(part: Part, error: unknown): unknown {
  if (error instanceof UserError || DISK.has(String((error as NodeJS.ErrnoException | null)?.code)))
    return error
  // What ships is ours to mend; what a user wrote is theirs.
  const Kind = part.owner.source === null ? Error : UserError
  return new Kind(`${wordsOf(part)} failed: ${messageOf(error).replace(/\.$/, '')}.`, { cause: error })
}
