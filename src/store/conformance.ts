import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import type { Message } from '../bus/message.ts'
import type { Episode } from '../learn/experience.ts'
import type { CheckpointContent, RunHeader, RunStore, StepRows } from './store.ts'

/** How the suite makes the stores it tests. */
export interface StoreHarness {
  readonly create: (header: RunHeader) => RunStore
  /** Opens what is left of a run whose process was killed at this moment. */
  readonly kill: (store: RunStore) => RunStore
}

/** Checks that a store keeps the contract of `RunStore`. */
export function describeStore(name: string, { create, kill }: StoreHarness): void {
  const open: RunStore[] = []
  const made = (store: RunStore) => {
    open.push(store)
    return store
  }
  const fresh = (changes: Partial<RunHeader> = {}) => made(create({ ...header, ...changes }))
  const killed = (store: RunStore) => made(kill(store))

  describe(name, () => {
    afterEach(() => {
      for (const store of open.splice(0)) store.close()
    })

    test('a new run has its header and nothing else', () => {
      const store = fresh()
      expect(store.header).toEqual(header)
      expect(store.checkpoint).toBeNull()
      expect(store.result).toBeNull()
      expect(store.metrics()).toEqual([])
      expect([...store.episodes()]).toEqual([])
      expect(store.digest).toMatch(/^[0-9a-f]{64}$/)
    })

    test('what is committed can be read back', () => {
      const store = fresh()
      store.commitStep(rowsOf(0))
      store.commitStep(rowsOf(1))
      expect([...store.episodes()]).toEqual([...rowsOf(0).episodes, ...rowsOf(1).episodes])
      expect([...store.episodes(1)]).toEqual(rowsOf(1).episodes)
      expect(store.metrics('loss')).toEqual([
        { step: 0, name: 'loss', value: 1, timing: false },
        { step: 1, name: 'loss', value: 0.5, timing: false },
      ])
      expect(store.metrics().map(({ step, name }) => `${step} ${name}`)).toEqual([
        '0 loss',
        '0 seconds',
        '1 loss',
        '1 seconds',
      ])
      expect(store.metrics('seconds')[0]).toMatchObject({ timing: true })
      expect(store.journal('1')).toEqual(rowsOf(1).journal)
    })

    test('of a step only the sessions that are kept are written', () => {
      const store = fresh()
      store.commitStep({ ...rowsOf(1), kept: new Set([3]) })
      store.commitStep({ ...rowsOf(2), kept: new Set() })
      expect([...store.episodes()]).toEqual([rowsOf(1).episodes[1]])
      expect(store.metrics('loss')).toHaveLength(2)
    })

    test('a step is recorded whole or not at all', () => {
      const store = fresh()
      store.commitStep(rowsOf(0))
      const before = store.digest
      const twice = { ...rowsOf(1), episodes: [...rowsOf(1).episodes, ...rowsOf(0).episodes] }
      expect(() => store.commitStep(twice)).toThrow(Error)
      expect(store.digest).toBe(before)
      expect([...store.episodes()]).toEqual(rowsOf(0).episodes)
      expect(store.metrics('loss')).toHaveLength(1)
      store.commitStep(rowsOf(1))
      expect(store.metrics('loss')).toHaveLength(2)
    })

    test('steps never decrease and never enter a checkpoint that is done', async () => {
      const store = fresh()
      store.commitStep(rowsOf(3))
      expect(() => store.commitStep({ step: 2 })).toThrow(/cannot follow/)
      await expect(store.commitCheckpoint(contentOf(2))).rejects.toThrow(/cannot follow/)
      await store.commitCheckpoint(contentOf(3))
      expect(() => store.commitStep({ step: 3, metrics: { late: 1 } })).toThrow(/already in the checkpoint/)
      await expect(store.commitCheckpoint(contentOf(3))).rejects.toThrow(/cannot follow/)
    })

    test.each([Number.NaN, Number.POSITIVE_INFINITY])('a metric of %s is refused by name', (value) => {
      const store = fresh()
      expect(() => store.commitStep({ step: 0, metrics: { loss: value } })).toThrow(/'loss' of step 0/)
      expect(() => store.commitStep({ step: 0, timings: { seconds: value } })).toThrow(/'seconds' of step 0/)
    })

    test('a checkpoint holds the files and the state that were written', async () => {
      const store = fresh()
      store.commitStep(rowsOf(1))
      await store.commitCheckpoint(contentOf(1))
      for (const at of [store.checkpoint, killed(store).checkpoint]) {
        expect(at).toMatchObject({ step: 1, state: { counter: 1 } })
        expect(readFileSync(join(at!.folder, 'policy', 'weights.bin'), 'utf8')).toBe('weights 1')
      }
    })

    test('a checkpoint that fails leaves the one before and the rows', async () => {
      const store = fresh()
      store.commitStep(rowsOf(1))
      await store.commitCheckpoint(contentOf(1))
      store.commitStep(rowsOf(2))
      const before = store.digest
      const failing = { ...contentOf(2), write: () => Promise.reject(new Error('no weights')) }
      await expect(store.commitCheckpoint(failing)).rejects.toThrow('no weights')
      expect(store.checkpoint?.step).toBe(1)
      expect(store.digest).toBe(before)
      expect(readdirSync(join(store.checkpoint!.folder, 'policy'))).toEqual(['weights.bin'])
      await store.commitCheckpoint(contentOf(2))
      expect(store.checkpoint?.step).toBe(2)
    })

    test('rows after the last checkpoint are discarded by a kill, those before are kept', async () => {
      const store = fresh()
      store.commitStep(rowsOf(1))
      await store.commitCheckpoint(contentOf(1))
      const digest = store.digest
      store.commitStep(rowsOf(2))
      const again = killed(store)
      expect(again.header).toEqual(header)
      expect(again.digest).toBe(digest)
      expect([...again.episodes()]).toEqual(rowsOf(1).episodes)
      expect(again.metrics().map(({ step }) => step)).toEqual([1, 1])
      expect(again.journal('1')).toEqual(rowsOf(1).journal)
      expect(again.journal('2')).toEqual([])
    })

    test('a run killed before its first checkpoint begins again from nothing', () => {
      const store = fresh()
      const digest = store.digest
      store.commitStep(rowsOf(0))
      const again = killed(store)
      expect(again.checkpoint).toBeNull()
      expect(again.digest).toBe(digest)
      expect(again.metrics()).toEqual([])
    })

    test('wherever it is killed and resumed, a run ends with the same digest', async () => {
      const whole = await advance(fresh(), STEPS)
      for (let stop = 0; stop <= STEPS; stop++) {
        const half = await advance(fresh(), stop)
        const end = await advance(killed(half), STEPS)
        expect(end.digest, `killed after step ${stop}`).toBe(whole.digest)
        expect([...end.episodes()]).toEqual([...whole.episodes()])
      }
    })

    test('the digest depends on scenario, seed, options, metrics, episodes and files', async () => {
      const base = (await advance(fresh(), 2)).digest
      const other = [
        await advance(fresh({ scenario: 'other' }), 2),
        await advance(fresh({ seed: 8 }), 2),
        await advance(fresh({ options: { steps: 7 } }), 2),
        await advance(fresh(), 2, (rows) => ({ ...rows, metrics: { loss: 0.25 } })),
        await advance(fresh(), 2, (rows) => ({ ...rows, episodes: rows.episodes.slice(1) })),
        await advance(fresh(), 2, (rows) => ({ ...rows, episodes: rows.episodes.map(flipLogprob) })),
        await advance(fresh(), 2, undefined, 'other weights'),
      ].map(({ digest }) => digest)
      expect(new Set([base, ...other]).size).toBe(8)
    })

    test('the digest depends on no path, version, machine, setting, clock or journal', async () => {
      const base = (await advance(fresh(), 2)).digest
      const source = fresh({
        source: '/home/me/x.ts',
        versions: { node: '0' },
        machine: { cores: '3' },
        settings: { concurrency: 1 },
      })
      expect((await advance(source, 2)).digest).toBe(base)
      const timed = await advance(fresh(), 2, (rows) => ({ ...rows, timings: { seconds: 99 }, journal: [] }))
      expect(timed.digest).toBe(base)
    })

    test('the digest is over all episodes, whichever are kept and wherever the run was killed', async () => {
      const whole = await advance(fresh(), STEPS)
      for (const kept of [new Set<number>(), new Set([3, 6, 7, 10])])
        for (let stop = 0; stop <= STEPS; stop++) {
          const few = (rows: StepRows) => ({ ...rows, kept })
          const half = await advance(fresh(), stop, few)
          const end = await advance(killed(half), STEPS, few)
          expect(end.digest, `killed after step ${stop}`).toBe(whole.digest)
          expect([...end.episodes()].map(({ session }) => session)).toEqual([...kept])
        }
    })

    test('the result is recorded once no rows are left outside a checkpoint', async () => {
      const store = fresh()
      store.commitStep(rowsOf(1))
      expect(() => store.finish({ digest: store.digest })).toThrow(/no checkpoint holds/)
      await store.commitCheckpoint(contentOf(1))
      store.finish({ digest: store.digest })
      expect(store.result).toEqual({ digest: store.digest })
      expect(killed(store).result).toEqual({ digest: store.digest })
    })
  })
}

