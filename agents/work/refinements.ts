import type { Episode, RoleEpisode } from 'coevo/learn'
import type { SessionKind } from 'coevo/scenario'

/**
 * Lets what a role wrote in the end stand as an answer to its first question, too: after the turns of a session in
 * which it answered more than once comes a turn with the first prompt, the last completion and the last reward.
 *
 * So a learner that imitates sees a refined answer twice: as what it makes of a critique, and as what it might have
 * written at once. The turn was not sampled from its prompt, so its ln-probabilities are of no use there.
 */
export function withRefinements<Name extends string>(
  kind: SessionKind<Name>,
  role: string,
): SessionKind<Name> {
  const refined = (each: RoleEpisode): RoleEpisode => {
    const [first, last] = [each.turns[0], each.turns.at(-1)]
    if (each.role !== role || first === undefined || last === undefined || first === last) return each
    return { ...each, turns: [...each.turns, { ...last, ply: last.ply + 1, prompt: first.prompt }] }
  }
  return {
    ...kind,
    async play(context) {
      const episodes = await kind.play(context)
      return episodes.map((episode): Episode => ({ ...episode, roles: episode.roles.map(refined) }))
    },
  }
}
