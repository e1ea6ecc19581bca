import type { Draft, Message } from '../bus/index.ts'
import { canonicalKey, deepFreeze } from './canonical.ts'

/** A message as the checker keeps it: without a number, so that equal messages are one. */
export interface Envelope {
  readonly id: number
  readonly session: string
  readonly from: string
  readonly to: string
  readonly type: string
  readonly payload: unknown
  /** As agents and monitors see it. */
  readonly message: Message
}

/** All messages that were ever sent, each distinct one once. */
export class Envelopes {
  readonly all: Envelope[] = []
  readonly #ids = new Map<string, Envelope>()
  /** By type: its place in the protocol. */
  readonly #places: ReadonlyMap<string, number>

  constructor(types: readonly string[]) {
    this.#places = new Map(types.map((type, place) => [type, place]))
  }

  /**
   * Puts messages of one link in order by what they say: by session, as the protocol lists their types, and
   * by payload. Their numbers depend on what was tried before, and a run must be the same whenever it is made.
   */
  compare(a: number, b: number): number {
    if (a === b) return 0
    const left = this.all[a]!
    const right = this.all[b]!
    return (
      naturally(left.session, right.session) ||
      this.#places.get(left.type)! - this.#places.get(right.type)! ||
      naturally(canonicalKey(left.payload), canonicalKey(right.payload))
    )
  }

  intern(session: string, from: string, { to, type, payload }: Draft): Envelope {
    const key = canonicalKey([session, from, to, type, payload])
    let envelope = this.#ids.get(key)
    if (envelope === undefined) {
      const message = deepFreeze(new CheckedMessage(session, from, to, type, payload))
      envelope = { id: this.all.length, session, from, to, type, payload, message }
      this.#ids.set(key, envelope)
      this.all.push(envelope)
    }
    return envelope
  }
}

const { compare: byNumbers } = new Intl.Collator('en', { numeric: true })

/** Puts 2 before 10, and tells all different texts apart. */
const naturally = (a: string, b: string) => byNumbers(a, b) || (a < b ? -1 : a > b ? 1 : 0)

/**
 * A message whose number must not be read: two runs that differ in nothing else reach one state.
 */
class CheckedMessage implements Message {
  readonly session: string
  readonly from: string
  readonly to: string
  readonly type: string
  readonly payload: unknown

  constructor(session: string, from: string, to: string, type: string, payload: unknown) {
    this.session = session
    this.from = from
    this.to = to
    this.type = type
    this.payload = payload
  }

  get id(): string {
    return unnumbered('id')
  }

  get seq(): number {
    return unnumbered('seq')
  }

  get cause(): string | null {
    return unnumbered('cause')
  }
}

function unnumbered(field: string): never {
  throw new Error(
    `it read message.${field}, which the checker does not have: tell messages apart by their payload`,
  )
}
