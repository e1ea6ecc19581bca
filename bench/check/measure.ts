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
const MANY_RUNS = 4_000_000
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

/**
 * Random runs a second, with one message lost and one repeated, beside fast-check's scheduler on the same
 * agents with as many faults.
 */
export async function random(repeats: number): Promise<Line[]> {
  const steps: Record<string, number> = {}
  let seed = 0
  const coevo = (name: string, system: System) => async () => {
    const found = await checkProtocol(system, { mode: 'random', runs: RUNS, seed: seed++ })
    assert.deepEqual(found.violations, [], name)
    steps[name] = found.transitions / found.runs
    return found.runs
  }
  const scheduler = (name: string, system: System) => async () => {
    const found = await search(system, { runs: SCHEDULES, seed: seed++, faults: true })
    assert.equal(found.violation, null, name)
    steps[name] = found.steps / found.runs
    return found.runs
  }
  const sides = {
    'reducers: errands': [coevo, reducers],
    'reducers: errands, fc.scheduler': [scheduler, reducers],
    'machines: errands': [coevo, machines],
    'machines: errands, fc.scheduler': [scheduler, machines],
  } as const
  const ways = mapValues(sides, ([side, system], name) => side(name, system))
  return Object.entries(await inTurns(repeats, ways)).map(([name, rate]) => ({
    name,
    rate,
    unit: 'runs/s',
    size: `${steps[name]!.toFixed(1)} steps a run`,
    ...(name === 'reducers: errands' && { goal: 200_000 }),
  }))
}

/** The same on two threads. */
export async function twoThreads(repeats: number): Promise<Line[]> {
  let seed = 0
  const ways = mapValues({ reducers, machines }, (system, kind) => async () => {
    const module = new URL(`${kind}.ts`, import.meta.url).href
    const options = { mode: 'random', seed: seed++, runs: MANY_RUNS, threads: 2, module } as const
    const { runs, violations } = await checkProtocol(system, options)
    assert.deepEqual(violations, [])
    return runs
  })
  return Object.entries(await inTurns(repeats, ways)).map(([kind, rate]) => ({
    name: `${kind}: errands`,
    rate,
    unit: 'runs/s',
    size: `${MANY_RUNS} runs, the start of the threads included`,
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
