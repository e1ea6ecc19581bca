import { fc, test } from '@fast-check/vitest'
import { checkProtocol, defineSystem, replay, type CheckResult, type System } from 'coevo/check'
import { stream } from 'coevo/core'
import { describe, expect } from 'vitest'
import { sample } from '../../src/check/random/sample.ts'
import { delayBounded, mutation, priorities, swarm, uniform } from '../../src/check/random/strategy.ts'
import { Walk } from '../../src/check/random/walk.ts'
import { shrink, type Finding } from '../../src/check/shrink.ts'
import { tell } from '../../src/check/trace.ts'
import { World } from '../../src/check/world.ts'
import { drafts, systemOf, type Draft } from './arbitrary-system.ts'
import { nameOf } from './cause.ts'
import { consult } from './oracle.ts'
import match from 'coevo/protocols/match'
import race from './race.ts'
import { callee, caller, IDLE, toy } from './toy.ts'

const MOST = 400

const scopeOf = ({ network, faults, time }: System) => ({
  network,
  time,
  faults: { drop: 0, duplicate: 0, crash: 0, partition: 0, ...faults },
})

/** Violations but those that no run shows. */
const shown = ({ violations }: CheckResult) => violations.filter(({ cause }) => cause.kind !== 'unreached')

describe('a violation', () => {
  const law = async (draft: Draft, options: Parameters<typeof checkProtocol>[1]) => {
    const system = systemOf(draft)
    const result = await checkProtocol(system, { maxViolations: 5, ...options })
    for (const { token, trace, cause, deviations } of shown(result)) {
      const again = replay(system, token)
      expect(again.cause).toEqual(cause)
      expect(again.trace).toEqual(trace)
      expect(trace.steps.filter(({ picked }) => picked !== 0)).toHaveLength(deviations.length)
    }
  }

  test.prop([drafts], { numRuns: 60 })('is told again by its token, step for step', async (draft) => {
    await law(draft, { maxStates: 2000 })
  })

  test.prop([drafts], { numRuns: 30 })('of a random run is, too', async (draft) => {
    await law(draft, { mode: 'random', runs: 200, maxSteps: 200 })
  })
})

describe('shrinking', () => {
  const deviationsOf = (tape: readonly number[]) => tape.filter((pick) => pick !== 0).length

  test.prop([drafts, fc.integer({ min: 1, max: 99 })], { numRuns: 60 })(
    'keeps the cause and adds no deviation',
    async (draft, seed) => {
      const system = systemOf(draft)
      const world = new World(system, scopeOf(system))
      const findings: Finding[] = []
      await sample(world, {
        seed,
        blocks: [0],
        runs: 50,
        maxSteps: 200,
        maxViolations: 3,
        onBlock: async (block) => {
          findings.push(...block.findings)
          return true
        },
      })
      for (const finding of findings) {
        const shrunk = shrink(new World(system, scopeOf(system)), finding, 200)
        const told = tell(new World(system, scopeOf(system)), shrunk.tape, 200)
        expect(nameOf(told.cause!)).toBe(nameOf(finding.cause))
        expect(deviationsOf(told.tape)).toBeLessThanOrEqual(deviationsOf(finding.tape))
      }
    },
  )

  /** A callee that hangs when every one of this many calls is lost. */
  const persistent = (calls: number) =>
    defineSystem({
      name: 'persistent',
      title: 'Several calls, of which one must arrive',
      protocol: toy,
      faults: { drop: calls, duplicate: 2, crash: 1 },
      agents: {
        caller: caller({
          initial: IDLE,
          restarts: ['snapshot'],
          begin({ send }) {
            for (let n = 0; n < calls; n++) send({ to: 'callee-0', type: 'call', payload: { n } })
          },
        }),
        callee: [
          callee({
            initial: { name: 'busy', seen: [] },
            restarts: [],
            next: () => ({ name: 'done', seen: [] }),
          }),
        ],
      },
    })

  test.each([1, 2, 3, 4])('finds the %i deviations that a bug needs, and no more', async (calls) => {
    for (const mode of ['exhaustive', 'random'] as const) {
      const { violations } = await checkProtocol(persistent(calls), { mode, runs: 20_000 })
      expect(violations.map(({ cause, deviations }) => ({ cause, deviations }))).toEqual([
        {
          cause: { kind: 'hang', address: 'callee-0', state: 'busy' },
          deviations: Array.from({ length: calls }, (_, n) => `drop #${n} call caller → callee-0`),
        },
      ])
    }
  })
})

