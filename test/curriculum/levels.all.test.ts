import { canonicalJson, stream } from 'coevo/core'
import { plr, type LevelChoice, type LevelCurriculum, type Outcome, type PlrOptions } from 'coevo/curriculum'
import { describeCurriculum } from 'coevo/testing'
import { describe, expect, test } from 'vitest'

const anySeed: PlrOptions<number>['draw'] = (random) => random.int(1000)

describeCurriculum('PLR', () => plr({ draw: anySeed }))
describeCurriculum('PLR with a small memory', () => plr({ draw: anySeed, capacity: 6, score: 'regret' }))
describeCurriculum('robust PLR', () => plr({ draw: anySeed, robust: true, capacity: 50 }))
describeCurriculum('PLR over a dozen levels', () =>
  plr({ draw: (random) => ({ maze: random.int(12) }), replay: { levels: 12 } }),
)

const outcome = (level: number, score: number): Outcome<LevelChoice<number>> => ({
  choice: { level, isNew: true },
  returns: [0, 1],
  score,
})

/** How often each level is replayed, by its name. */
function replayed(curriculum: LevelCurriculum<number>, draws: number) {
  const random = stream('replays')
  const counts = new Map<number, number>()
  let replays = 0
  for (let i = 0; i < draws; i++) {
    const { level, isNew } = curriculum.next(random)
    if (isNew) continue
    replays++
    counts.set(level, (counts.get(level) ?? 0) + 1)
  }
  return { share: replays / draws, of: (level: number) => (counts.get(level) ?? 0) / replays }
}

