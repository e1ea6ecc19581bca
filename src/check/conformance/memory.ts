import type { Echo } from './history.ts'

/** How many values of a kind are kept. */
const SIZE = 10

/** The numbers and texts that were said last, to be said again: that is how answers come to fit questions. */
export class Memory {
  readonly #number: number[] = []
  readonly #string: string[] = []

  /** Keeps the scalars of a payload, the newest first. */
  keep(value: unknown): void {
    if (typeof value === 'object' && value !== null) {
      for (const part of Object.values(value).slice(0, SIZE)) this.keep(part)
      return
    }
    const pool = this.#poolOf(value)
    if (pool === null) return
    const at = pool.indexOf(value)
    if (at >= 0) pool.splice(at, 1)
    pool.unshift(value)
    pool.splice(SIZE)
  }

  /** Puts kept values in the place of a payload's scalars, field by field. */
  echo(payload: unknown, echo: readonly Echo[]): unknown {
    if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) return payload
    const scalars = Object.entries(payload).filter(([, value]) => this.#poolOf(value) !== null)
    const fields = scalars.map(([key, value], i) => [key, this.#echoOf(value, echo[i] ?? 0)])
    return { ...payload, ...(Object.fromEntries(fields) as object) }
  }

  #echoOf(value: unknown, echo: Echo): unknown {
    if (echo !== 'next') return this.#poolOf(value)![echo - 1] ?? value
    return typeof value === 'number' ? (this.#number[0] ?? 0) + 1 : value
  }

  #poolOf(value: unknown): unknown[] | null {
    if (typeof value === 'number') return this.#number
    return typeof value === 'string' ? this.#string : null
  }
}
