import type { Network } from '../system/index.ts'

/** What is on its way over a link. Interned: one object, and one number, for equal contents. */
export interface Link {
  readonly id: number
  /** Ids of envelopes: in order of sending, or by what they say where the network does not keep the order. */
  readonly items: readonly number[]
  /** The places of items that may arrive now; of equal items one. */
  readonly ready: readonly number[]
  readonly added: Map<number, Link>
  readonly removed: (Link | undefined)[]
}

/** The contents that links have had. Number 0 is the empty one. */
export class Links {
  readonly all: Link[] = []
  readonly #ids = new Map<string, Link>()
  readonly #keepsOrder: boolean
  readonly #keepsCopies: boolean

  readonly #compare: (a: number, b: number) => number

  /** `compare`: puts the ids of envelopes in an order that does not depend on when they were first seen. */
  constructor(network: Network, compare: (a: number, b: number) => number) {
    this.#compare = compare
    this.#keepsOrder = network === 'ordered'
    this.#keepsCopies = network !== 'duplicating'
    this.#intern([])
  }

  /** Puts a message on its way. Where messages arrive any number of times, a second copy changes nothing. */
  add(link: Link, envelope: number): Link {
    let next = link.added.get(envelope)
    if (next === undefined) {
      const items = [...link.items, envelope]
      if (!this.#keepsOrder) items.sort(this.#compare)
      next = !this.#keepsCopies && link.items.includes(envelope) ? link : this.#intern(items)
      link.added.set(envelope, next)
    }
    return next
  }

  remove(link: Link, place: number): Link {
    return (link.removed[place] ??= this.#intern(link.items.toSpliced(place, 1)))
  }

  /** The same, with other envelopes. */
  rename(link: Link, rename: (envelope: number) => number): Link {
    const items = link.items.map(rename)
    return this.#intern(this.#keepsOrder ? items : items.toSorted(this.#compare))
  }

  #intern(items: readonly number[]): Link {
    const key = items.join()
    let link = this.#ids.get(key)
    if (link === undefined) {
      const places = this.#keepsOrder ? items.slice(0, 1) : items
      const ready = places.flatMap((item, place) => (item === items[place - 1] ? [] : [place]))
      link = { id: this.all.length, items, ready, added: new Map<number, Link>(), removed: [] }
      this.#ids.set(key, link)
      this.all.push(link)
    }
    return link
  }
}
