import { setImmediate } from 'node:timers/promises'
import { UserError } from '../core/index.ts'
import { beginning, coverageOf, judged } from './coverage.ts'
import { explore, type Exploration } from './explore.ts'
import { sampleOnThreads } from './random/threads.ts'
import { addSampled, gather, isEnough } from './random/gather.ts'
import { BLOCK, sample, type Block, type Sampled } from './random/sample.ts'
import { Reduction } from './reduce.ts'
import { deviationsOf, describeCause } from './report/index.ts'
import type { CheckResult, Coverage, Scope, Violation } from './result.ts'
import { shrink, type Finding } from './shrink.ts'
import { checkScope, type Faults, type Network, type System, type Time } from '../system/index.ts'
import { Alike, NotAlike } from './symmetry/alike.ts'
import { Symmetry } from './symmetry/symmetry.ts'
import { tell, type Told } from './trace.ts'
import { readToken, writeToken } from './token.ts'
import { World } from './world.ts'

/** How a system is checked. */
export interface CheckOptions {
  /** exhaustive (the default): every state; random: `runs` runs. */
  readonly mode?: 'exhaustive' | 'random'
  /** Instead of the system's own, as are the next two. */
  readonly network?: Network
  readonly faults?: Faults
  readonly time?: Time
  /** Exhaustive: the most states to visit. Default 5,000,000. */
  readonly maxStates?: number
  /**
   * Exhaustive: leave out what has more messages on one link, so that a system whose links fill for ever is
   * complete within that bound. Takes all orders of steps, as `reduce: false` does. Default: no bound.
   */
  readonly inFlight?: number
  /** Exhaustive: treat agents of symmetric roles as interchangeable. Default true. */
  readonly symmetry?: boolean
  /**
   * Exhaustive: leave out orders of steps that make no difference to what is promised, where there are no
   * faults or none are left. Default true. What is found is the same; the counts of states are smaller.
   */
  readonly reduce?: boolean
  /** Random: how many runs. Default 10,000. */
  readonly runs?: number
  /** Random: names the streams of its draws. Default 1. */
  readonly seed?: number
  /** The most steps of one run. Default 1,000. */
  readonly maxSteps?: number
  /** Random: how many threads. Default 1: no other than this one. Needs `module`. */
  readonly threads?: number
  /** Where other threads find the system: the URL of a module whose default export is it or makes it. */
  readonly module?: string
  /** Modules that other threads load first, by URL. */
  readonly preload?: readonly string[]
  /** Violations of different causes after which it stops. Default 1. */
  readonly maxViolations?: number
  /** Called now and then on long work. */
  readonly onProgress?: (progress: CheckProgress) => void
  /** Ends the check, once aborted, with what was covered until then. */
  readonly signal?: AbortSignal
}

/** How far a check has got. */
export interface CheckProgress extends Pick<CheckResult, 'states' | 'transitions' | 'runs' | 'depth'> {
  /** Exhaustive: states seen whose steps were not taken yet. */
  readonly frontier: number
}

type Findings = Pick<
  CheckResult,
  'complete' | 'within' | 'states' | 'transitions' | 'runs' | 'depth' | 'notes'
> & {
  readonly findings: readonly Finding[]
  readonly coverage: Coverage
}

/**
 * Puts a system into a world where every delivery, fault, timer and answer is a choice, and looks for
 * choices that break a promise: all of them, or many at random.
 *
 * A violation comes with the run that has the fewest deviations from the dullest one among those that
 * were tried. The same options give the same result, on any number of threads.
 *
 * @throws UserError for options out of range, and for agents or monitors that do not keep plain data.
 */
export async function checkProtocol(system: System, options: CheckOptions = {}): Promise<CheckResult> {
  const { mode = 'exhaustive', maxSteps = 1000 } = options
  checkNumbers(options)
  const scope = scopeOf(system, options)
  const world = new World(system, scope)
  const { findings, coverage, ...found } =
    mode === 'exhaustive' ? await everyState(world, options) : await manyRuns(world, options)
  return {
    protocol: system.name,
    mode,
    scope,
    ...found,
    coverage,
    violations: findings.map((finding) => report(new World(system, scope), finding, maxSteps)),
  }
}

