import type { Facets } from '../game.ts'
import type { Report } from './rules.ts'
import type { View } from './view.ts'

/** What was true when an information state was first met. */
interface Knowledge {
  readonly player: number
  readonly observation: string
  /** What it may do where it is its turn; null before that was met: it need not know that it is not its turn. */
  options: string | null
  readonly past: string
  readonly state: string
}

/** Compares states that share an information state, over a whole walk. */
export interface KnowledgeCheck {
  /**
   * @param state canonical JSON
   * @param pasts by player: its own moves so far and what it knew at each
   */
  visit(state: string, seen: View, pasts: readonly string[], report: Report): void
  /** Whether some information state was shared by different states. */
  hides(): boolean
}

/** Starts a comparison with nothing seen. */
export function checkKnowledge(facets: Facets): KnowledgeCheck {
  const known = new Map<string, Knowledge>()
  /** By player and state. */
  const keys = new Map<string, string>()
  let hiding = false
  return {
    hides: () => hiding,
    visit(state, seen, pasts, report) {
      for (const [player, key] of seen.informationStates.entries()) {
        const options = seen.actor === player ? JSON.stringify([seen.legal, seen.labels]) : null
        const now = { player, observation: seen.observations[player]!, options, past: pasts[player]!, state }
        const place = `${player} ${state}`
        const other = keys.get(place) ?? key
        keys.set(place, key)
        // Equal states that were reached in two ways may have their keys in two orders.
        if (other !== key)
          report('information-states', `player ${player} has '${other}' and '${key}' in one state, ${state}`)
        const before = known.get(key)
        if (before === undefined) {
          known.set(key, now)
          continue
        }
        if (before.state !== state) hiding = true
        compare(key, before, now, facets, report)
      }
    },
  }
}

function compare(key: string, before: Knowledge, now: Knowledge, facets: Facets, report: Report): void {
  const share = (a: string, b: string) => `${a} and ${b} share information state '${key}'`
  if (before.player !== now.player) {
    report('information-states', share(`player ${before.player}`, `player ${now.player}`))
    return
  }
  if (before.observation !== now.observation)
    report('observations', share(`observations '${before.observation}'`, `'${now.observation}'`))
  before.options ??= now.options
  if (now.options !== null && before.options !== now.options)
    report('information-states', share(`options ${before.options}`, now.options))
  if (facets.information === 'imperfect' && before.past !== now.past)
    report('perfect-recall', share(`the player's pasts ${before.past}`, now.past))
  if (facets.information === 'perfect' && before.state !== now.state)
    report('perfect-recall', share(`states ${before.state}`, now.state))
}
