import { describe, expect, it } from 'vitest'
import type { Episode } from 'coevo/learn'
import { winRate, type SessionKind } from 'coevo/scenario'

/** A kind in which the model in this seat gets a return by the session's number. */
function scripted(seat: number, returnOf: (session: number) => number, model: string | null = 'policy') {
  const played: number[] = []
  const kind: SessionKind<'policy'> = {
    name: 'scripted',
    roles: ['player-0', 'player-1'],
    models: ['policy'],
    play: async ({ sessions }) => {
      played.push(...sessions)
      return sessions.map((session): Episode => {
        const own = returnOf(session)
        const rest = { turns: [], illegal: 0, parseFailures: 0 }
        const roles = [0, 1].map((i) => ({
          ...rest,
          role: `player-${i}`,
          model: i === seat ? model : null,
          return: i === seat ? own : -own,
        }))
        return { session, game: 'scripted', roles, end: 'finished' }
      })
    },
  }
  return { kind, played }
}

const context = { seed: 1, concurrency: 8, models: {} as never }

describe('winRate', () => {
  it('plays every seat alike and counts wins, draws and returns of the model', async () => {
    const seats = [scripted(0, (n) => (n < 6 ? 2 : 0)), scripted(1, (n) => (n < 12 ? 1 : -1))]
    const evaluation = winRate({
      model: 'policy',
      against: 'uniform',
      seats: seats.map(({ kind }) => kind),
      games: 20,
    })
    const metrics = await evaluation.evaluate(context)
    expect(seats.map(({ played }) => played.length)).toEqual([10, 10])
    expect(new Set(seats.flatMap(({ played }) => played)).size).toBe(20)
    expect(Object.keys(metrics).toSorted()).toEqual(evaluation.metrics.toSorted())
    expect(metrics['winRate/uniform']).toBe(0.4)
    expect(metrics['drawRate/uniform']).toBe(0.2)
    expect(metrics['meanReturn/uniform']).toBeCloseTo((12 + 2 - 8) / 20, 12)
    // Wilson for 8 of 20.
    expect(metrics['winRate/uniform/low']).toBeCloseTo(0.2188, 4)
    expect(metrics['winRate/uniform/high']).toBeCloseTo(0.6134, 4)
  })

  it('tells the share of games that were not played to their end', async () => {
    const { kind } = scripted(0, () => 1)
    const cut: typeof kind = {
      ...kind,
      play: async (round) =>
        (await kind.play(round)).map((episode) => ({
          ...episode,
          end: episode.session % 4 === 0 ? 'timeout' : 'finished',
        })),
    }
    const metrics = await winRate({ model: 'policy', against: 'first', seats: [cut], games: 8 }).evaluate(
      context,
    )
    expect(metrics['unfinished/first']).toBe(0.25)
  })

  it('gives the mean return of few games an interval of Student’s', async () => {
    const { kind } = scripted(0, (n) => (n === 0 ? 1 : -1))
    const metrics = await winRate({ model: 'policy', against: 'first', seats: [kind], games: 2 }).evaluate(
      context,
    )
    expect(metrics['meanReturn/first']).toBe(0)
    // 12.706 standard errors of 1; the normal interval would be 1.96 wide to either side.
    expect(metrics['meanReturn/first/high']).toBeCloseTo(12.706, 3)
    expect(metrics['meanReturn/first/low']).toBeCloseTo(-12.706, 3)
  })

  it('refuses games that the seats cannot share', () => {
    const { kind } = scripted(0, () => 1)
    expect(() => winRate({ model: 'policy', against: 'first', seats: [kind, kind], games: 7 })).toThrow(
      "The win rate against 'first' needs a number of games that 2 seats share evenly, not 7.",
    )
  })

  it('refuses sessions in which the model does not play', async () => {
    const { kind } = scripted(0, () => 1, null)
    const evaluation = winRate({ model: 'policy', against: 'first', seats: [kind], games: 2 })
    await expect(evaluation.evaluate(context)).rejects.toThrow("needs it in exactly one seat of 'scripted'")
  })
})
