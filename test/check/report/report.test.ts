import { expect, test } from 'vitest'
import {
  deviationsOf,
  describeCause,
  describeOutcome,
  formatResult,
  formatViolation,
} from '../../../src/check/report/index.ts'
import type { Cause, CheckResult, Trace, Violation } from '../../../src/check/result.ts'
import { expectGolden } from '../../games/golden.ts'
import { hang, message, trouble } from './stories.ts'

const violationOf = (cause: Cause, trace: Trace): Violation => ({
  cause,
  summary: describeCause(cause),
  token: '1.3xAd',
  deviations: deviationsOf(trace),
  trace,
})

const hanging = violationOf({ kind: 'hang', address: 'player-1', state: 'ready' }, hang)
const owed = violationOf({ kind: 'owed', monitor: 'every match ends' }, trouble)

const clean: CheckResult = {
  protocol: 'match',
  mode: 'exhaustive',
  scope: {
    network: 'unordered',
    faults: { drop: 1, duplicate: 1, crash: 0, partition: 0 },
    time: 'free',
  },
  complete: true,
  within: null,
  states: 48_120,
  transitions: 190_334,
  runs: 0,
  depth: 41,
  notes: [],
  violations: [],
  coverage: {
    states: { referee: { idle: 96, waiting: 190_000 }, player: { idle: 12, ready: 1_030, deciding: 0 } },
    messages: { start: 212, turn: 1_020 },
    faults: { drop: 3_200, duplicate: 0 },
    outcomes: { "player policy: returns 'bet'": 400, 'player policy: never answers': 20 },
    timers: {},
    warnings: ['No message arrived twice, though 1 may.', "No player was ever in 'deciding'."],
  },
}

test('a hang is told from its cause to its diagram', () => {
  const report = formatViolation(hanging, {
    protocol: 'match',
    system: 'match-kuhn',
    coverage: clean.coverage,
  })
  expect(report.split('\n')[0]).toBe(
    "player-1 waits in 'ready' for ever: nothing is on its way and no timer is set.",
  )
  expectGolden(report, 'hang.golden.md', import.meta)
})

test('every kind of choice is told', () =>
  expectGolden(
    formatViolation(owed, { protocol: 'match', system: './match.ts' }),
    'trouble.golden.md',
    import.meta,
  ))

const causes: readonly Cause[] = [
  { kind: 'broken', monitor: 'a match ends once', detail: 'referee reported twice' },
  { kind: 'owed', monitor: 'every match ends' },
  { kind: 'invariant', name: 'one winner', detail: 'both players won.' },
  { kind: 'hang', address: 'player-0', state: 'deciding' },
  { kind: 'restless', period: 1 },
  {
    kind: 'refused',
    message: message(2, 'referee', 'player-0', 'turn', { turn: '0' }),
    refused: { reason: 'invalid payload', detail: 'turn: expected number' },
  },
  { kind: 'failed', address: 'referee', state: 'waiting', event: 'move', error: 'TypeError: no\n  at here' },
  {
    kind: 'nondeterministic',
    address: 'player-0',
    state: 'ready',
    event: 'xstate.done.actor.policy',
    source: 'Date.now',
  },
  {
    kind: 'nondeterministic',
    address: 'player-0',
    state: 'ready',
    event: 'xstate.after.referee.player.ready',
    source: null,
  },
  { kind: 'unreached', monitor: 'a match is played' },
]

test('each cause is one sentence, and each promise that it breaks is named', () => {
  const told = causes.flatMap((cause) => {
    const [, ...rest] = formatViolation(violationOf(cause, hang), { protocol: 'p', system: 's' }).split('\n')
    return [describeCause(cause), rest[2]!, '']
  })
  expectGolden(told.join('\n'), 'causes.golden.md', import.meta)
})

test('outcomes are told as they end a sentence', () =>
  expect(
    [
      { kind: 'returns', value: { text: 'bet', trace: null } } as const,
      { kind: 'returns', value: '' } as const,
      { kind: 'throws', error: new RangeError('too\nmuch') } as const,
      { kind: 'never' } as const,
    ].map(describeOutcome),
  ).toEqual([
    "returns { text: 'bet', trace: null }",
    "returns ''",
    'throws RangeError: too much',
    'never answers',
  ]))

test.for([
  ['clean', clean],
  [
    'failed',
    { ...clean, complete: false, violations: [hanging], notes: ['It stopped at the first violation.'] },
  ],
  ['random', { ...clean, mode: 'random', complete: false, states: 0, runs: 100_000 }],
  ['cut', { ...clean, complete: false, notes: ['It stopped at 48,120 states, with 612 still to visit.'] }],
] as const)('the result of a check is summed up: %s', ([name, result]) => {
  const text = formatResult(result)
  expect(text.includes('no violation in any of')).toBe(name === 'clean')
  expectGolden(text, `result-${name}.golden.md`, import.meta)
})

test('a long run is told without its middle', () => {
  const steps = Array.from({ length: 1000 }, (_, index) => ({ ...hang.steps[0]!, index, sent: [] }))
  const report = formatViolation(violationOf(causes[0]!, { ...hang, steps }), { protocol: 'p', system: 's' })
  expect(report).toContain('… 880 steps are left out here …')
  expect(report).toContain('Note over p0,p2: 880 steps are left out here')
  expect(report.length).toBeLessThan(20_000)
})
