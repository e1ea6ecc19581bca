import { match } from 'coevo/agents/match-session'
import { memoryJournal } from 'coevo/bus'
import { uniform } from 'coevo/game'
import { kuhnPoker } from 'coevo/games/kuhn-poker'
import type { SessionKind } from 'coevo/scenario'
import { expect, expectTypeOf, test } from 'vitest'
import { fakeModel } from './fake-model.ts'

const sessions = Array.from({ length: 40 }, (_, i) => i)

test('knows the models that take part, in its type too', () => {
  const kind = match({ game: kuhnPoker, seats: [{ model: 'hero' }, { model: 'villain' }] })
  expectTypeOf(kind).toEqualTypeOf<SessionKind<'hero' | 'villain'>>()
  expect(kind).toMatchObject({
    name: 'kuhn-poker',
    roles: ['player-0', 'player-1'],
    models: ['hero', 'villain'],
  })
  const exact = match({ game: kuhnPoker, seats: ['equilibrium', uniform] })
  expectTypeOf(exact).toEqualTypeOf<SessionKind<never>>()
  expect(exact.models).toEqual([])
})

test("records a model's turns under its name in the scenario, and one batch serves both its seats", async () => {
  const journal = memoryJournal()
  const kind = match({ game: kuhnPoker, seats: [{ model: 'hero' }, { model: 'hero' }] })
  const hero = fakeModel(kuhnPoker)
  const episodes = await kind.play({ seed: 1, sessions, concurrency: 40, models: { hero }, journal })
  expect(hero.batches).toHaveLength(3)
  for (const { roles, session, end } of episodes) {
    expect(end).toBe('finished')
    const { payload } = journal.session(String(session))[2]!.message
    const { observation } = payload as { observation: string }
    const [opening] = roles[0]!.turns
    expect(roles.map(({ model }) => model)).toEqual(['hero', 'hero'])
    expect(opening!.ply).toBe(0)
    expect(hero.tokenizer.decode(opening!.prompt)).toBe(observation)
    expect(opening!.completion.at(-1)).toBe(hero.tokenizer.endOfTurn)
    expect(opening!.allowed[0]).toEqual(['check', 'bet'].map((word) => hero.tokenizer.encode(word)[0]))
  }
})

test('lets a model write what it likes unless the rule constrains it', async () => {
  const hero = fakeModel(kuhnPoker, () => 'gibberish')
  const kind = match({ game: kuhnPoker, seats: ['uniform', { model: 'hero' }], rule: 'spiral' })
  const [episode] = await kind.play({ seed: 1, sessions: [0], concurrency: 1, models: { hero } })
  expect(episode!.roles.map((role) => role.return)).toEqual([1, -3])
  expect(episode!.roles[1]).toMatchObject({ illegal: 1, parseFailures: 1 })
  expect(episode!.roles[1]!.turns).toHaveLength(1)
})

test('plays round after round, the same for the same seed', async () => {
  const kind = match({ game: kuhnPoker, seats: ['uniform', 'cfr+:50'] })
  const round = { sessions, concurrency: 16, models: {} }
  const once = await kind.play({ ...round, seed: 1 })
  expect(await kind.play({ ...round, seed: 2 })).not.toEqual(once)
  expect(await kind.play({ ...round, seed: 1, concurrency: 3 })).toEqual(once)
})

test('refuses what cannot be played before it is played', () => {
  expect(() => match({ game: kuhnPoker, seats: ['uniform'] })).toThrow(
    'kuhn-poker has 2 players, not 1: fill a seat for each.',
  )
  expect(() => match({ game: kuhnPoker, seats: ['uniform', 'uinform'] })).toThrow("did you mean 'uniform'")
  expect(() => match({ game: kuhnPoker, seats: ['first', 'first'], rule: 'retry' })).toThrow(
    "There is no illegal-move rule 'retry'.",
  )
})

test('ends a match with a model that never answers, given a real clock', async () => {
  const impatient = {
    setTimeout: (callback: () => void) => setTimeout(callback, 5),
    clearTimeout: (timer: unknown) => clearTimeout(timer as NodeJS.Timeout),
  }
  const hero = { ...fakeModel(kuhnPoker), generate: () => new Promise<never>(() => {}) }
  const kind = match({ game: kuhnPoker, seats: [{ model: 'hero' }, 'first'], clock: impatient })
  const [episode] = await kind.play({ seed: 1, sessions: [0], concurrency: 1, models: { hero } })
  expect(episode!.end).toBe('timeout')
})
