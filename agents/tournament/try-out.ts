import { UserError } from 'coevo/core'
import { isOpen, type Format, type TournamentEvent, type TournamentResult } from 'coevo/population'
import type { Venue } from './venue.ts'

/**
 * Finds out which agents can play which games, before anything is played; whatever they solve, they solve
 * now. Returns who sits out what. from: the number of the first agent that is tried; default 0.
 *
 * @throws UserError for an agent that can play no game, or, where pairings follow results, not every game.
 */
export async function tryOut(
  venue: Venue,
  {
    games,
    agents,
    from = 0,
    format,
    onEvent: tell = () => {},
  }: {
    readonly games: readonly string[]
    readonly agents: readonly string[]
    readonly from?: number
    readonly format: Format
    readonly onEvent: ((event: TournamentEvent) => void) | undefined
  },
): Promise<TournamentResult['absent'][number][]> {
  const absent: TournamentResult['absent'][number][] = []
  for (const [number, agent] of agents.entries()) {
    if (number < from) continue
    const reasons: string[] = []
    for (const [at, game] of games.entries()) {
      tell({ type: 'trial', agent, game })
      const reason = await venue.tryOut(number, at)
      if (reason === null) continue
      reasons.push(reason)
      absent.push({ agent, game, reason })
    }
    if (reasons.length === games.length)
      throw new UserError(`The agent '${agent}' cannot take part: ${reasons[0]}`)
  }
  const [one] = absent
  if (one !== undefined && !isOpen(format))
    throw new UserError(
      `In a ${format} tournament every agent plays every game, and '${one.agent}' cannot play ${one.game}: ${one.reason}`,
    )
  for (const absence of absent) tell({ type: 'absent', ...absence })
  return absent
}
