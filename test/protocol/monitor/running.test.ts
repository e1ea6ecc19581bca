import { createBus, memoryJournal, type JournalEntry, type Message, type Receivers } from 'coevo/bus'
import { checkJournal, watchBus, watching, type Breach, type Monitor, type Observation } from 'coevo/protocol'
import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { errand, message, type ErrandMessage } from './errand.ts'

const { leadsTo, never, sent, sometimes, monitor, act } = watching<ErrandMessage>()
const answered = leadsTo('questions are answered', sent('ask'), sent('answer'))
const big = never(
  'nobody says 9',
  sent(['ask', 'answer'], ({ payload }) => payload.n === 9),
)
const goal = sometimes(
  'somebody says 3',
  sent(['ask', 'answer'], ({ payload }) => payload.n === 3),
)
const monitors = [answered, big, goal]

const ask = (n: number) => ({ to: 'answerer-0', type: 'ask', payload: { n } })
const answer = (n: number) => ({ to: 'asker', type: 'answer', payload: { n } })
const silent: Receivers = new Map(['asker', 'answerer-0'].map((address) => [address, () => {}]))

/** A bus that is watched, and what was reported of it. */
function watched(promises: readonly Monitor[] = monitors) {
  const journal = memoryJournal()
  const bus = createBus({ protocol: errand, journal })
  const breaches: Breach[] = []
  const watcher = watchBus(bus, promises, (breach) => breaches.push(breach))
  return { bus, journal, breaches, watcher }
}

describe('a bus that is watched', () => {
  test('reports a broken promise once, when it breaks, and what is owed when the session closes', () => {
    const { bus, breaches, watcher } = watched()
    const session = bus.open('s', silent)
    session.send('asker', ask(9), null)
    const broken = {
      kind: 'broken',
      session: 's',
      monitor: 'nobody says 9',
      detail: 'ask {"n":9} from asker to answerer-0 was sent',
      seq: 0,
    }
    expect(breaches).toEqual([broken])
    session.send('asker', ask(9), null)
    session.close()
    expect(breaches).toEqual([
      broken,
      {
        kind: 'owed',
        session: 's',
        monitor: 'questions are answered',
        detail: 'it was still owed when the session ended',
        seq: null,
      },
    ])
    expect(watcher.reached).toEqual(new Set())
  })

  test('keeps sessions apart, and forgets those that are closed', () => {
    const { bus, breaches, watcher } = watched()
    const [a, b] = ['a', 'b'].map((id) => bus.open(id, silent))
    a!.send('asker', ask(3), null)
    b!.send('answerer-0', answer(1), null)
    a!.close()
    expect(breaches.map(({ session }) => session)).toEqual(['a'])
    bus.open('a', silent).close()
    b!.close()
    expect(breaches).toHaveLength(1)
    expect(watcher.reached).toEqual(new Set(['somebody says 3']))
  })

  test('is told of acts and restarts, and watches no more when it is stopped', () => {
    const { bus, breaches, watcher } = watched([never('nobody notes', act('note'))])
    const note: Observation = { at: 'act', by: 'asker', type: 'note', params: null }
    const session = bus.open('s', silent)
    watcher.see('other', note)
    expect(breaches).toEqual([])
    watcher.see('s', note)
    expect(breaches.map(({ detail, seq }) => [detail, seq])).toEqual([["asker did 'note'", null]])
    session.close()
    watcher.stop()
    bus.open('s', silent)
    watcher.see('s', note)
    expect(breaches).toHaveLength(1)
    expect(bus.eventNames()).toEqual([])
  })

  test('does not suffer from a monitor that fails', () => {
    const failing = monitor('fails', { initial: 0, next: () => expect.fail('no such field') })
    const { bus, breaches } = watched([failing])
    const session = bus.open('s', silent)
    session.send('asker', ask(1), null)
    session.send('asker', ask(2), null)
    expect(breaches.map(({ detail }) => detail)).toEqual(['the monitor failed: no such field'])
  })
})