describe('PLR', () => {
  // P = (1 − ρ) (1/rank)^(1/β) / Σ + ρ age / Σ, worked out by hand for β = ½, ρ = ¼.
  test('replays as its definition says: by the rank of scores, and by age', () => {
    const curriculum = plr({ draw: anySeed, replay: 1, temperature: 0.5, staleness: 0.25 })
    curriculum.update([outcome(7, 0.1)])
    curriculum.update([outcome(8, 0.9)])
    curriculum.update([outcome(9, 0.5)])
    const ranks = 1 + 1 / 4 + 1 / 9
    const expected = [
      [7, (0.75 * (1 / 9)) / ranks + (0.25 * 2) / 3],
      [8, (0.75 * 1) / ranks + (0.25 * 1) / 3],
      [9, (0.75 * (1 / 4)) / ranks],
    ] as const
    const { share, of } = replayed(curriculum, 20_000)
    expect(share).toBe(1)
    for (const [level, probability] of expected) expect(of(level)).toBeCloseTo(probability, 1.7)
    const score = expected.reduce((sum, [, p], i) => sum + p * [0.1, 0.9, 0.5][i]!, 0)
    expect(curriculum.metrics()['curriculum/replayed/score']).toBeCloseTo(score, 12)
  })

  test('replays a level in two, or as many as it knows of those there are', () => {
    const half = plr({ draw: anySeed })
    expect(half.metrics()).toMatchObject({ 'curriculum/new': 1, 'curriculum/replay': 0 })
    const some = plr({ draw: (random) => random.int(8), replay: { levels: 8 } })
    for (const curriculum of [half, some]) curriculum.update([outcome(1, 1), outcome(2, 1)])
    expect(half.metrics()).toMatchObject({ 'curriculum/new': 0.5, 'curriculum/replay': 0.5 })
    expect(some.metrics()).toMatchObject({ 'curriculum/new': 0.75, 'curriculum/replay': 0.25 })
    expect(replayed(some, 4000).share).toBeCloseTo(0.25, 1)
  })

  test('a level that it remembers is none that is new', () => {
    const curriculum = plr<number>({ draw: () => 5, replay: 0 })
    expect(curriculum.next(stream('one'))).toEqual({ level: 5, isNew: true })
    curriculum.update([outcome(5, 1)])
    expect(curriculum.next(stream('one'))).toEqual({ level: 5, isNew: false })
  })

  test('scores a level by its value loss, by regret, or as it is told', () => {
    const seen: Outcome<LevelChoice<number>>[] = [
      { choice: { level: 1, isNew: true }, returns: [1, 0, 0, 0] },
      { choice: { level: 2, isNew: true }, returns: [1, 1, 0, 0], score: 9 },
    ]
    const scores = (score: 'value-loss' | 'regret') => {
      const curriculum = plr({ draw: anySeed, score })
      curriculum.update(seen)
      curriculum.update([{ choice: { level: 1, isNew: false }, returns: [0.5, 0.5] }])
      return (curriculum.state() as { entries: { score: number }[] }).entries.map((entry) => entry.score)
    }
    expect(scores('value-loss')).toEqual([0, 9])
    expect(scores('regret')).toEqual([0.5, 9])
    const first = plr({ draw: anySeed })
    first.update(seen.slice(0, 1))
    expect(first.metrics()['curriculum/memory/score']).toBeCloseTo((0.75 + 3 * 0.25) / 4, 12)
  })

  test('when it is full, who is least likely to be replayed leaves for whoever scores as much or more', () => {
    const curriculum = plr({ draw: anySeed, capacity: 2, staleness: 0 })
    const levels = () =>
      (curriculum.state() as { entries: { level: number }[] }).entries.map(({ level }) => level)
    curriculum.update([outcome(1, 0.9), outcome(2, 0.5), outcome(3, 0.2)])
    expect(levels()).toEqual([1, 2])
    curriculum.update([outcome(7, 0.4)])
    expect(levels()).toEqual([1, 2])
    curriculum.update([outcome(4, 0.5)])
    expect(levels()).toEqual([1, 4])
    curriculum.update([outcome(5, 0.6), outcome(6, 0.55)])
    expect(levels()).toEqual([1, 5])
    expect(canonicalJson(curriculum.state())).toBe(
      '{"entries":[{"best":1,"level":1,"score":0.9,"seen":1},{"best":1,"level":5,"score":0.6,"seen":4}],"step":4}',
    )
  })

  test('comes back to what a learner has not finished with', () => {
    const curriculum = plr({ draw: (random) => random.int(100), replay: { levels: 100 } })
    const random = stream('student')
    // Of every ten levels one is half solved, the others are solved or hopeless.
    for (let step = 0; step < 60; step++)
      curriculum.update(
        Array.from({ length: 10 }, () => curriculum.next(random)).map((choice) => ({
          choice,
          returns: choice.level % 10 === 0 ? [0, 1, 0, 1] : [choice.level % 2, choice.level % 2],
        })),
      )
    const { of } = replayed(curriculum, 4000)
    const half = Array.from({ length: 10 }, (_, i) => of(10 * i)).reduce((sum, p) => sum + p, 0)
    expect(half).toBeGreaterThan(0.8)
  })
})

describe('robust PLR', () => {
  test('trains on replays only; plain PLR on everything', () => {
    const choices = [
      { level: 1, isNew: true },
      { level: 1, isNew: false },
    ]
    const [robust, plain] = [plr({ draw: anySeed, robust: true }), plr({ draw: anySeed })]
    expect([robust.name, plain.name]).toEqual(['robust-plr', 'plr'])
    expect(choices.map((choice) => robust.trains(choice))).toEqual([false, true])
    expect(choices.map((choice) => plain.trains(choice))).toEqual([true, true])
  })
})

test.each([
  [() => plr({ draw: anySeed, replay: 2 }), 'plr: replay is 2; it must be from 0 to 1.'],
  [
    () => plr({ draw: anySeed, replay: { levels: 0 } }),
    'plr: replay.levels is 0; it must be a whole number from 1 on.',
  ],
  [() => plr({ draw: anySeed, capacity: 0 }), 'plr: capacity is 0; it must be a whole number from 1 on.'],
  [
    () => plr({ draw: anySeed, temperature: 0, robust: true }),
    'robust-plr: temperature is 0; it must be above 0.',
  ],
  [() => plr({ draw: anySeed, staleness: -1 }), 'plr: staleness is -1; it must be from 0 to 1.'],
])('mistakes are told in a sentence: %#', (mistake, sentence) => expect(mistake).toThrow(sentence))