/** Tells a recorded run again. @throws UserError when the token is damaged or another system's. */
export function replay(system: System, token: string): Told & { readonly scope: Scope } {
  const { system: name, scope, tape } = readToken(token)
  if (name !== system.name)
    throw new UserError(`The replay token is of protocol '${name}', not of '${system.name}'.`)
  return { ...tell(new World(system, scope), tape, REPLAY_STEPS), scope }
}

/** The most steps of a run that is replayed: more than any that is recorded by default. */
const REPLAY_STEPS = 100_000

function scopeOf(system: System, { network, faults, time }: CheckOptions): Scope {
  const { drop = 0, duplicate = 0, crash = 0, partition = 0 } = faults ?? system.faults
  const scope = {
    network: network ?? system.network,
    time: time ?? system.time,
    faults: { drop, duplicate, crash, partition },
  }
  checkScope({ ...scope, faults: faults ?? system.faults }, (problem) => {
    throw new UserError(`The scope of '${system.name}': ${problem}.`)
  })
  return scope
}

/** Visits every state; where agents turn out not to be alike, once more, told apart. */
async function everyState(world: World, options: CheckOptions): Promise<Findings> {
  const isSymmetric = options.symmetry !== false && world.agents.system.symmetric.length > 0
  if (!isSymmetric) return visit(world, options, null)
  try {
    return await visit(world, options, new Symmetry(world))
  } catch (error) {
    if (!(error instanceof NotAlike)) throw error
    const found = await visit(new World(world.agents.system, world.scope), options, null)
    const warnings = [error.message, ...found.coverage.warnings]
    return { ...found, coverage: { ...found.coverage, warnings } }
  }
}

/** @throws NotAlike where agents are taken for alike and are not. */
async function visit(world: World, options: CheckOptions, symmetry: Symmetry | null): Promise<Findings> {
  const { maxStates = 5_000_000, maxSteps = 1000, maxViolations = 1, onProgress, signal } = options
  const alike = symmetry === null ? null : new Alike(world)
  const { inFlight } = options
  const explored = await explore(world, {
    inFlight,
    maxStates,
    maxSteps,
    maxViolations,
    canonical:
      symmetry === null
        ? undefined
        : (row) => {
            alike!.look(row)
            return symmetry.canonical(row)
          },
    // What is put off may meet the bound where another order would not.
    reduction: (options.reduce !== false && inFlight === undefined && Reduction.of(world)) || undefined,
    onProgress: async (progress) => {
      onProgress?.({ ...progress, runs: 0 })
      await setImmediate()
      return signal?.aborted !== true
    },
  })
  alike?.look(world.row)
  const { findings, undecided, states, transitions, depth, isBounded } = explored
  const within = explored.complete && isBounded ? inFlight! : null
  const complete = explored.complete && !isBounded
  // What a search that was ended by a violation did not see yet is no cause for a warning.
  const coverage = { ...coverageOf(world), ...(findings.length > 0 && { warnings: [] }) }
  const unreached = complete ? unreachedGoals(world) : []
  const notes = [
    ...(explored.complete || findings.length >= maxViolations ? [] : [stopped(explored)]),
    ...(within === null
      ? []
      : unreachedGoals(world).map(
          (name) => `Within ${figure(within)} messages on a link no session reached what '${name}' asks for.`,
        )),
    ...undecidedNote(undecided, maxSteps),
  ]
  return {
    complete,
    within,
    states,
    transitions,
    runs: 0,
    depth,
    notes,
    coverage,
    findings: [
      ...findings,
      ...unreached.map((monitor): Finding => ({ cause: { kind: 'unreached', monitor }, tape: [] })),
    ],
  }
}

/** Says why a search ended before all was seen. */
function stopped({ states, frontier, growth }: Exploration): string {
  if (growth === null)
    return `Stopped at ${figure(states)} states with ${figure(frontier)} still to be left: allow more, or choose a smaller scope.`
  const { from, to, holds, type, sentOn } = growth
  const why = sentOn === '' ? '' : `, each time that ${sentOn}`
  return `Stopped at ${figure(states)} states: ${from} → ${to} holds ${holds} messages and fills without bound, for '${type}' is sent again and again${why}. Bound how often, or look no further than so many messages on a link (--in-flight ${holds}).`
}

