import type { Episode, RoleEpisode, Turn } from './experience.ts'

/** A turn of the trained model with the episode and role it belongs to. */
export interface OwnTurn {
  readonly episode: Episode
  readonly role: RoleEpisode
  readonly turn: Turn
}

/** Returns the episodes in the order of their sessions, whatever order they finished in. */
export function bySession(episodes: readonly Episode[]): Episode[] {
  return episodes.toSorted((a, b) => a.session - b.session)
}

/** Returns the roles that a model played, by session and seat, but those of episodes that ended in an error. */
export function ownRoles(episodes: readonly Episode[], model: string): Omit<OwnTurn, 'turn'>[] {
  return bySession(episodes).flatMap((episode) =>
    episode.end === 'error'
      ? []
      : episode.roles.filter((role) => role.model === model).map((role) => ({ episode, role })),
  )
}

/** Returns the turns of `ownRoles`, by session, seat and ply. */
export function ownTurns(episodes: readonly Episode[], model: string): OwnTurn[] {
  return ownRoles(episodes, model).flatMap(({ episode, role }) =>
    role.turns.map((turn) => ({ episode, role, turn })),
  )
}

/** Returns what a turn is credited with: its own reward, or its role's return where it has none. */
export function creditOf(role: RoleEpisode, turn: Turn): number {
  return turn.reward ?? role.return
}

/** Returns the items of each key, keys in the order of their first appearance. */
export function groupBy<Item>(items: readonly Item[], key: (item: Item) => string): Item[][] {
  return [...Map.groupBy(items, key).values()]
}

/** Returns a key that two prompts share when they are the same tokens. */
export function promptKey(turn: Turn): string {
  return turn.prompt.join(' ')
}
