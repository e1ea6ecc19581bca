import { GrowthWatch, type Growth } from './growth.ts'
import type { Few, Reduction } from './reduce.ts'
import type { Cause } from './result.ts'
import { Numbers, Rows, RowSet } from './rows.ts'
import { runFairly, type Tape } from './run.ts'
import type { World } from './world.ts'

/** How far an exhaustive search goes. */
export interface ExploreOptions {
  readonly maxStates: number
  readonly maxSteps: number
  readonly maxViolations: number
  /** Worlds with more messages on a link are not visited; undefined for no bound. */
  readonly inFlight?: number | undefined
  /** Puts a world's row into a form that all worlds like it share; undefined where none is like another. */
  readonly canonical: ((row: Int32Array) => Int32Array) | undefined
  /** Says which choices are enough; undefined where all are to be taken. */
  readonly reduction: Reduction | undefined
  /** Called every so many states; may wait, and ends the search with false. */
  readonly onProgress: (progress: Explored) => Promise<boolean>
}

/** How far it has got. */
export interface Explored {
  readonly states: number
  readonly transitions: number
  readonly depth: number
  /** States seen that were not left yet. */
  readonly frontier: number
}

/** What an exhaustive search found. */
export interface Exploration extends Explored {
  readonly complete: boolean
  /** True where a world was left out because a link held too much. */
  readonly isBounded: boolean
  /** A link that fills for ever: what the search ended with; null for none that was found. */
  readonly growth: Growth | null
  readonly findings: readonly { readonly cause: Cause; readonly tape: Tape }[]
  /** States whose fair run did not come to rest within the bound. */
  readonly undecided: number
}

const PROGRESS = 1 << 14

/** Visits every world that can be reached, the nearest first. */
export async function explore(world: World, options: ExploreOptions): Promise<Exploration> {
  return new Explorer(world, options).run()
}

class Explorer {
  readonly #world: World
  readonly #options: ExploreOptions
  readonly #seen: RowSet
  /** The worlds as they were reached, where `#seen` keeps another form of them. */
  readonly #reached: Rows
  readonly #parents = new Numbers()
  readonly #picks = new Numbers()
  /** Where the dullest choice leads; −1 at rest. */
  readonly #dull = new Numbers()
  /** States in which a promise is broken: what follows from them says nothing. */
  readonly #broken = new Set<number>()
  /** States of which not all choices were taken, with those that seemed enough. */
  readonly #reduced = new Map<number, Few>()
  readonly #findings = new Map<string, { cause: Cause; tape: Tape }>()
  readonly #row: Int32Array
  readonly #growthWatch: GrowthWatch | null
  #growth: Growth | null = null
  #isBounded = false
  #transitions = 0
  #depth = 0
  /** The first state of the next depth. */
  #horizon = 1
  #next = 0

  constructor(world: World, options: ExploreOptions) {
    this.#world = world
    this.#options = options
    this.#seen = new RowSet(world.width)
    this.#reached = options.canonical === undefined ? this.#seen.rows : new Rows(world.width)
    this.#row = new Int32Array(world.width)
    // Where messages stay, a link holds a set; where it is bounded, it is told that it fills.
    const mayGrow = world.scope.network !== 'duplicating' && options.inFlight === undefined
    const reached = {
      rows: this.#reached,
      parentOf: (state: number) => this.#parents.at(state),
      pickOf: (state: number) => this.#picks.at(state),
    }
    this.#growthWatch = mayGrow ? new GrowthWatch(world, reached) : null
  }

