import assert from 'node:assert/strict'
import { checkProtocol, type CheckOptions, type System } from 'coevo/check'
import match from 'coevo/protocols/match'
import twoPhaseCommit from 'coevo/protocols/two-phase-commit'
import { getAdjacencyMap } from 'xstate/graph'
import { commitAlone, commitStates, createCommit } from './commit-machine.ts'
import machines from './machines.ts'
import { inTurns, spread, type Spread } from './rates.ts'
import reducers, { careless } from './reducers.ts'
import { search } from './scheduler.ts'

/** One line of the report. */
export interface Line {
  readonly name: string
  readonly rate: Spread
  /** Of what the rate is: 'transitions/s'. */
  readonly unit: string
  /** What one repeat came to. */
  readonly size: string
  readonly goal?: number
}

/** How a planted bug was found, over all seeds. */
export interface Hunt {
  readonly name: string
  readonly milliseconds: Spread
  readonly deviations: Spread
}

const RUNS = 200_000
/** Enough that it does not matter how long threads take to start. */
const MANY_RUNS = 1_000_000
const SCHEDULES = 10_000
const SEEDS = 21

/** Transitions a second of exhaustive searches that leave nothing out for symmetry or because steps commute. */
export async function exhaustive(repeats: number): Promise<Line[]> {
  const systems: Record<string, { readonly system: System; readonly goal: number }> = {
    'reducers: two-phase commit, 7 managers': { system: twoPhaseCommit({ rms: 7 }), goal: 400_000 },
    'reducers: errands': { system: reducers, goal: 400_000 },
    'machines: errands': { system: machines, goal: 100_000 },
    'machines: match': { system: match({ faults: { drop: 1, duplicate: 1 } }), goal: 100_000 },
  }
  const sizes: Record<string, { readonly states: number; readonly transitions: number }> = {}
  const ways = mapValues(systems, ({ system }, name) => async () => {
    const { complete, states, transitions } = await checkProtocol(system, { symmetry: false, reduce: false })
    assert(complete, `${name} is not complete`)
    sizes[name] ??= { states, transitions }
    assert.deepEqual({ states, transitions }, sizes[name], `${name} differs from repeat to repeat`)
    return transitions
  })
  const rates = await inTurns(repeats, ways)
  assert.equal(sizes['reducers: two-phase commit, 7 managers']!.states, 296_448)
  assert.deepEqual(sizes['reducers: errands'], sizes['machines: errands'])
  return Object.entries(systems).map(([name, { goal }]) => {
    const size = sizeOf(sizes[name]!)
    return { name, rate: rates[name]!, unit: 'transitions/s', size, goal }
  })
}

function sizeOf({ states, transitions }: { readonly states: number; readonly transitions: number }): string {
  return `${states} states, ${transitions} transitions`
}

/** Random runs a second, with one lost message and one that arrives twice. */
export async function random(repeats: number): Promise<Line[]> {
  const cases = {
    'reducers: errands': { system: reducers, file: 'reducers.ts', threads: 1, runs: RUNS },
    'machines: errands': { system: machines, file: 'machines.ts', threads: 1, runs: RUNS },
    'reducers: errands, two threads': { system: reducers, file: 'reducers.ts', threads: 2, runs: MANY_RUNS },
    'machines: errands, two threads': { system: machines, file: 'machines.ts', threads: 2, runs: MANY_RUNS },
  }
  const steps: Record<string, number> = {}
  let seed = 0
  const ways = mapValues(cases, ({ system, file, threads, runs }, name) => async () => {
    const module = new URL(file, import.meta.url).href
    const found = await checkProtocol(system, { mode: 'random', seed: seed++, runs, threads, module })
    assert.deepEqual([found.runs, found.violations], [runs, []], name)
    steps[name] = found.transitions / runs
    return runs
  })
  return Object.entries(await inTurns(repeats, ways)).map(([name, rate]) => ({
    name,
    rate,
    unit: 'runs/s',
    size: `${steps[name]!.toFixed(1)} steps a run`,
    ...(name === 'reducers: errands' && { goal: 200_000 }),
  }))
}

