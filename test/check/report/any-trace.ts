import type { Message } from 'coevo/bus'
import { fc } from '@fast-check/vitest'
import type { Choice, Trace, TracedStep } from '../../../src/check/result.ts'
import { message } from './stories.ts'

/** What diagrams, terminals and pages would take for their own. */
const signs = [
  ['\n', '\r\n', '\u2028', '\u202E', '\u001B[31m', '%%{init: {}}%%', '%% no', ';', '#', '#35;', ':', '::'],
  ['end', 'end note', '"', "'", '`', '<br/>', '<script>', '&lt;', '-->', '->>', '-x', '[*]', '[[fork]]'],
  ['style a:b#c;', 'classDef a:#b;', 'direction LR', 'wrap:', '$$x$$', '{', '}', '|', '---', ' ', 'a'],
  ['participant x', 'Note over', 'rect', '😀', '\uD83D', 'ﬂ°°60¶ß', '**bold**', '_', '1. '],
].flat()

/** What a model may write. */
export const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.array(fc.constantFrom(...signs), { maxLength: 12 }).map((parts) => parts.join('')),
)

const addresses = fc.uniqueArray(fc.oneof(fc.constantFrom('referee', 'player-0', 'player-1'), text), {
  minLength: 1,
  maxLength: 4,
})

/** Runs that no engine would make: messages that nobody sent arrive, some to nobody, from anywhere. */
export const anyTrace: fc.Arbitrary<Trace> = addresses.chain((addresses) => {
  const address = fc.constantFrom(...addresses)
  const anybody = fc.oneof({ weight: 9, arbitrary: address }, text)
  const anyMessage: fc.Arbitrary<Message> = fc
    .tuple(fc.nat(20), anybody, anybody, text, fc.oneof(fc.anything(), text, fc.record({ text })))
    .map(([seq, from, to, type, payload]) => message(seq, from, to, type, payload))
  const end = fc.option(address, { nil: null })
  const choice: fc.Arbitrary<Choice> = fc.oneof(
    fc.record({
      kind: fc.constantFrom('deliver' as const, 'drop' as const, 'duplicate' as const),
      message: anyMessage,
      place: fc.nat(3),
    }),
    fc.record({ kind: fc.constant('order' as const), to: address, event: text }),
    fc.record({ kind: fc.constant('spontaneous' as const), address, event: text }),
    fc.record({ kind: fc.constant('timer' as const), address, timer: text, delay: fc.nat() }),
    fc.record({ kind: fc.constant('outcome' as const), address, source: text, outcome: text }),
    fc.record({ kind: fc.constant('crash' as const), address }),
    fc.record({ kind: fc.constant('restart' as const), address, remembers: fc.boolean() }),
    fc.record({ kind: fc.constantFrom('cut' as const, 'heal' as const), from: end, to: end }),
  )
  const states = fc
    .array(text, { minLength: addresses.length, maxLength: addresses.length })
    .map((names): Readonly<Record<string, string>> =>
      Object.fromEntries(addresses.map((address, i) => [address, names[i]!])),
    )
  const step: fc.Arbitrary<Omit<TracedStep, 'index'>> = fc.record({
    choice,
    picked: fc.nat(2),
    options: fc.constant(3),
    sent: fc.array(fc.record({ message: anyMessage, lost: fc.boolean() }), { maxLength: 2 }),
    acts: fc.array(fc.record({ by: address, type: text, params: fc.anything() }), { maxLength: 1 }),
    ignored: fc.boolean(),
    states,
  })
  return fc
    .record({
      initial: states,
      opening: fc.array(anyMessage, { maxLength: 2 }),
      steps: fc.array(step, { maxLength: 12 }),
      final: fc.dictionary(fc.constantFrom(...addresses), fc.anything()),
    })
    .map((trace) => ({
      ...trace,
      addresses,
      steps: trace.steps.map((step, index) => ({ index, ...step })),
    }))
})
