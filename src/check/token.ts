import { UserError } from '../core/index.ts'
import type { Scope } from './result.ts'
import type { Tape } from './run.ts'
import { NETWORKS, TIMES } from '../system/index.ts'

/** What it takes to run a story again. */
export interface Recorded {
  readonly system: string
  readonly scope: Scope
  readonly tape: Tape
}

const VERSION = 1

/** Writes a run as a short text that `readToken` reads. Dull choices at the end go without saying. */
export function writeToken({ system, scope, tape }: Recorded): string {
  const { network, faults, time } = scope
  const budgets = [faults.drop, faults.duplicate, faults.crash, faults.partition].map((n) =>
    n === Infinity ? -1 : n,
  )
  const used = tape.slice(0, tape.findLastIndex((pick) => pick !== 0) + 1)
  const fields = [VERSION, system, NETWORKS.indexOf(network), TIMES.indexOf(time), budgets, shorten(used)]
  return Buffer.from(JSON.stringify(fields)).toString('base64url')
}

/** Reads a run. @throws UserError when the text is not a whole token. */
export function readToken(token: string): Recorded {
  let fields: unknown
  try {
    fields = JSON.parse(Buffer.from(token, 'base64url').toString())
  } catch {
    fields = null
  }
  const [version, system, network, time, budgets, runs] = Array.isArray(fields) ? (fields as unknown[]) : []
  const isNumbers = (value: unknown): value is number[] =>
    Array.isArray(value) && value.every((n) => Number.isInteger(n) && n >= -1_000_000 && n <= 1_000_000)
  if (
    version !== VERSION ||
    typeof system !== 'string' ||
    NETWORKS[network as number] === undefined ||
    TIMES[time as number] === undefined ||
    !isNumbers(budgets) ||
    budgets.length !== 4 ||
    !isNumbers(runs)
  )
    throw new UserError('The replay token is damaged: copy it whole from the report of the violation.')
  const [drop, duplicate, crash, partition] = budgets.map((n) => (n < 0 ? Infinity : n))
  return {
    system,
    scope: {
      network: NETWORKS[network as number]!,
      time: TIMES[time as number]!,
      faults: { drop: drop!, duplicate: duplicate!, crash: crash!, partition: partition! },
    },
    tape: lengthen(runs),
  }
}

/** Writes runs of zeros as their negative length. */
function shorten(tape: Tape): number[] {
  const short: number[] = []
  for (const pick of tape) {
    const last = short.at(-1)
    if (pick === 0 && last !== undefined && last < 0) short[short.length - 1] = last - 1
    else short.push(pick === 0 ? -1 : pick)
  }
  return short
}

function lengthen(short: readonly number[]): number[] {
  return short.flatMap((pick) => (pick < 0 ? Array.from({ length: -pick }, () => 0) : [pick]))
}