/**
 * States a second of one machine, beside xstate's own traversal, which must come to the same states.
 *
 * Both send every event in every state; coevo counts only the transitions that change something.
 */
export async function besideGraph(repeats: number): Promise<Line[]> {
  const lines: Line[] = []
  for (const [count, known] of Object.entries(commitStates)) {
    const alone = createCommit(Number(count))
    const system = commitAlone(alone)
    const sizes: Record<string, string> = {}
    const rates = await inTurns(repeats, {
      coevo: async () => {
        const { states, transitions, complete } = await checkProtocol(system)
        assert(complete)
        assert.equal(states, known)
        sizes['coevo'] = sizeOf({ states, transitions })
        return states
      },
      'xstate/graph': () => {
        const reached = Object.values(getAdjacencyMap(alone, {}))
        assert.equal(reached.length, known)
        const transitions = reached.reduce((sum, each) => sum + Object.keys(each.transitions).length, 0)
        sizes['xstate/graph'] = sizeOf({ states: reached.length, transitions })
        return Promise.resolve(reached.length)
      },
    })
    for (const [side, rate] of Object.entries(rates))
      lines.push({
        name: `${side}: commit, ${count} managers`,
        rate,
        unit: 'states/s',
        size: sizes[side]!,
      })
  }
  return lines
}

/** Runs a second beside fast-check's scheduler, on the same agents and with as many faults. */
export async function besideScheduler(repeats: number): Promise<Line[]> {
  const steps: Record<string, number> = {}
  let seed = 0
  const ours = (name: string, system: System) => async () => {
    const { runs, transitions } = await checkProtocol(system, { mode: 'random', runs: RUNS, seed: seed++ })
    steps[name] = transitions / runs
    return runs
  }
  const theirs = (name: string, system: System) => async () => {
    const found = await search(system, { runs: SCHEDULES, seed: seed++, faults: true })
    assert(found.violation === null)
    steps[name] = found.steps / found.runs
    return found.runs
  }
  const ways = mapValues(
    {
      'coevo, reducers: errands': [ours, reducers],
      'fc.scheduler, reducers: errands': [theirs, reducers],
      'coevo, machines: errands': [ours, machines],
      'fc.scheduler, machines: errands': [theirs, machines],
    } as const,
    ([side, system], name) => side(name, system),
  )
  return Object.entries(await inTurns(repeats, ways)).map(([name, rate]) => ({
    name,
    rate,
    unit: 'runs/s',
    size: `${steps[name]!.toFixed(1)} steps a run`,
  }))
}

/** How long it takes to find that a late result is taken for the next one, and how small the story is. */
export async function hunt(): Promise<Hunt[]> {
  const check = async (options: CheckOptions) => {
    const { violations } = await checkProtocol(careless, { ...options, faults: {} })
    return violations[0]!.deviations.length
  }
  const ways: Record<string, (seed: number) => Promise<number>> = {
    'coevo, exhaustive': () => check({ mode: 'exhaustive' }),
    'coevo, random': (seed) => check({ mode: 'random', runs: RUNS, seed }),
    'fc.scheduler': async (seed) => {
      const { violation } = await search(careless, { runs: RUNS, seed, faults: false })
      return violation!.deviations
    },
  }
  const found = mapValues(ways, () => ({ milliseconds: [] as number[], deviations: [] as number[] }))
  for (let seed = 0; seed < SEEDS; seed++)
    for (const [name, way] of Object.entries(ways)) {
      const start = performance.now()
      const deviations = await way(seed)
      found[name]!.milliseconds.push(performance.now() - start)
      found[name]!.deviations.push(deviations)
    }
  return Object.entries(found).map(([name, { milliseconds, deviations }]) => ({
    name,
    milliseconds: spread(milliseconds),
    deviations: spread(deviations),
  }))
}

function mapValues<From, To>(
  values: Readonly<Record<string, From>>,
  change: (value: From, name: string) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value, name)]))
}
