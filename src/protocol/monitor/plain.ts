import type { Json } from '../../core/index.ts'

/** A record in canonical form: its keys are sorted, so that equal records are written alike. */
export type Plain<Value extends Json = Json> = { readonly [key: string]: Value }

/** Returns a record with an entry set: the same object where it was so before. */
export function put<Value extends Json>(record: Plain<Value>, key: string, value: Value): Plain<Value> {
  if (Object.hasOwn(record, key) && record[key] === value) return record
  return Object.fromEntries(
    Object.entries({ ...record, [key]: value }).toSorted(([a], [b]) => (a < b ? -1 : 1)),
  )
}

/** Returns a record without an entry: the same object where there was none. */
export function drop<Value extends Json>(record: Plain<Value>, key: string): Plain<Value> {
  if (!Object.hasOwn(record, key)) return record
  const { [key]: _, ...rest } = record
  return rest
}
