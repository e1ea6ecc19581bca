import type { Episode } from '../learn/experience.ts'

/**
 * Sums up the episodes of a step: the number of games and, as means over them, each role's return,
 * turns, illegal moves and parse failures, the length in turns, and how many ended by an illegal move or
 * a timeout. A role's entropy is the mean of −ln π over its turns, in nats: an estimate from what it chose.
 * Where games ended in an error, 'ended/error' is their share, and what they returned is no part of the means.
 */
export function episodeMetrics(episodes: readonly Episode[]): Record<string, number> {
  const means = new Map<string, { sum: number; count: number }>()
  const add = (name: string, value: number) => {
    const mean = means.get(name)
    if (mean === undefined) means.set(name, { sum: value, count: 1 })
    else {
      mean.sum += value
      mean.count++
    }
  }
  for (const { roles, end } of episodes) {
    let length = 0
    for (const { role, turns, illegal, parseFailures, ...played } of roles) {
      length += turns.length
      if (end !== 'error') add(`${role}/return`, played.return)
      add(`${role}/turns`, turns.length)
      add(`${role}/illegal`, illegal)
      add(`${role}/parseFailures`, parseFailures)
      for (const { logprobs } of turns) add(`${role}/entropy`, -logprobs.reduce((sum, each) => sum + each, 0))
    }
    add('gameLength', length)
    add('ended/illegal', end === 'illegal' ? 1 : 0)
    add('ended/timeout', end === 'timeout' ? 1 : 0)
  }
  const errors = episodes.filter(({ end }) => end === 'error').length
  if (errors > 0) means.set('ended/error', { sum: errors, count: episodes.length })
  const values = [...means].map(([name, { sum, count }]): [string, number] => [name, sum / count])
  return { games: episodes.length, ...Object.fromEntries(values) }
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
