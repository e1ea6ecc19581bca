import type { Episode, RoleEpisode } from 'coevo/learn'
import type { Model } from 'coevo/model'
import type { SessionKind } from 'coevo/scenario'
import { RIGHT, WRONG } from '../classroom/words.ts'

/**
 * Shows a verifier that is a model what it should have said of each answer that it checked, to imitate it: its turns
 * have the true verdict in place of its own, and a reward of 1.
 *
 * What is true is seen from its own rewards in the sessions of the kind: 1 where it was right, and less where not.
 */
export function withTrueVerdicts<Name extends string>(kind: SessionKind<Name>): SessionKind<Name> {
  const told = (each: RoleEpisode, { tokenizer }: Model): RoleEpisode => ({
    ...each,
    turns: each.turns.map((turn) => {
      const saidRight = turn.completion[0] === tokenizer.encode(RIGHT)[0]
      const truth = saidRight === (turn.reward === 1) ? RIGHT : WRONG
      const completion = [...tokenizer.encode(truth), tokenizer.endOfTurn]
      return { ...turn, completion, logprobs: completion.map(() => 0), reward: 1 }
    }),
  })
  return {
    ...kind,
    async play(context) {
      const episodes = await kind.play(context)
      const taught = (each: RoleEpisode) =>
        each.role === 'verifier' && each.model !== null
          ? told(each, context.models[each.model as Name])
          : each
      return episodes.map((episode): Episode => ({ ...episode, roles: episode.roles.map(taught) }))
    },
  }
}
