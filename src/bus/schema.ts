import type { StandardSchemaV1 } from '@standard-schema/spec'

/** One type of message: the roles it goes between and the schema of its payload. */
export interface MessageType<
  From extends string = string,
  To extends string = string,
  Schema extends StandardSchemaV1 = StandardSchemaV1,
> {
  readonly from: From
  /** One role, or any of several. */
  readonly to: To | readonly To[]
  /** The states of the sender's machine in which it may be sent, inner states included; any, if left out. */
  readonly in?: readonly string[]
  /** Any Standard Schema that validates synchronously. */
  readonly payload: Schema
}

/** Returns the roles that a type of message may be sent to. */
export function receiversOf({ to }: MessageType): readonly string[] {
  return typeof to === 'string' ? [to] : to
}

/** The types of message that a bus carries, by name. */
export type MessageTypes = Readonly<Record<string, MessageType>>

/** What a schema says of a payload: the value it accepts, or the first thing wrong with it. */
export type Verdict = { readonly value: unknown } | { readonly problem: string }

/** Checks a payload against a schema; never throws. */
export function checkPayload(schema: StandardSchemaV1, payload: unknown): Verdict {
  try {
    const result = schema['~standard'].validate(payload)
    if (result instanceof Promise)
      return { problem: 'its schema is asynchronous, which the bus cannot wait for' }
    if (result.issues === undefined) return { value: result.value }
    const { path = [], message } = result.issues[0] ?? { message: 'not valid' }
    const place = path.map((part) => String(typeof part === 'object' ? part.key : part)).join('.')
    return { problem: place === '' ? message : `${place}: ${message}` }
  } catch (error) {
    return { problem: `its schema failed: ${error instanceof Error ? error.message : String(error)}` }
  }
}