const STEPS = 5

const header: RunHeader = {
  scenario: 'self-play',
  source: null,
  seed: 7,
  options: { steps: STEPS, game: 'kuhn-poker' },
  versions: { coevo: '0.1.0' },
  settings: { concurrency: 64 },
}

/** Two episodes, two metrics and a message that a step's number determines. */
function rowsOf(step: number) {
  const rows = {
    step,
    episodes: [episodeOf(2 * step), episodeOf(2 * step + 1)],
    metrics: { loss: 1 / (step + 1) },
    timings: { seconds: step },
    journal: [messageOf(String(step))],
  }
  return rows satisfies StepRows
}

function episodeOf(session: number): Episode {
  const role = { model: 'policy', return: session % 2 === 0 ? 1 : -1, illegal: 0, parseFailures: 1 }
  const turn = {
    prompt: [1, 2, session],
    completion: [3, 4],
    logprobs: [-0.1, -1 / 3],
    allowed: [[3, 5], null],
  }
  return {
    session,
    game: 'kuhn-poker',
    roles: [
      { ...role, role: 'player-0', turns: [{ ply: 0, ...turn }] },
      { ...role, role: 'player-1', model: null, return: -role.return, turns: [{ ply: 1, ...turn }] },
    ],
    end: 'finished',
  }
}

