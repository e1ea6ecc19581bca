import type { Random } from 'coevo/core'
import type { Game, PolicyTable } from 'coevo/game'
import type { Turn } from 'coevo/learn'
import type { Ask } from '../match.ts'
import type { View } from '../match/view.ts'

/** What a policy answers: the text of a move, and how it came about where a model wrote it. */
export interface Decision {
  readonly text: string
  readonly trace: Omit<Turn, 'ply'> | null
  /** True where the text was cut off before its end: by a limit on tokens, say. */
  readonly cut?: boolean
}

/** How a player decides. A policy keeps nothing between decisions, so that many sessions share it. */
export interface Policy {
  readonly name: string
  /** The model that decides, by its name in the scenario; null for a policy that is not trained. */
  readonly model: string | null
  /**
   * Answers a turn. `random` opens the decision's own stream; `view` is for policies that search, and shows no
   * more than the player may know.
   */
  decide(ask: Ask, random: () => Random, view: View): Decision | Promise<Decision>
  /** Its probability for each legal action in every information state of a game, where that is known without play. */
  table?: (game: Game) => PolicyTable | Promise<PolicyTable>
}
