/**
 * Writes a value as text so that equal values give equal texts and different ones different texts.
 *
 * Beyond JSON: undefined, NaN, infinities, big integers, Map and Set (by content, whatever the order).
 *
 * @throws TypeError naming the path of a function, a symbol or a class instance.
 */
export function canonicalKey(value: unknown, path = '$'): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value)
    case 'number':
    case 'boolean':
    case 'undefined':
      return String(value)
    case 'bigint':
      return `${value}n`
    case 'object':
      return value === null ? 'null' : objectKey(value, path)
    case 'function':
    case 'symbol':
      throw new TypeError(`${path} is a ${typeof value}`)
  }
}

function objectKey(value: object, path: string): string {
  if (Array.isArray(value))
    return `[${value.map((item, i) => canonicalKey(item, `${path}[${i}]`)).join(',')}]`
  if (value instanceof Map) {
    const entries = [...value].map(
      ([key, item]) =>
        `${canonicalKey(key, `${path}.keys()`)}:${canonicalKey(item, `${path}.get(${String(key)})`)}`,
    )
    return `Map{${entries.toSorted().join(',')}}`
  }
  if (value instanceof Set) {
    const items = [...value].map((item) => canonicalKey(item, `${path}.values()`))
    return `Set{${items.toSorted().join(',')}}`
  }
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null)
    throw new TypeError(`${path} is an instance of ${value.constructor.name || 'a class'}`)
  const keys = Object.keys(value).toSorted()
  const fields = keys.map(
    (key) =>
      `${JSON.stringify(key)}:${canonicalKey((value as Record<string, unknown>)[key], `${path}.${key}`)}`,
  )
  return `{${fields.join(',')}}`
}

/** Freezes plain data all the way down, so that an agent that changes what it was given is found out. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  Object.freeze(value)
  for (const item of Object.values(value)) deepFreeze(item)
  return value
}