async function manyRuns(world: World, options: CheckOptions): Promise<Findings> {
  const { runs = 10_000, maxSteps = 1000, maxViolations = 1, threads = 1, onProgress } = options
  const progress = ({ runs, transitions, depth }: Sampled) =>
    onProgress?.({ runs, transitions, depth, states: 0, frontier: 0 })
  const blocks = Math.ceil(runs / BLOCK)
  const { made, reached } =
    threads > 1
      ? await sampleOnThreads(world.scope, options, blocks, progress)
      : { made: await sampleHere(world, options, blocks, progress), reached: world.watches.reached }
  const { undecided, findings, tally, ...counts } = gather(made, beginning(world), maxViolations)
  const coverage = judged(tally)
  return {
    ...counts,
    complete: false,
    within: null,
    states: 0,
    notes: [
      ...(counts.runs < runs && findings.length < maxViolations
        ? [`Stopped after ${figure(counts.runs)} of ${figure(runs)} runs.`]
        : []),
      ...undecidedNote(undecided, maxSteps),
    ],
    findings,
    coverage: {
      ...coverage,
      warnings:
        findings.length > 0
          ? []
          : [
              ...coverage.warnings,
              ...unreachedGoals(world, reached).map((name) => `No run showed that ${name}.`),
            ],
    },
  }
}

/** Makes random runs on this thread, until enough was found. */
async function sampleHere(
  world: World,
  { seed = 1, runs = 10_000, maxSteps = 1000, maxViolations = 1, signal }: CheckOptions,
  blocks: number,
  onProgress: (sampled: Sampled) => void,
): Promise<readonly Block[]> {
  const made: Block[] = []
  let sampled: Sampled = { runs: 0, transitions: 0, depth: 0, undecided: 0 }
  await sample(world, {
    seed,
    runs,
    maxSteps,
    maxViolations,
    blocks: Array.from({ length: blocks }, (_, block) => block),
    onBlock: async (block) => {
      made.push(block)
      sampled = addSampled(sampled, block)
      onProgress(sampled)
      await setImmediate()
      return signal?.aborted !== true && !isEnough(made, maxViolations)
    },
  })
  return made
}

function unreachedGoals({ watches }: World, reached: ReadonlySet<number> = watches.reached): string[] {
  return watches.monitors.flatMap((monitor, i) =>
    monitor.goal === undefined || reached.has(i) ? [] : [monitor.name],
  )
}

/** Writes a count for people. */
const figure = (count: number) => count.toLocaleString('en-US')

function undecidedNote(undecided: number, maxSteps: number): string[] {
  if (undecided === 0) return []
  return [
    `Inconclusive: ${figure(undecided)} ${undecided === 1 ? 'run' : 'runs'} did not come to rest within ${figure(maxSteps)} steps.`,
  ]
}

function report(world: World, finding: Finding, maxSteps: number): Violation {
  const { cause } = finding
  const shortest = cause.kind === 'unreached' ? finding : shrink(world, finding, maxSteps)
  // A run that ends dully is told as it is replayed: what goes without saying is not written down.
  const tape = shortest.tape.slice(0, shortest.tape.findLastIndex((pick) => pick !== 0) + 1)
  const { trace } = tell(world, tape, maxSteps)
  return {
    cause: shortest.cause,
    summary: describeCause(shortest.cause),
    token: writeToken({ system: world.agents.system.name, scope: world.scope, tape }),
    deviations: deviationsOf(trace),
    trace,
  }
}

function checkNumbers(options: CheckOptions): void {
  for (const name of ['inFlight', 'maxStates', 'runs', 'maxSteps', 'threads', 'maxViolations'] as const) {
    const value = options[name]
    if (value !== undefined && !(Number.isSafeInteger(value) && value > 0))
      throw new UserError(`${name} is ${value}; give a whole number from 1.`)
  }
  if (options.seed !== undefined && !Number.isSafeInteger(options.seed))
    throw new UserError(`seed is ${options.seed}; give a whole number.`)
}
