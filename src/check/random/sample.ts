import { stream } from '../../core/index.ts'
import { forgetSteps, tallyOf, type Tally } from '../coverage.ts'
import { keyOf } from '../explore.ts'
import type { Cause } from '../result.ts'
import { runFairly, type Tape } from '../run.ts'
import type { World } from '../world.ts'
import { Walk } from './walk.ts'
import { delayBounded, mutation, priorities, swarm, uniform, type Strategy } from './strategy.ts'

/** Which runs are made. */
export interface SampleOptions {
  readonly seed: number
  /** Numbers of blocks of runs. A block is the same whoever makes it, and whatever was made before. */
  readonly blocks: Iterable<number>
  /** How many runs there are in all. */
  readonly runs: number
  readonly maxSteps: number
  /** A block ends when it has found so many violations of different causes. */
  readonly maxViolations: number
  /** Called with each block; may wait, and ends the runs with false. */
  readonly onBlock: (block: Block) => Promise<boolean>
}

/** How far it has got. */
export interface Sampled {
  readonly runs: number
  readonly transitions: number
  /** Steps of the longest run. */
  readonly depth: number
  /** Runs that did not come to rest within the bound. */
  readonly undecided: number
}

/** What random runs found. */
export interface Sample extends Sampled {
  readonly findings: readonly { readonly run: number; readonly cause: Cause; readonly tape: Tape }[]
}

/** What a block of runs came to. */
export interface Block extends Sample {
  readonly block: number
  readonly tally: Tally
}

/** Runs of one block: they share what the strategies learn. */
export const BLOCK = 1000

/** Makes random runs, each by the next strategy of the portfolio. */
export async function sample(world: World, options: SampleOptions): Promise<void> {
  const sampler = new Sampler(world, options)
  for (const block of options.blocks) if (!(await options.onBlock(sampler.make(block)))) break
}

class Sampler {
  readonly #world: World
  readonly #options: SampleOptions
  readonly #walk: Walk
  readonly #tape: Int32Array
  readonly #findings = new Map<string, Sample['findings'][number]>()
  /** By a reaction's number: the block in which it was last seen for the first time. */
  #seen = new Int32Array(1024).fill(-1)
  #runs = 0
  #transitions = 0
  #depth = 0
  #undecided = 0

  constructor(world: World, options: SampleOptions) {
    this.#world = world
    this.#options = options
    this.#walk = new Walk(world)
    this.#tape = new Int32Array(options.maxSteps)
  }

  make(block: number): Block {
    const { runs, maxViolations } = this.#options
    forgetSteps(this.#world)
    this.#findings.clear()
    this.#runs = this.#transitions = this.#depth = this.#undecided = 0
    const portfolio = [uniform(), swarm(), delayBounded(), priorities(), mutation()]
    const end = Math.min(runs, (block + 1) * BLOCK)
    for (let run = block * BLOCK; run < end && this.#findings.size < maxViolations; run++)
      this.#run(run, block, portfolio[run % portfolio.length]!, portfolio)
    return {
      block,
      runs: this.#runs,
      transitions: this.#transitions,
      depth: this.#depth,
      undecided: this.#undecided,
      findings: [...this.#findings.values()],
      tally: tallyOf(this.#world),
    }
  }

  #run(run: number, block: number, strategy: Strategy, portfolio: readonly Strategy[]): void {
    const walk = this.#walk
    const tape = this.#tape
    const random = stream(this.#options.seed, 'run', run)
    strategy.begin(random)
    let cause = walk.begin()
    let isNew = false
    let steps = 0
    let rested = false
    const chaos = this.#options.maxSteps >> 1
    while (cause === null && steps < chaos) {
      const menu = walk.menu()
      const picked = strategy.pick(menu, steps, random)
      if (menu.isAtRest) {
        cause = walk.wrongAtRest()
        rested = picked === 0
        if (cause !== null || rested) break
      }
      tape[steps++] = picked
      cause = walk.take(picked)
      if (walk.reaction !== null && this.#isNew(walk.reaction.id, block)) isNew = true
    }
    if (cause === null && !rested) {
      const end = runFairly(walk.world(), steps, this.#options.maxSteps, (picked) => {
        tape[steps++] = picked
      })
      cause = end.cause
      if (cause === null && !end.rested) this.#undecided++
    }
    this.#runs++
    this.#transitions += steps
    if (steps > this.#depth) this.#depth = steps
    if (isNew) for (const each of portfolio) each.learn?.(Array.from(tape.subarray(0, steps)))
    if (cause === null) return
    const key = keyOf(cause)
    if (!this.#findings.has(key))
      this.#findings.set(key, { run, cause, tape: Array.from(tape.subarray(0, steps)) })
  }

  #isNew(reaction: number, block: number): boolean {
    if (reaction >= this.#seen.length) {
      const larger = new Int32Array(this.#world.agents.reactions.length * 2).fill(-1)
      larger.set(this.#seen)
      this.#seen = larger
    }
    if (this.#seen[reaction] === block) return false
    this.#seen[reaction] = block
    return true
  }
}
