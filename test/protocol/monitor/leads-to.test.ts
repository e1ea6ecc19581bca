import { watching, type Observation } from 'coevo/protocol'
import { fc, test as property } from '@fast-check/vitest'
import { expect, test } from 'vitest'
import { delivered, follow, message, restarted, sent, type ErrandMessage } from './errand.ts'

const watch = watching<ErrandMessage>()
const keyOf = ({ message: { to, from } }: { readonly message: ErrandMessage }) => (to === 'asker' ? from : to)
const ask = (answerer: string) => sent(message('ask', 1, { answerer }))
const answer = (answerer: string) => delivered(message('answer', 1, { answerer }))

test('what is asked is owed until it is answered, by each for himself', () => {
  const answered = watch.leadsTo('questions are answered', watch.sent('ask'), watch.delivered('answer'), {
    by: (one) => keyOf(one),
  })
  expect(follow(answered, []).hot).toBe(false)
  expect(follow(answered, [ask('answerer-0')]).hot).toBe(true)
  expect(follow(answered, [ask('answerer-0'), answer('answerer-1')]).hot).toBe(true)
  expect(follow(answered, [ask('answerer-0'), ask('answerer-0'), answer('answerer-0')]).hot).toBe(false)
  expect(follow(answered, [answer('answerer-0'), ask('answerer-0')]).hot).toBe(true)
})

test('without a key any answer will do', () => {
  const answered = watch.leadsTo('an answer comes', watch.sent('ask'), watch.delivered('answer'))
  expect(follow(answered, [ask('answerer-0'), ask('answerer-1'), answer('answerer-1')]).hot).toBe(false)
})

test('within counts the messages that enter after the question, the answer included', () => {
  const soon = watch.leadsTo('soon', watch.sent('ask'), watch.sent('answer'), {
    by: (seen) => keyOf(seen),
    within: 2,
  })
  const other = ask('answerer-1')
  const mine = (i: number) => sent(message('answer', 1, { seq: i, answerer: 'answerer-0' }))
  expect(follow(soon, [ask('answerer-0'), other, mine(2)]).broken).toBeNull()
  expect(follow(soon, [ask('answerer-0'), other, other, mine(3)]).broken).toEqual({
    at: 3,
    detail: "'answerer-0' was still owed after 2 messages",
  })
})

test('unless forgives', () => {
  const unless = watch.restarted('asker', { remembers: false })
  const answered = watch.leadsTo('a', watch.sent('ask'), watch.sent('answer'), {
    by: (seen) => keyOf(seen),
    unless,
  })
  expect(follow(answered, [ask('answerer-0'), restarted('asker', true)]).hot).toBe(true)
  expect(follow(answered, [ask('answerer-0'), restarted('asker', false)]).hot).toBe(false)
  expect(follow(answered, [restarted('asker', false), ask('answerer-0')]).hot).toBe(true)
})

const seen: fc.Arbitrary<Observation> = fc.oneof(
  fc.constantFrom('answerer-0', 'answerer-1').map(ask),
  fc.constantFrom('answerer-0', 'answerer-1').map(answer),
  fc.constantFrom(sent(message('answer', 1)), restarted('asker', false), delivered(message('ask', 1))),
)

/**
 * The promise as it is defined: whoever is asked at i answers at some j ≥ i, unless something forgives
 * before, and of the messages sent after i up to j there are at most `within`.
 */
function definition(history: readonly Observation[], within: number) {
  const isSent = (i: number) => history[i]!.at === 'sent'
  const places = [...history.keys()]
  let brokenAt: number | null = null
  let hot = false
  for (const i of places) {
    const asked = history[i]!
    if (asked.at !== 'sent' || asked.message.type !== 'ask') continue
    const rest = places.slice(i + 1)
    const settled = rest.find((j) => {
      const one = history[j]!
      if (one.at === 'restarted') return true
      return one.at === 'delivered' && one.message.type === 'answer' && one.message.from === asked.message.to
    })
    const overdue = rest.find((j) => rest.filter((k) => k <= j && isSent(k)).length > within)
    if (overdue !== undefined && (settled === undefined || overdue <= settled))
      brokenAt = Math.min(brokenAt ?? Infinity, overdue)
    if (settled === undefined) hot = true
  }
  return { brokenAt, hot }
}

property.prop([fc.array(seen, { maxLength: 20 }), fc.constantFrom(0, 1, 3, Infinity)])(
  'is owed and broken exactly as it is defined',
  (history, within) => {
    const monitor = watch.leadsTo('defined', watch.sent('ask'), watch.delivered('answer'), {
      by: (one) => keyOf(one),
      unless: watch.restarted(),
      ...(within < Infinity && { within }),
    })
    const { brokenAt, hot } = definition(history, within)
    const found = follow(monitor, history)
    expect(found.broken?.at ?? null).toBe(brokenAt)
    if (brokenAt === null) expect(found.hot).toBe(hot)
  },
)
