/** Replaces every text that is an address, in values and in keys. */
export function renameDeep(value: unknown, rename: (address: string) => string): unknown {
  if (typeof value === 'string') return rename(value)
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((item) => renameDeep(item, rename))
  if (value instanceof Set) return new Set([...value].map((item) => renameDeep(item, rename)))
  if (value instanceof Map)
    return new Map([...value].map(([key, item]) => [renameDeep(key, rename), renameDeep(item, rename)]))
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [rename(key), renameDeep(item, rename)]),
  )
}
