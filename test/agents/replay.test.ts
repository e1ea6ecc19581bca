import { describe, expect, it } from 'vitest'
import { match } from 'coevo/agents/match-session'
import { kuhnPoker } from 'coevo/games/kuhn-poker'

const sessions = Array.from({ length: 20 }, (_, i) => i)
const kuhn = () => match({ game: kuhnPoker, seats: ['uniform', 'first'] })

describe('a kind of session that plays the same numbers again', () => {
  it.each([1, 7, 20])('gives what a fresh one gives, %i at a time', async (concurrency) => {
    const kind = kuhn()
    await kind.play({ seed: 1, sessions, concurrency, models: {} })
    for (const seed of [1, 2])
      expect(await kind.play({ seed, sessions, concurrency, models: {} })).toEqual(
        await kuhn().play({ seed, sessions, concurrency: 5, models: {} }),
      )
  })
})