describe('agents of a symmetric role', () => {
  // Which of them hangs, and in which state, is the first one's of many that are alike.
  const causesOf = (causes: Iterable<string>) =>
    [...new Set([...causes].map((cause) => cause.replace(/^hang (\w+) .*/, 'hang $1')))].toSorted()

  test.prop([drafts, fc.integer({ min: 2, max: 3 })], { numRuns: 25 })(
    'are explored up to renaming: one state of each orbit, and the same causes',
    async (draft, guests) => {
      const faults = { ...draft.faults, partition: 0 }
      const system = systemOf({ ...draft, guests, faults, orders: [] }, true)
      const truth = consult(system, {}, MOST)
      fc.pre(truth !== null)
      const options = { maxViolations: 1000, reduce: false }
      const result = await checkProtocol(system, options)
      expect(result.complete).toBe(true)
      expect(result.states).toBe(truth.orbits)
      const found = (all: CheckResult) =>
        causesOf(shown(all).flatMap(({ cause }) => (cause.kind === 'restless' ? [] : [nameOf(cause)])))
      expect(found(result)).toEqual(causesOf(truth.causes))
      const full = await checkProtocol(system, { ...options, symmetry: false })
      expect(full.states).toBe(truth.states)
    },
  )
})

describe('random runs', () => {
  const options = {
    mode: 'random',
    runs: 5000,
    maxViolations: 10,
    module: new URL('race.ts', import.meta.url).href,
  } as const

  test('are the same for the same seed, and others for another', async () => {
    const first = await checkProtocol(race(), options)
    expect(await checkProtocol(race(), options)).toEqual(first)
    expect((await checkProtocol(race(), { ...options, seed: 2 })).transitions).not.toBe(first.transitions)
  })

  test('are the same on any number of threads', async () => {
    const one = await checkProtocol(race(), options)
    expect(one.violations).toHaveLength(1)
    for (const threads of [2, 3]) expect(await checkProtocol(race(), { ...options, threads })).toEqual(one)
    // Where runs end with what they find, others on other threads do not count.
    const first = { ...options, maxViolations: 1 }
    expect(await checkProtocol(race(), { ...first, threads: 2 })).toEqual(await checkProtocol(race(), first))
    // Nothing is found: all that is left are the counts.
    const module = new URL('../../protocols/match.ts', import.meta.url).href
    const quiet = { mode: 'random', runs: 3000, seed: 5, module } as const
    const alone = JSON.stringify(await checkProtocol(match(), quiet))
    expect(JSON.stringify(await checkProtocol(match(), { ...quiet, threads: 2 }))).toBe(alone)
  })

  test('need to know where other threads find the system', async () => {
    await expect(checkProtocol(race(), { mode: 'random', threads: 2 })).rejects.toThrow(
      'More than one thread needs `module`: the URL of the file that exports the system.',
    )
  })

  test.each([uniform(), swarm(), delayBounded(), priorities(), mutation()])(
    'find a race by $name choice',
    (strategy) => {
      const system = race()
      const walk = new Walk(new World(system, scopeOf(system)))
      const found = Array.from({ length: 500 }, (_, run) => run).find((run) => {
        const random = stream('race', strategy.name, run)
        strategy.begin(random)
        let cause = walk.begin()
        for (let step = 0; cause === null; step++) {
          const menu = walk.menu()
          const picked = strategy.pick(menu, step, random)
          if (menu.isAtRest && picked === 0) return false
          cause = walk.take(picked)
        }
        return nameOf(cause) === 'invariant the answer is to the last call'
      })
      expect(found).toBeDefined()
    },
  )
})
