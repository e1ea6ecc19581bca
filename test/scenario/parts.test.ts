import { UserError } from 'coevo/core'
import { always, resume, run, type RunEvent } from 'coevo/scenario'
import { describe, expect, it, test } from 'vitest'
import { coinScenario, createCoin, createLadder, createNudge, regret, toss } from './fakes.ts'
import { temporaryFolder } from '../temporary-folder.ts'

const out = temporaryFolder('parts')

const boom = () => {
  throw new Error('boom')
}
const never = undefined as never

/** The coin, with parts that a user's file may hold and a compiler would refuse. */
const withParts = (parts: object) => ({
  ...coinScenario,
  build: (...args: Parameters<typeof coinScenario.build>) =>
    ({ ...coinScenario.build(...args), steps: 2, checkpointEvery: 1, ...parts }) as never,
})

const work = (changes: object) => ({ work: { ...createLadder(), ...changes } })
const next = (order: unknown) => work({ next: () => order })
const play = (change: (episodes: never[]) => unknown) =>
  next({
    kind: { ...toss, play: async (context: never) => change((await toss.play(context)) as never[]) },
    sessions: 4,
  })
const learner = (changes: object) => ({
  learners: { coin: (model: never) => ({ ...createNudge(model), ...changes }) },
})
const evaluate = (measured: unknown) => ({
  evaluate: [{ ...regret, evaluate: () => Promise.resolve(measured) }],
})
const cyclic: unknown[] = []
cyclic.push(cyclic)

const broken: readonly (readonly [name: string, parts: object, told: string])[] = [
  ['a model that throws', { models: { coin: boom } }, ": the model 'coin' failed: boom."],
  [
    'a model that rejects',
    { models: { coin: () => Promise.reject(never) } },
    ": the model 'coin' failed: undefined.",
  ],
  [
    'no model',
    { models: { coin: () => undefined } },
    ": the model 'coin' gave undefined; its factory must give an object with generate, score, save, load.",
  ],
  [
    'half a model',
    { models: { coin: () => ({ ...createCoin(1), load: 1 }) } },
    ": the model 'coin' gave an object without 'load'",
  ],
  ['a learner that cannot be bound', { learners: { coin: boom } }, ": the learner of 'coin' failed: boom."],
  ['no learner', { learners: { coin: () => null } }, ": the learner of 'coin' gave null;"],
  ['work that throws', work({ next: boom }), ', step 1: next of the work failed: boom.'],
  ['no work', next(undefined), ', step 1: next of the work gave no kind of session'],
  ...[0, -1, 1.5, Number.NaN, Infinity, 1e9, '4'].map(
    (sessions) =>
      [
        `${sessions} sessions`,
        next({ kind: toss, sessions }),
        `, step 1: next of the work gave ${sessions} sessions; it must give a whole number from 1 to 1000000.`,
      ] as const,
  ),
  ['sessions that throw', play(boom), ", step 1: the sessions of 'toss' failed: boom."],
  ['no episodes', play(() => null), ", step 1: the sessions of 'toss' gave null; they must give episodes."],
  ['too few episodes', play((all) => all.slice(1)), "the sessions of 'toss' gave 3 episodes of 4 sessions"],
  ['episodes in another order', play((all) => all.toReversed()), 'one a session, in their order'],
  [
    'a return that is NaN',
    play((all: never[]) =>
      all.map(({ roles, ...rest }: { roles: object[] }) => ({
        ...rest,
        roles: roles.map((role) => ({ ...role, return: Number.NaN })),
      })),
    ),
    'gave player-0 the return NaN in session 0; it must be finite.',
  ],
  ['a learner that throws', learner({ learn: boom }), ", step 1: the learner of 'coin' failed: boom."],
  [
    'a learner that says nothing',
    learner({ learn: () => undefined }),
    "the learner of 'coin' gave undefined;",
  ],
  [
    'a learner that reports a text',
    learner({ learn: () => ({ loss: 'low' }) }),
    `, step 1: the learner of 'coin' gave loss = "low"; it must be a finite number.`,
  ],
  ['a learner that reports NaN', learner({ learn: () => ({ loss: Number.NaN }) }), 'gave loss = NaN;'],
  [
    'a learner that cannot be saved',
    learner({ save: boom }),
    "step 1: saving the learner of 'coin' failed: boom.",
  ],
  ['an update that throws', work({ update: boom }), ', step 1: update of the work failed: boom.'],
  ['metrics that throw', work({ metrics: boom }), ', step 1: metrics of the work failed: boom.'],
  [
    'metrics that are NaN',
    work({ metrics: () => ({ level: Number.NaN }) }),
    'metrics of the work gave level = NaN;',
  ],
  ...['games', 'tokens', 'player-0/return', 'coin/loss', 'seconds/play'].map(
    (metric) =>
      [
        `a metric called ${metric}`,
        work({ metrics: () => ({ [metric]: -51.8 }) }),
        `metrics of the work gave a metric '${metric}', which coevo measures itself`,
      ] as const,
  ),
  [
    'a state that contains itself',
    work({ state: () => cyclic }),
    'state of the work gave what is no plain data: it contains itself',
  ],
  ['a state with a big integer', work({ state: () => ({ a: [1n] }) }), 'no plain data: state.a[0] is bigint'],
  ['a state with NaN', work({ state: () => ({ mean: Number.NaN }) }), 'no plain data: state.mean is NaN'],
  ['a state that throws', work({ state: boom }), ', step 1: state of the work failed: boom.'],
  ['a save that throws', work({ save: boom }), ', step 1: save of the work failed: boom.'],
  [
    'an evaluation that throws',
    { evaluate: [{ ...regret, evaluate: boom }] },
    ', step 0: the evaluation of nashConv failed: boom.',
  ],
  [
    'an evaluation of nothing',
    evaluate(null),
    ', step 0: the evaluation of nashConv gave null; it must give metrics',
  ],
  [
    'an evaluation that lacks its metric',
    evaluate({ other: 1 }),
    "the evaluation of nashConv gave no 'nashConv';",
  ],
  [
    'an evaluation that is NaN',
    evaluate({ nashConv: Number.NaN }),
    'step 0: the evaluation of nashConv gave nashConv = NaN;',
  ],
  [
    'an evaluation in words',
    evaluate({ nashConv: '0.5' }),
    'gave nashConv = "0.5"; it must be a finite number.',
  ],
  [
    'an evaluation with the name of a step’s metric',
    {
      evaluate: [regret, { models: [], metrics: ['games'], evaluate: () => ({ games: 1 }) }],
      evaluateEvery: 1,
    },
    ", step 1: the evaluation of games measures 'games', which every step has already",
  ],
]

