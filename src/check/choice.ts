/** What can be chosen. The number of a choice is its kind, then an agent or a link, then a place. */
export const KIND = {
  deliver: 0,
  outcome: 1,
  spontaneous: 2,
  order: 3,
  timer: 4,
  restart: 5,
  heal: 6,
  drop: 7,
  duplicate: 8,
  crash: 9,
  cut: 10,
  /** Nothing is left to happen: chosen, it ends the run. */
  rest: 11,
} as const

/** The number of a choice. */
export const encode = (kind: number, who: number, place: number) => (kind << 26) | (who << 16) | place

export const kindOf = (choice: number) => choice >> 26
export const whoOf = (choice: number) => (choice >> 16) & 0x3ff
export const placeOf = (choice: number) => choice & 0xffff

/** What can be chosen: the first `count` choices, the dullest first; from `faultsFrom` on, faults. */
export interface Menu {
  readonly choices: Int32Array
  readonly count: number
  readonly faultsFrom: number
  /** True where nothing is left to happen, faults aside: the dullest choice is to end. */
  readonly isAtRest: boolean
}
