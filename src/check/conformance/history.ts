import type { StandardSchemaV1 } from '@standard-schema/spec'
import * as fc from 'fast-check'
import { receiversOf } from '../../bus/index.ts'
import { UserError } from '../../core/index.ts'
import { malformed, arbitraryOf } from '../payloads.ts'
import type { Subject } from './subject.ts'

/** 0: as drawn; n: the nth last value of its kind that was said; next: one more than the last number. */
export type Echo = number | 'next'

/** One thing that happens to an agent. Numbers choose among what there is at the time. */
export type Happening =
  | {
      readonly kind: 'message'
      readonly type: string
      readonly payload: unknown
      /** The session it is of: the agent's, another one, or one that is never begun. */
      readonly session: 'own' | 'other' | 'unheard-of'
      readonly sender: number
      /** By scalar field of the payload: what takes its place. */
      readonly echo: readonly Echo[]
    }
  | { readonly kind: 'again' | 'order' | 'spontaneous' | 'timer' | 'restart'; readonly choice: number }
  | { readonly kind: 'outcome'; readonly choice: number; readonly outcome: number }

/** What happens to an agent, and then, when nothing more reaches it, what its actors and timers do and what it does by itself. */
export interface History {
  readonly happenings: readonly Happening[]
  readonly rest: readonly number[]
}

/** How many things happen at most. */
const LENGTH = 32

/**
 * Makes an arbitrary of what a world that speaks the protocol may do to an agent: valid and malformed
 * messages, in any order and from anybody, duplicates, orders, answers, failures, timeouts, restarts.
 *
 * @throws UserError naming the message whose payloads cannot be drawn.
 */
export function historiesOf(subject: Subject): fc.Arbitrary<History> {
  const choice = fc.nat({ max: 7 })
  const choose = (kind: Exclude<Happening['kind'], 'message' | 'outcome'>) =>
    fc.record({ kind: fc.constant(kind), choice })
  const happenings: fc.WeightedArbitrary<Happening>[] = [
    ...messagesTo(subject).map((arbitrary, _, { length }) => ({ weight: Math.ceil(60 / length), arbitrary })),
    { weight: 5, arbitrary: choose('again') },
    { weight: subject.orders.length === 0 ? 0 : 10, arbitrary: choose('order') },
    { weight: subject.agent.spontaneous === undefined ? 0 : 10, arbitrary: choose('spontaneous') },
    { weight: 20, arbitrary: fc.record({ kind: fc.constant('outcome'), choice, outcome: fc.nat() }) },
    { weight: 6, arbitrary: choose('timer') },
    { weight: 4, arbitrary: choose('restart') },
  ]
  return fc.record({
    happenings: fc.array(fc.oneof(...happenings), { maxLength: LENGTH, size: 'max' }),
    // One choice again and again is how an agent comes to go in circles.
    rest: fc.oneof(fc.tuple(fc.nat({ max: 63 })), fc.array(fc.nat(), { maxLength: 4 })),
  })
}

/** Of each type of message that the role hears, an arbitrary. */
function messagesTo({ protocol, role, payloads, opens }: Subject): fc.Arbitrary<Happening>[] {
  return Object.entries(protocol.messages)
    .filter(([, rule]) => receiversOf(rule).includes(role))
    .map(([type, rule]) => {
      const valid = payloads[type] ?? drawn(type, rule.payload)
      const wrong = wrongOnes(rule.payload, valid)
      const mayBeUnheardOf = opens !== null && !opens.includes(type)
      return fc.record({
        kind: fc.constant('message'),
        type: fc.constant(type),
        payload: wrong === null ? valid : fc.oneof({ weight: 9, arbitrary: valid }, wrong),
        session: fc.constantFrom(
          ...(['own', 'own', 'own', 'own', 'other'] as const),
          ...(mayBeUnheardOf ? (['unheard-of'] as const) : []),
        ),
        sender: fc.nat({ max: 2 }),
        echo: fc.array(fc.oneof(fc.constantFrom<Echo[]>(0, 1, 'next'), fc.nat({ max: 9 })), { maxLength: 4 }),
      })
    })
}

function drawn(type: string, schema: StandardSchemaV1): fc.Arbitrary<unknown> {
  try {
    return arbitraryOf(schema)
  } catch (error) {
    if (error instanceof UserError) throw new UserError(`Message '${type}': ${error.message}`)
    throw error
  }
}

/** Malformed payloads; null where the schema accepts everything. */
function wrongOnes(schema: StandardSchemaV1, valid: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> | null {
  try {
    return malformed(schema, valid)
  } catch (error) {
    if (error instanceof UserError) return null
    throw error
  }
}
