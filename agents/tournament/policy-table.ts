import { UserError } from 'coevo/core'
import type { Game, PolicyTable } from 'coevo/game'
import { openEntrant } from './open-entrant.ts'

/**
 * Returns an agent's probability for each legal action in every information state of a game, where it is made to
 * choose among legal actions. `agent` names it as in tournaments.
 *
 * @throws UserError for a name that is none, an agent that cannot play the game, or one that has no table: one that
 * searches, a model on a server, a person.
 */
export async function policyTableOf(game: Game, agent: string): Promise<PolicyTable> {
  const entrant = await openEntrant(agent)
  const { table } = entrant.seat(game, { constrain: true })
  if (table === undefined)
    throw new UserError(
      `'${agent}' only plays, and its probabilities cannot be read: name a checkpoint, a policy file or a solver, such as cfr+:100.`,
    )
  return table(game)
}
