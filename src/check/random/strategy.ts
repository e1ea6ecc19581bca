import type { Random } from '../../core/index.ts'
import type { Tape } from '../run.ts'
import { KIND, kindOf, whoOf, type Menu } from '../choice.ts'

/** A way to choose at random. It keeps nothing between runs but what `learn` tells it. */
export interface Strategy {
  readonly name: string
  /** Prepares a run. */
  begin(random: Random): void
  /** Picks one of the choices that the menu lists. At rest, 0 ends the run. */
  pick(menu: Menu, step: number, random: Random): number
  /** Hears of a run that went where none had gone. */
  learn?(tape: Tape): void
}

/** Any choice, with a fault one time in eight. */
export function uniform(): Strategy {
  return {
    name: 'uniform',
    begin: () => {},
    pick: (menu, _, random) => mixed(menu, random, 1 / 8),
  }
}

/**
 * A mix of faults drawn for each run, some kinds of them left out altogether.
 *
 * Source: A. Groce et al., "Swarm Testing", ISSTA 2012.
 */
export function swarm(): Strategy {
  let allowed = 0
  let rate = 0
  return {
    name: 'swarm',
    begin(random) {
      allowed = random.int(16)
      rate = random.uniform() / 2
    },
    pick(menu, _, random) {
      const { faultsFrom, count, choices } = menu
      if (count === faultsFrom || random.uniform() >= rate) return random.int(faultsFrom)
      const picked = faultsFrom + random.int(count - faultsFrom)
      const isAllowed = (allowed >> (kindOf(choices[picked]!) - KIND.drop)) & 1
      return isAllowed === 1 ? picked : random.int(faultsFrom)
    },
  }
}

/**
 * The dullest run with a few deviations at random steps.
 *
 * Source: M. Emmi, S. Qadeer, Z. Rakamarić, "Delay-bounded scheduling", POPL 2011.
 */
export function delayBounded(): Strategy {
  const at = new Set<number>()
  /** Steps of the longest run so far of this block. */
  let longest = 8
  return {
    name: 'delay-bounded',
    begin(random) {
      at.clear()
      for (let left = 1 + random.int(3); left > 0; left--) at.add(random.int(longest))
    },
    pick(menu, step, random) {
      if (step >= longest && step < 1000) longest = step + 1
      return at.has(step) ? random.int(menu.count) : 0
    },
  }
}

/**
 * Priorities: whoever has the highest goes first, until it loses it at one of a few random steps.
 *
 * Source: S. Burckhardt et al., "A Randomized Scheduler with Probabilistic Guarantees of Finding Bugs",
 * ASPLOS 2010.
 */
export function priorities(): Strategy {
  const rank = new Map<number, number>()
  let lowest = 0
  let changes: readonly number[] = []
  let faultAt = -1
  /** Who a choice belongs to: a link, an agent's timers, an agent's actors, … */
  const owner = (choice: number) => kindOf(choice) * 1024 + whoOf(choice)
  return {
    name: 'priorities',
    begin(random) {
      rank.clear()
      lowest = 0
      changes = [random.int(16), random.int(32)]
      faultAt = random.int(24)
    },
    pick({ choices, faultsFrom, count }, step, random) {
      if (step === faultAt && count > faultsFrom) return faultsFrom + random.int(count - faultsFrom)
      let best = 0
      let top = -Infinity
      for (let i = 0; i < faultsFrom; i++) {
        const key = owner(choices[i]!)
        let priority = rank.get(key)
        if (priority === undefined) rank.set(key, (priority = random.uniform()))
        if (priority > top) {
          top = priority
          best = i
        }
      }
      if (changes.includes(step)) rank.set(owner(choices[best]!), --lowest)
      return best
    },
  }
}

/** The most runs that are kept to be varied. */
const CORPUS = 64

/** Varies runs that went where none had gone before: the start of one, then another choice, then chance. */
export function mutation(): Strategy {
  const corpus: Tape[] = []
  let base: Tape = []
  let until = 0
  return {
    name: 'mutation',
    begin(random) {
      base = corpus.length === 0 ? [] : corpus[random.int(corpus.length)]!
      until = base.length === 0 ? 0 : random.int(base.length)
    },
    pick(menu, step, random) {
      const given = base[step]
      if (step !== until && given !== undefined && random.uniform() < 0.95)
        return given < menu.count ? given : 0
      return mixed(menu, random, 1 / 4)
    },
    learn(tape) {
      if (corpus.length < CORPUS) corpus.push(tape)
    },
  }
}

/** Any choice, with a fault at this rate. */
function mixed({ faultsFrom, count }: Menu, random: Random, faultRate: number): number {
  return count > faultsFrom && random.uniform() < faultRate
    ? faultsFrom + random.int(count - faultsFrom)
    : random.int(faultsFrom)
}