function flipLogprob(episode: Episode): Episode {
  const flip = (logprob: number) => logprob - Number.EPSILON
  return {
    ...episode,
    roles: episode.roles.map((role) => ({
      ...role,
      turns: role.turns.map((turn) => ({ ...turn, logprobs: turn.logprobs.map(flip) })),
    })),
  }
}

function messageOf(session: string): Message {
  const payload = { state: { cards: [0, 1] }, legal: [0, 1] }
  return {
    id: `${session}#0`,
    session,
    from: 'referee',
    to: 'player-0',
    type: 'turn',
    payload,
    seq: 0,
    cause: null,
  }
}

function contentOf(step: number, weights = `weights ${step}`): CheckpointContent {
  return {
    step,
    state: { counter: step },
    write(folder) {
      mkdirSync(join(folder, 'policy'))
      writeFileSync(join(folder, 'policy', 'weights.bin'), weights)
      return Promise.resolve()
    },
  }
}

/** Goes on from the last checkpoint as a runner does, with a checkpoint every second step and at the end. */
async function advance(
  store: RunStore,
  last: number,
  change: (rows: ReturnType<typeof rowsOf>) => StepRows = (rows) => rows,
  weights?: string,
): Promise<RunStore> {
  for (let step = (store.checkpoint?.step ?? 0) + 1; step <= last; step++) {
    store.commitStep(change(rowsOf(step)))
    if (step % 2 === 0 || step === STEPS) await store.commitCheckpoint(contentOf(step, weights))
  }
  return store
}
