import { describe, expect, test } from 'vitest'
import type { JournalEntry } from '../bus/index.ts'
import type { Turn } from '../learn/experience.ts'
import type { PlayContext, SessionKind } from './session.ts'

const numbers = Array.from({ length: 24 }, (_, i) => 2 * i + 5)

/**
 * Checks that a kind of session keeps the contract of `SessionKind`.
 *
 * @param fresh makes the kind and the models it plays with; it is called for each test
 */
export function describeSession<Name extends string>(
  name: string,
  fresh: () => { readonly kind: SessionKind<Name>; readonly models: PlayContext<Name>['models'] },
): void {
  const play = ({ kind, models } = fresh(), changes: Partial<PlayContext<Name>> = {}) =>
    kind.play({ seed: 1, sessions: numbers, concurrency: 8, models, ...changes })

  describe(name, () => {
    test('leaves one episode a session, in their order, with its roles by seat', async () => {
      const { kind, models } = fresh()
      const episodes = await play({ kind, models })
      expect(episodes.map(({ session }) => session)).toEqual(numbers)
      for (const { roles } of episodes) {
        expect(roles.map(({ role }) => role)).toEqual(kind.roles)
        for (const { model, turns, ...counts } of roles) {
          if (model === null) expect(turns).toEqual([])
          else expect(kind.models).toContain(model)
          expect(counts.return).toSatisfy(Number.isFinite)
          expect(counts.illegal).toBeGreaterThanOrEqual(counts.parseFailures)
        }
      }
    })

    test('names the models that play, and no others', async () => {
      const { kind, models } = fresh()
      const played = (await play({ kind, models })).flatMap(({ roles }) => roles.map(({ model }) => model))
      expect(new Set(played.filter((model) => model !== null))).toEqual(new Set(kind.models))
    })

    test('records turns that can be learned from', async () => {
      for (const { roles } of await play()) {
        const turns = roles.flatMap((role) => role.turns)
        expect(new Set(turns.map(({ ply }) => ply)).size).toBe(turns.length)
        for (const role of roles) {
          const plies = role.turns.map(({ ply }) => ply)
          expect(plies).toEqual(plies.toSorted((a, b) => a - b))
        }
        for (const turn of turns) expectWhole(turn)
      }
    })

    test('does not depend on how many sessions are open at once', async () => {
      const episodes = await play()
      for (const concurrency of [1, 5, 1000]) expect(await play(fresh(), { concurrency })).toEqual(episodes)
    })

    test('does not depend on neighbours, on what was played before, or on its being repeated', async () => {
      const stage = fresh()
      const episodes = await play(stage)
      await play(stage, { seed: 2 })
      const [one, other] = [episodes[3]!, episodes[20]!]
      expect(await play(stage, { sessions: [one.session, other.session] })).toEqual([one, other])
      expect(await play(stage)).toEqual(episodes)
    })

    test('draws from streams of the seed and the session', async () => {
      const text = (session: number) => (episode: { readonly session: number }) =>
        JSON.stringify({ ...episode, session })
      const episodes = await play()
      expect(new Set(episodes.map(text(0))).size).toBeGreaterThan(1)
      expect((await play(fresh(), { seed: 2 })).map(text(0))).not.toEqual(episodes.map(text(0)))
    })

    test('tells the journal what is said, under the number of the session', async () => {
      const entries: JournalEntry[] = []
      await play(fresh(), { journal: { append: (entry) => void entries.push(entry) } })
      const bySession = Map.groupBy(entries, ({ message }) => message.session)
      for (const [session, said] of bySession) {
        expect(numbers.map(String)).toContain(session)
        const order = said.flatMap(({ message, refused }) => (refused === null ? [message.seq] : []))
        expect(order).toEqual(order.map((_, i) => i))
      }
    })
  })
}

function expectWhole({ prompt, completion, logprobs, allowed }: Turn): void {
  expect(prompt.length).toBeGreaterThan(0)
  expect(completion.length).toBeGreaterThan(0)
  expect([logprobs.length, allowed.length]).toEqual([completion.length, completion.length])
  for (const [i, token] of completion.entries()) {
    expect(logprobs[i]).toBeLessThanOrEqual(0)
    expect(logprobs[i]).toSatisfy(Number.isFinite)
    if (allowed[i] !== null) expect(allowed[i]).toContain(token)
  }
}
