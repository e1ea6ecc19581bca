import type { Episode } from '../learn/experience.ts'

/**
 * Sums up the episodes of a step: the number of games and, as means over them, each role's return,
 * illegal moves and parse failures, the length in turns, and how many ended by an illegal move or a
 * timeout.
 */
export function episodeMetrics(episodes: readonly Episode[]): Record<string, number> {
  const sums = new Map<string, number>()
  const add = (name: string, value: number) => sums.set(name, (sums.get(name) ?? 0) + value)
  for (const { roles, end } of episodes) {
    let turns = 0
    for (const role of roles) {
      turns += role.turns.length
      add(`${role.role}/return`, role.return)
      add(`${role.role}/illegal`, role.illegal)
      add(`${role.role}/parseFailures`, role.parseFailures)
    }
    add('gameLength', turns)
    add('ended/illegal', end === 'illegal' ? 1 : 0)
    add('ended/timeout', end === 'timeout' ? 1 : 0)
  }
  const means = [...sums].map(([name, sum]): [string, number] => [name, sum / episodes.length])
  return { games: episodes.length, ...Object.fromEntries(means) }
}

/** Counts the tokens, prompts included, of the turns that these models played. */
export function turnTokens(episodes: readonly Episode[], models: ReadonlySet<string>): number {
  let tokens = 0
  for (const { roles } of episodes)
    for (const { model, turns } of roles)
      if (model !== null && models.has(model))
        for (const { prompt, completion } of turns) tokens += prompt.length + completion.length
  return tokens
}
