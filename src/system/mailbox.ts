import type { Message } from '../bus/index.ts'
import type { Behaviour } from './behaviour.ts'

/** Messages that reached an agent which does not take them yet: they wait, those of each sender in order. */
export class Mailbox {
  readonly #behaviour: Behaviour
  #messages: Message[] = []

  constructor(behaviour: Behaviour) {
    this.#behaviour = behaviour
  }

  put(message: Message): void {
    this.#messages.push(message)
  }

  /** Takes out the first message that the agent takes in a state; null for none. */
  take(state: unknown): Message | null {
    const held = new Set<string>()
    for (const [place, message] of this.#messages.entries()) {
      if (!held.has(message.from) && this.#behaviour.takes?.(state, message) !== false) {
        this.#messages = this.#messages.toSpliced(place, 1)
        return message
      }
      held.add(message.from)
    }
    return null
  }
}
