/** What agents say to each other. Plain data; `payload` passes the schema of its type. */
export interface Message<Type extends string = string, Payload = unknown> {
  /** `${session}#${seq}`: the same in every run with the same seed. */
  readonly id: string
  readonly session: string
  readonly from: string
  readonly to: string
  readonly type: Type
  readonly payload: Payload
  /** Its place among the messages of its session: 0, 1, … */
  readonly seq: number
  /**
   * The id of the message that its sender was dealing with; null when time passed, or an order came from
   * outside.
   */
  readonly cause: string | null
}

/** A message before it has entered the bus: the sender and the place in the session are still to come. */
export interface Draft<To extends string = string, Type extends string = string, Payload = unknown> {
  readonly to: To
  readonly type: Type
  readonly payload: Payload
}

/** Returns the role that an address belongs to: 'player' for 'player' and for 'player-3'. */
export function roleOf(address: string): string {
  return address.replace(/-\d+$/, '')
}
