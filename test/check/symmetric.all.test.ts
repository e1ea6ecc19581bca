import { fc, test } from '@fast-check/vitest'
import { checkProtocol, type System } from 'coevo/check'
import { watching, type Monitor } from 'coevo/protocol'
import { expect } from 'vitest'
import { drafts, systemOf } from './arbitrary-system.ts'
import { nameOf } from './cause.ts'
import { consult } from './oracle.ts'

const { monitor, never, sent, sometimes } = watching()

/** Promises and invariants of the random systems, some of which name a guest. */
const naming: readonly Monitor[] = [
  never(
    'guest-1 answers',
    sent('pong', ({ from }) => from === 'guest-1'),
  ),
  sometimes(
    'guest-1 hears of it',
    sent('ping', ({ to }) => to === 'guest-1'),
  ),
  monitor<string>('guest-0 comes first', {
    initial: '',
    next: (first, seen) =>
      first === '' && seen.at === 'sent' && seen.message.from !== 'host' ? seen.message.from : first,
    broken: (first) => (first === 'guest-1' ? 'it did not' : null),
  }),
  monitor<readonly string[]>('who spoke', {
    initial: [],
    next: (who, seen) =>
      seen.at === 'sent' && !who.includes(seen.message.from) ? [...who, seen.message.from].toSorted() : who,
    broken: (who) => (who.length === 3 ? 'all did' : null),
  }),
]

/** The most states that are compared. */
const MOST = 500

test.prop([drafts, fc.subarray([...naming]), fc.boolean(), fc.integer({ min: 2, max: 3 })], { numRuns: 15 })(
  'whatever a system is, its verdict is the same with agents taken for alike and told apart',
  async (draft, monitors, names, guests) => {
    const faults = { ...draft.faults, partition: 0 }
    const made = systemOf({ ...draft, guests, faults, orders: [] }, true)
    const invariants: System['invariants'] = {
      ...made.invariants,
      ...(names && {
        'guest-1 is not in s2': (states) =>
          (states['guest-1'] as { name?: string } | null)?.name === 's2' ? 'it is' : null,
      }),
    }
    const system = { ...made, monitors, invariants }
    fc.pre(consult(system, {}, MOST) !== null)
    const options = { maxViolations: 1000, reduce: false }
    const [alike, apart] = [
      await checkProtocol(system, options),
      await checkProtocol(system, { ...options, symmetry: false }),
    ]
    const found = ({ violations }: typeof alike) =>
      [...new Set(violations.map(({ cause }) => nameOf(cause).replace(/^hang (\w+) .*/, 'hang $1')))]
        .filter((name) => name !== 'restless')
        .toSorted()
    expect(found(alike)).toEqual(found(apart))
  },
)
