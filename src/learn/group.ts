import { sum } from '../core/index.ts'
import type { GroupBaseline } from './baseline.ts'
import { creditOf, groupBy, ownRoles, ownTurns, promptKey } from './episodes.ts'
import type { Episode, RoleEpisode, Turn, WeightedTurn } from './experience.ts'

/**
 * What is compared with what: 'prompt' compares turns that answered the same prompt; a function
 * compares whole roles of episodes that it gives the same key, such as the number of a task, by their returns;
 * `turns` compares turns of the same key, such as second attempts at one problem. A turn is compared by its own
 * reward where it has one.
 */
export type Grouping = TurnGrouping | ((episode: Episode, role: RoleEpisode) => string)

/** Which turns are compared with one another. */
export type TurnGrouping =
  | 'prompt'
  | { readonly turns: (episode: Episode, role: RoleEpisode, turn: Turn) => string }

/** One reward, the turns it weighs and the key of its group. */
interface Member {
  readonly key: string
  readonly reward: number
  readonly turns: readonly Turn[]
}

/** Replaces each reward by its advantage within its group; the turns stay in order. */
export function groupAdvantages(
  episodes: readonly Episode[],
  model: string,
  grouping: Grouping,
  baseline: GroupBaseline,
  dropUniform: boolean,
): { turns: WeightedTurn[]; metrics: Record<string, number> } {
  const members = membersOf(episodes, model, grouping)
  const groups = groupBy(members, (member) => member.key)
  const advantages = new Map<Member, number>()
  for (const group of groups) {
    const rewards = group.map((member) => member.reward)
    if (dropUniform && rewards.every((reward) => reward === rewards[0])) continue
    for (const [i, advantage] of baseline(rewards).entries()) advantages.set(group[i]!, advantage)
  }
  const turns = members.flatMap((member) => {
    const advantage = advantages.get(member)
    return advantage === undefined ? [] : member.turns.map((turn) => ({ turn, advantage, weight: 1 }))
  })
  return {
    turns,
    metrics: {
      groups: groups.length,
      'groups/single': sum(groups.map((group) => (group.length === 1 ? 1 : 0))),
      'groups/kept': advantages.size === 0 ? 0 : new Set([...advantages.keys()].map(({ key }) => key)).size,
    },
  }
}

function membersOf(episodes: readonly Episode[], model: string, grouping: Grouping): Member[] {
  if (typeof grouping === 'function')
    return ownRoles(episodes, model).map(({ episode, role }) => ({
      key: grouping(episode, role),
      reward: role.return,
      turns: role.turns,
    }))
  return keyedTurns(episodes, model, grouping).map(({ key, credit, turn }) => ({
    key,
    reward: credit,
    turns: [turn],
  }))
}

/** A turn with what it is credited with and the key of those it is compared with. */
export interface KeyedTurn {
  readonly key: string
  readonly credit: number
  readonly turn: Turn
}

/** Returns the model's turns by session, seat and ply, each with its key and credit. */
export function keyedTurns(episodes: readonly Episode[], model: string, grouping: TurnGrouping): KeyedTurn[] {
  return ownTurns(episodes, model).map(({ episode, role, turn }) => ({
    key: grouping === 'prompt' ? promptKey(turn) : grouping.turns(episode, role, turn),
    credit: creditOf(role, turn),
    turn,
  }))
}
