import { UserError } from 'coevo/core'
import type { Entrant } from './entrant.ts'
import { openAll, type Opened } from './open-all.ts'
import type { ResumeOptions } from './tournament.ts'
import type { TournamentState } from './tournament-record.ts'

/**
 * Opens the agents of a tournament that is taken up again, in their order, and after them those that join.
 *
 * @throws UserError where an agent of a program's own is not given, where a name stands for two agents, and where the
 * file of an agent has changed.
 */
export async function openAgain(
  { agents, sources, codes }: TournamentState,
  { folder, agents: given = [], changed = false, conversation, timeouts }: ResumeOptions,
): Promise<Opened> {
  const premises = { conversation, decision: timeouts?.decision }
  const news = await openAll(given, premises)
  try {
    const byName = new Map(news.entrants.map((entrant) => [entrant.name, entrant]))
    for (const { name, source } of news.entrants) {
      const known = sources[name]
      if (source !== undefined && known != null && known !== source)
        throw new UserError(
          `'${name}' is '${known}' in this tournament: leave it out, or give '${source}' a label of its own.`,
        )
    }
    const before = agents.map((name): string | Entrant => {
      const entrant = byName.get(name)
      byName.delete(name)
      if (entrant !== undefined) return entrant
      // Version 0.1 wrote no sources down: there a name was one.
      const source = sources[name]
      if (source !== null) return source ?? name
      throw new UserError(
        `'${name}' is an agent of the program that made '${folder}': go on there, with resumeTournament({ folder, games, agents }).`,
      )
    })
    const olds = await openAll([...before, ...byName.values()], premises)
    const edited = olds.entrants.find(({ name, code }) => codes[name] !== undefined && codes[name] !== code)
    if (edited !== undefined && !changed) {
      olds.close()
      throw new UserError(
        `The file of the agent '${edited.name}' has changed since it played in '${folder}': begin anew, or go on with what is there now: 'coevo resume ${folder} --changed'.`,
      )
    }
    const close = () => {
      olds.close()
      news.close()
    }
    return { entrants: olds.entrants, close }
  } catch (error) {
    news.close()
    throw error
  }
}
