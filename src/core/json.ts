import { createHash } from 'node:crypto'

/** Plain data: what survives JSON unchanged. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/**
 * Writes plain data as JSON with sorted keys, so that equal data gives equal text.
 *
 * @throws TypeError naming the path of a value that JSON would lose or change (a function, undefined,
 * NaN, a class instance, …).
 */
export function canonicalJson(value: unknown, path = '$'): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError(`${path} is ${value}, which JSON cannot hold`)
    return JSON.stringify(value)
  }
  if (Array.isArray(value))
    return `[${value.map((item, i) => canonicalJson(item, `${path}[${i}]`)).join(',')}]`
  if (typeof value === 'object') {
    const prototype: unknown = Object.getPrototypeOf(value)
    if (prototype !== Object.prototype && prototype !== null)
      throw new TypeError(`${path} is a ${value.constructor.name}, not plain data`)
    const fields = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
    return `{${fields.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item, `${path}.${key}`)}`).join(',')}}`
  }
  throw new TypeError(`${path} is ${typeof value}, not plain data`)
}

/** Returns the SHA-256 of plain data in canonical form or of raw bytes, as 64 hexadecimal digits. */
export function digest(value: Json | Uint8Array): string {
  return createHash('sha256')
    .update(value instanceof Uint8Array ? value : canonicalJson(value))
    .digest('hex')
}