  async run(): Promise<Exploration> {
    const { maxStates, onProgress } = this.#options
    this.#world.reset()
    this.#enter(-1, 0)
    const cause = this.#world.broken()
    if (cause !== null) {
      this.#find(cause, [])
      this.#broken.add(0)
    }
    while (this.#next < this.#reached.count && !this.#isDone() && this.#reached.count < maxStates) {
      if (this.#next === this.#horizon) {
        this.#depth++
        this.#horizon = this.#reached.count
      }
      this.#expand(this.#next++)
      while (this.#options.reduction?.hasLearned() === true) this.#revise()
      if (this.#next % PROGRESS === 0 && !(await onProgress(this.#progress()))) break
    }
    const complete = this.#next === this.#reached.count && !this.#isDone()
    const undecided = complete ? this.#findRestless() : 0
    const findings = [...this.#findings.values()]
    return {
      ...this.#progress(),
      complete,
      isBounded: this.#isBounded,
      growth: this.#growth,
      findings,
      undecided,
    }
  }

  #progress(): Explored {
    return {
      states: this.#reached.count,
      transitions: this.#transitions,
      depth: this.#depth,
      frontier: this.#reached.count - this.#next,
    }
  }

  #isDone(): boolean {
    return this.#findings.size >= this.#options.maxViolations || this.#growth !== null
  }

  /** Takes the choices of a state, or as many as are enough. */
  #expand(state: number): void {
    const world = this.#world
    this.#dull.push(-1)
    if (this.#broken.has(state)) return
    this.#open(state)
    if (world.isAtRest) {
      const cause = world.wrongAtRest()
      if (cause !== null) this.#find(cause, this.#tapeTo(state))
    }
    const from = world.isAtRest ? 1 : 0
    const few = this.#options.reduction?.enough() ?? null
    const { count } = world
    const choices = world.choices.slice(0, count)
    let goesOn = false
    for (const picked of few ?? []) if (this.#take(state, choices[picked]!, picked) > state) goesOn = true
    if (!goesOn) {
      for (let picked = from; picked < count; picked++)
        if (few?.includes(picked) !== true) this.#take(state, choices[picked]!, picked)
    } else {
      this.#reduced.set(state, few!)
      // Fair runs follow the dullest choices.
      if (few![0] !== 0) this.#take(state, choices[0]!, 0)
    }
  }

  /** Takes all choices of those states of which, from what is known now, too few were taken. */
  #revise(): void {
    const world = this.#world
    for (const [state, few] of this.#reduced) {
      this.#open(state)
      if (this.#options.reduction!.enough() === few) continue
      this.#reduced.delete(state)
      const choices = world.choices.slice(0, world.count)
      for (let picked = 1; picked < choices.length; picked++)
        if (!few.includes(picked)) this.#take(state, choices[picked]!, picked)
    }
  }

  /** Goes to a state and lists its choices. */
  #open(state: number): void {
    this.#reached.read(state, this.#row)
    this.#world.row.set(this.#row)
    this.#world.enumerate()
  }

  /** Takes a choice of the state that was opened; returns the number of the next one. A failure leads nowhere. */
  #take(state: number, choice: number, picked: number): number {
    const world = this.#world
    world.row.set(this.#row)
    world.take(choice)
    this.#transitions++
    if (world.reaction !== null && world.reaction.failure !== null) {
      this.#find(world.broken()!, [...this.#tapeTo(state), picked])
      return state
    }
    const { inFlight } = this.#options
    if (inFlight !== undefined && world.holds > inFlight) {
      this.#isBounded = true
      return state
    }
    const { count: before } = this.#reached
    const next = this.#enter(state, picked)
    if (picked === 0) this.#dull.set(state, next)
    if (next < before) return next
    const cause = world.broken()
    if (cause === null) {
      this.#growth ??= this.#growthWatch?.look(next) ?? null
      return next
    }
    this.#find(cause, [...this.#tapeTo(state), picked])
    this.#broken.add(next)
    return next
  }

  /** Notes the world as it is; returns its number, old or new. */
  #enter(parent: number, picked: number): number {
    const { row } = this.#world
    const { canonical } = this.#options
    const at = this.#seen.add(canonical === undefined ? row : canonical(row))
    if (at >= 0) return at
    if (canonical !== undefined) this.#reached.push(row)
    this.#parents.push(parent)
    this.#picks.push(picked)
    return -1 - at
  }

  #find(cause: Cause, tape: Tape): void {
    const key = keyOf(cause)
    if (!this.#findings.has(key)) this.#findings.set(key, { cause, tape })
  }

  #tapeTo(state: number): number[] {
    const tape: number[] = []
    for (let at = state; at > 0; at = this.#parents.at(at)) tape.push(this.#picks.at(at))
    return tape.toReversed()
  }

  /**
   * Looks for states from which the dullest choices go round for ever, and lets fairness decide.
   *
   * @returns how many rounds it could not decide.
   */
  #findRestless(): number {
    const { count } = this.#reached
    /** 0: not looked at; 1: on the way being followed; 2: comes to rest, or was dealt with. */
    const marks = new Uint8Array(count)
    let undecided = 0
    for (let start = 0; start < count && !this.#isDone(); start++) {
      let at = start
      while (at >= 0 && marks[at] === 0) {
        marks[at] = 1
        at = this.#dull.at(at)
      }
      if (at >= 0 && marks[at] === 1) undecided += this.#judge(at, marks) ? 0 : 1
      for (let back = start; back >= 0 && marks[back] === 1; back = this.#dull.at(back)) marks[back] = 2
    }
    return undecided
  }

  /** Runs fairly from a state, and marks the way where it comes to rest; false where the bound cut it off. */
  #judge(state: number, marks: Uint8Array): boolean {
    const { canonical, maxSteps } = this.#options
    const { row } = this.#world
    const way: number[] = []
    this.#open(state)
    const end = runFairly(this.#world, 0, maxSteps, () => {
      way.push(this.#seen.find(canonical === undefined ? row : canonical(row)))
    })
    if (end.cause !== null) this.#find(end.cause, this.#tapeTo(state))
    else if (end.rested) for (const at of way) marks[at] = 2
    return end.rested || end.cause !== null
  }
}

/** What tells causes apart: one violation is reported of each. */
export function keyOf(cause: Cause): string {
  switch (cause.kind) {
    case 'broken':
    case 'owed':
    case 'unreached':
      return `${cause.kind} ${cause.monitor}`
    case 'invariant':
      return `${cause.kind} ${cause.name}`
    case 'refused':
      return `${cause.kind} ${cause.message.type} ${cause.refused.reason}`
    case 'hang':
      return `${cause.kind} ${cause.address.replace(/-\d+$/, '')} ${cause.state}`
    case 'failed':
    case 'nondeterministic':
      return `${cause.kind} ${cause.address.replace(/-\d+$/, '')}`
    case 'restless':
      return cause.kind
  }
}