describe('a recorded journal', () => {
  const entry = (message: Message): JournalEntry => ({ message, refused: null })
  const asked = message('ask', 3)
  const replied = message('answer', 9, { seq: 1, cause: 's#0' })

  test('of one session: what broke at which message, what is owed, what was reached', () => {
    const [verdict] = checkJournal([asked, replied].map(entry), { ...errand, monitors })
    expect(verdict).toEqual({
      session: 's',
      messages: 2,
      breaches: [
        {
          kind: 'broken',
          session: 's',
          monitor: 'nobody says 9',
          detail: 'answer {"n":9} from answerer-0 to asker was sent',
          seq: 1,
        },
      ],
      foreign: [],
      reached: ['somebody says 3'],
    })
    expect(checkJournal([entry(asked)], errand, [answered])[0]!.breaches).toMatchObject([
      { kind: 'owed', monitor: 'questions are answered', seq: null },
    ])
  })

  test('of sessions that took turns, one of them under the name of another', () => {
    const other = { ...asked, session: 't', id: 't#0' }
    const late = { reason: 'closed session', detail: 'late' } as const
    const verdicts = checkJournal(
      [
        entry(asked),
        entry(other),
        entry(replied),
        { message: { ...asked, seq: -1 }, refused: late },
        entry(asked),
      ],
      errand,
      [answered],
    )
    expect(verdicts.map(({ session, messages, breaches }) => [session, messages, breaches.length])).toEqual([
      ['s', 2, 0],
      ['t', 1, 1],
      ['s', 1, 1],
    ])
  })

  test('names messages that the protocol does not allow', () => {
    const [verdict] = checkJournal(
      [
        entry(asked),
        entry({ ...replied, payload: { n: 'nine' } }),
        entry({ ...asked, id: 's#2', seq: 2, from: 'answerer-0', to: 'asker' }),
        entry({ ...asked, id: 's#3', seq: 3, type: 'order' }),
        entry({ ...asked, id: 's#4', seq: 4, from: 'janitor' }),
      ],
      errand,
    )
    expect(verdict!.foreign.map(({ message, refused }) => [message.seq, refused.reason])).toEqual([
      [1, 'invalid payload'],
      [2, 'wrong direction'],
      [3, 'unknown type'],
      [4, 'unknown sender'],
    ])
  })
})

const addresses = ['asker', 'answerer-0', 'answerer-1']
const drafts = fc.array(
  fc.record({
    to: fc.constantFrom(...addresses, 'nobody'),
    type: fc.constantFrom('ask', 'answer', 'ask', 'answer', 'other'),
    n: fc.oneof({ weight: 9, arbitrary: fc.nat({ max: 9 }) }, { weight: 1, arbitrary: fc.constant('x') }),
  }),
  { minLength: 1, maxLength: 3 },
)
/** What receivers do, one reaction after the other, whatever they hear. */
const reactions = fc.array(
  fc.record({ replies: fc.option(drafts), fails: fc.nat({ max: 5 }).map((n) => n === 0) }),
  {
    maxLength: 12,
  },
)
/** What is sent for no cause, by the agents in turn; each batch is delivered before the next leaves. */
const batches = fc.array(drafts, { minLength: 1, maxLength: 4 })

property.prop([fc.array(fc.tuple(batches, reactions), { minLength: 1, maxLength: 3 }), fc.boolean()])(
  'what monitors see of a journal is what they saw on the bus',
  (plan, closesEarly) => {
    const histories = new Map<string, Observation[]>()
    const seenBy = (name: string) =>
      monitor<number>(name, { initial: 0, next: (count, seen) => note(name, count, seen) })
    const note = (name: string, count: number, seen: Observation) => {
      const key = `${name} ${seen.at === 'act' || seen.at === 'restarted' ? '' : seen.message.session}`
      histories.set(key, [...(histories.get(key) ?? []), seen])
      return count + 1
    }
    const { bus, journal, breaches } = watched([seenBy('live'), ...monitors])
    const sessions = plan.map(([, script], id) => {
      const left = script.values()
      const receivers: Receivers = new Map(
        addresses.map((address) => [
          address,
          ({ id: cause }: Message) => {
            const { replies, fails } = left.next().value ?? { replies: null, fails: false }
            for (const { to, type, n } of replies ?? [])
              session.send(address, { to, type, payload: { n } }, cause)
            if (fails) throw new Error('out of order')
          },
        ]),
      )
      const session = bus.open(String(id), receivers)
      return session
    })
    for (let round = 0; round < 4; round++) {
      for (const [id, [rounds]] of plan.entries())
        for (const { to, type, n } of rounds[round] ?? [])
          sessions[id]!.send(addresses[round % 3]!, { to, type, payload: { n } }, null)
      if (!closesEarly || round < 3) bus.drain()
    }
    for (const session of sessions) session.close()
    bus.drain()
    const recorded = sessions.flatMap(({ id }) => journal.session(id))
    const verdicts = checkJournal(recorded, errand, [seenBy('recorded'), ...monitors])
    for (const { id } of sessions)
      expect(histories.get(`recorded ${id}`)).toEqual(histories.get(`live ${id}`))
    const order = ({ session, monitor }: Breach) => `${session} ${monitor}`
    const sorted = (all: readonly Breach[]) => all.toSorted((a, b) => (order(a) < order(b) ? -1 : 1))
    expect(sorted(verdicts.flatMap((verdict) => verdict.breaches))).toEqual(sorted(breaches))
    expect(verdicts.flatMap(({ foreign }) => foreign)).toEqual([])
  },
)
