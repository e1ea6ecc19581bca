import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { stream } from 'coevo/core'
import { resume, run, type Scenario } from 'coevo/scenario'
import { openRun } from 'coevo/store'
import alpGmm from 'coevo/scenarios/alp-gmm'
import bStar from 'coevo/scenarios/b-star'
import critique from 'coevo/scenarios/critique-in-the-loop'
import evolRl from 'coevo/scenarios/evol-rl'
import heimdall from 'coevo/scenarios/heimdall'
import kuhnEquilibrium from 'coevo/scenarios/kuhn-equilibrium'
import learningByTeaching from 'coevo/scenarios/learning-by-teaching'
import psro from 'coevo/scenarios/psro'
import score from 'coevo/scenarios/score'
import sec from 'coevo/scenarios/sec'
import socraticZero from 'coevo/scenarios/socratic-zero'
import spar from 'coevo/scenarios/spar'
import spiral from 'coevo/scenarios/spiral'
import tscl from 'coevo/scenarios/tscl'
import weakToStrong from 'coevo/scenarios/weak-to-strong'
import { temporaryFolder } from '../temporary-folder.ts'

const out = temporaryFolder('random-kill')

const cli = new URL('../../src/cli/main.ts', import.meta.url).pathname
const random = stream(Date.now(), 'kill')

/** Runs the command line and kills it after so many milliseconds; tells whether it ended before. */
async function killedAfter(milliseconds: number, ...args: readonly string[]): Promise<boolean> {
  const child = spawn(process.execPath, ['--conditions=source', cli, ...args], { stdio: 'ignore' })
  const ended = once(child, 'exit')
  await Promise.race([ended, setTimeout(milliseconds)])
  child.kill('SIGKILL')
  const [code] = (await ended) as [number | null]
  expect(code === 0 || code === null).toBe(true)
  return code === 0
}

const scenarios: readonly (readonly [Scenario, Readonly<Record<string, string | number>>])[] = [
  [kuhnEquilibrium, { steps: 40, games: 128 }],
  // With versions that join, are kept with their weights, drawn, tried and thrown out again.
  [spiral, { steps: 80, games: 128, opponents: 'prioritised' }],
  [psro, { steps: 40, oracle: 6, games: 64, trials: 64 }],
  // With questions that join, and episodes that are kept for a later round.
  [socraticZero, { rounds: 12, questions: 24, attempts: 4, updates: 2, warm: 0.02, posing: 0.01 }],
  [tscl, { steps: 40, problems: 512 }],
  [alpGmm, { steps: 40, problems: 64 }],
  // Rewarded by groups, from a warm-up that is cached.
  [evolRl, { steps: 25, terms: 2, problems: 16, tests: 4, warmUp: 0.01 }],
  // With a model that answers and does not learn.
  [
    learningByTeaching,
    { steps: 20, questions: 12, lessons: 4, updates: 4, tests: 8, warm: 0.02, student: 0.02 },
  ],
  // With pairs, a reference and two learners.
  [spar, { steps: 10, instructions: 8, updates: 4, tests: 8, warmUp: 0.01, skill: 0.01 }],
  // With settings that a probe chooses anew in every step.
  [
    bStar,
    { steps: 30, terms: 2, problems: 16, attempts: 4, probe: 4, updates: 2, warmUp: 0.01, critic: 0.02 },
  ],
  // With a value head.
  [heimdall, { length: 2, steps: 40, problems: 16, answers: 4, solving: 0.9, verifying: 0.1 }],
  [sec, { steps: 40, problems: 16, attempts: 4, warmUp: 0.05 }],
  // In two stages.
  [score, { steps: 30, problems: 8, attempts: 2, warmUp: 0.01 }],
  // From the base again in each iteration.
  [critique, { steps: 8, questions: 32, responses: 2, epochs: 2, minibatches: 2, warmUp: 0.01 }],
  // With three models, two of them begun alike.
  [weakToStrong, { length: 4, steps: 30, problems: 32, supervisor: 0.02, pretraining: 0.02 }],
]

describe('the command line, killed at random moments', () => {
  it.each(scenarios.map(([scenario, options]) => ({ name: scenario.name, scenario, options })))(
    'resumes $name to the digest of a run that was not killed',
    { timeout: 600_000 },
    async ({ name, scenario, options }) => {
      const set = Object.entries(options).flatMap(([option, value]) => ['--set', `${option}=${value}`])
      const whole = await run(scenario, { seed: 7, out: join(out, name, 'whole'), options })
      for (let round = 0; round < 5; round++) {
        const root = join(out, name, `round-${round}`)
        const waits: number[] = []
        const wait = () => waits[waits.push(1000 + random.int(4000)) - 1]!
        await killedAfter(wait(), 'run', name, '--seed', '7', '--out', root, ...set)
        const folders = existsSync(root) ? readdirSync(root).filter((entry) => !entry.startsWith('.')) : []
        if (folders.length === 0) continue
        const folder = join(root, folders[0]!)
        while (waits.length < 4 && !(await killedAfter(wait(), 'resume', folder)));
        const last = await resume(scenario, { folder })
        expect({ waits, digest: last.digest }).toEqual({ waits, digest: whole.digest })
        const store = openRun(folder)
        expect(store.digest).toBe(whole.digest)
        store.close()
      }
    },
  )
})