describe('a part that is broken is told with its name, its step and its file', () => {
  test.each(broken)('%s', async (_, parts, told) => {
    const failed = run(withParts(parts), { seed: 1, out, source: '/home/me/coin.ts' })
    await expect(failed).rejects.toThrow(UserError)
    await expect(failed).rejects.toThrow(told)
    await expect(failed).rejects.toThrow(/^Scenario 'coin' in '\/home\/me\/coin\.ts'/)
  })

  it('is a fault of coevo’s where the scenario ships', async () => {
    const failed = run(withParts(work({ next: boom })), { seed: 1, out })
    await expect(failed).rejects.toThrow("Scenario 'coin', step 1: next of the work failed: boom.")
    await expect(failed).rejects.not.toBeInstanceOf(UserError)
  })

  it('is told when a run is taken up again, too', async () => {
    const stop = new AbortController()
    const onEvent = ({ type }: RunEvent) => type === 'step' && stop.abort()
    const { run: folder } = await run(withParts({}), { seed: 1, out, signal: stop.signal, onEvent })
    const told = ["loading the learner of 'coin' failed: boom.", 'restore of the work failed: boom.']
    for (const [i, parts] of [learner({ load: boom }), work({ restore: boom })].entries())
      await expect(resume(withParts(parts), { folder })).rejects.toThrow(
        `Scenario 'coin', step 1: ${told[i]}`,
      )
  })
})

describe('a training that has diverged', () => {
  const spoiled = (finite: boolean) => {
    const coin = { ...createCoin(1), weights: { current: Float32Array.of(1, finite ? 2 : Number.NaN) } }
    let step = 0
    return withParts({
      models: { coin: () => coin },
      evaluate: [{ ...regret, evaluate: () => ({ nashConv: step++ === 0 ? 1 : Number.NaN }) }],
    })
  }

  it('is known by its weights', () =>
    expect(run(spoiled(false), { seed: 1, out })).rejects.toThrow(
      "Step 2: the nashConv is NaN, and weights of 'coin' are not finite: the training has diverged; start again with a smaller learning rate.",
    ))

  it('is not what a measure of the user’s shows', () =>
    expect(run(spoiled(true), { seed: 1, out })).rejects.toThrow(
      'step 2: the evaluation of nashConv gave nashConv = NaN;',
    ))
})

it.each([0, -1, 1.5, Number.NaN])('always refuses %d sessions', (sessions) => {
  expect(() => always(toss, sessions)).toThrow(
    `always('toss'): sessions is ${sessions}; it must be a whole number from 1 to 1000000.`,
  )
})
