import { extname } from 'node:path'
import type { CheckOptions, Faults, Network, Time } from '../../check/index.ts'
import { lookUp, UserError } from '../../core/index.ts'
import { FAULTS, NETWORKS, TIMES } from '../../system/index.ts'

/** What the command line says of a check; what it does not say is left out. */
export interface CheckFlags extends Pick<
  CheckOptions,
  | 'runs'
  | 'faults'
  | 'network'
  | 'time'
  | 'seed'
  | 'maxStates'
  | 'maxSteps'
  | 'threads'
  | 'symmetry'
  | 'reduce'
  | 'inFlight'
> {
  readonly replay?: string
  readonly step?: true
  readonly journal?: string
  readonly report?: string
  readonly junit?: string
  /** Annotations for GitHub Actions. */
  readonly github?: boolean
  /** Seconds. */
  readonly maxTime?: number
  readonly diagram?: true
  readonly json?: true
}

/** A table that finds each name under itself. */
const tableOf = <Name extends string>(names: readonly Name[]) =>
  Object.fromEntries(names.map((name) => [name, name])) as Readonly<Record<Name, Name>>

/** Reads 'drop=1,crash=2'; 'none' is no fault at all. @throws UserError for a name or a number that is none. */
export function parseFaults(text: string): Faults {
  if (text === 'none') return {}
  const pairs = text.split(',').map((part) => {
    const [name = '', count = ''] = part.trim().split(/=(.*)/)
    lookUp('fault', name, tableOf(FAULTS))
    if (!/^\d{1,9}$/.test(count))
      throw new UserError(
        `--faults takes how often each fault may happen, such as ${name}=1, not '${part.trim()}'.`,
      )
    return [name, Number(count)] as const
  })
  return Object.fromEntries(pairs)
}

/** @throws UserError when there is no such network. */
export function parseNetwork(text: string): Network {
  return lookUp('network', text, tableOf(NETWORKS))
}

/** @throws UserError when there is no such time. */
export function parseTime(text: string): Time {
  return lookUp('time', text, tableOf(TIMES))
}

/** Lets the user's file import 'coevo' in other threads too. */
const PRELOAD = new URL(`../preload${extname(import.meta.url)}`, import.meta.url)

/**
 * Turns flags into the options of a check of the system at `url`.
 *
 * @throws UserError for a flag without the one it belongs to.
 */
export function checkOptions(flags: CheckFlags, url: URL): CheckOptions {
  const random = flags.runs !== undefined
  if (!random && flags.seed !== undefined)
    throw new UserError('--seed names the draws of random runs: say how many with --runs N.')
  if (!random && flags.threads !== undefined)
    throw new UserError('--threads spreads random runs: say how many with --runs N.')
  const { runs, faults, network, time, seed, maxStates, maxSteps, threads, symmetry, reduce, inFlight } =
    flags
  const given = {
    runs,
    faults,
    network,
    time,
    seed,
    maxStates,
    maxSteps,
    threads,
    symmetry,
    reduce,
    inFlight,
  }
  const options: CheckOptions = Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined),
  )
  return { ...options, mode: random ? 'random' : 'exhaustive', module: url.href, preload: [PRELOAD.href] }
}
