/**
 * Writes a value as text so that equal values give equal texts and different ones different texts.
 *
 * Beyond JSON: undefined, NaN, infinities, −0, big integers, Map and Set (by content, whatever the order).
 *
 * @param name what the value is called in an error.
 * @throws TypeError naming the path of a function, a symbol or a class instance.
 */
export function canonicalKey(value: unknown, name = '$'): string {
  try {
    return textOf(value)
  } catch (error) {
    if (!(error instanceof NotPlain)) throw error
    throw new TypeError(`${name}${error.path} is ${error.what}`, { cause: error })
  }
}

/** Something that is no plain data; the path is written on the way out. */
class NotPlain extends Error {
  readonly what: string
  path = ''

  constructor(what: string) {
    super(what)
    this.what = what
  }
}

function textOf(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value)
    case 'number':
      return Object.is(value, -0) ? '-0' : String(value)
    case 'boolean':
    case 'undefined':
      return String(value)
    case 'bigint':
      return `${value}n`
    case 'object':
      return value === null ? 'null' : textOfObject(value)
    case 'function':
    case 'symbol':
      throw new NotPlain(`a ${typeof value}`)
  }
}

function textOfObject(value: object): string {
  if (Array.isArray(value)) {
    let text = '['
    for (let i = 0; i < value.length; i++) text += `${textOfPart(value[i], i)},`
    return `${text}]`
  }
  if (value instanceof Map) {
    const entries = [...value].map(([key, item]) => `${textOf(key)}:${textOfPart(item, String(key))}`)
    return `Map{${entries.toSorted().join(',')}}`
  }
  if (value instanceof Set) return `Set{${[...value].map(textOf).toSorted().join(',')}}`
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null)
    throw new NotPlain(`an instance of ${value.constructor.name || 'a class'}`)
  let text = '{'
  for (const key of Object.keys(value).toSorted())
    text += `${JSON.stringify(key)}:${textOfPart((value as Record<string, unknown>)[key], key)},`
  return `${text}}`
}

function textOfPart(value: unknown, key: string | number): string {
  try {
    return textOf(value)
  } catch (error) {
    if (error instanceof NotPlain)
      error.path = `${typeof key === 'number' ? `[${key}]` : `.${key}`}${error.path}`
    throw error
  }
}

/** Freezes plain data all the way down, so that an agent that changes what it was given is found out. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || frozen.has(value)) return value
  frozen.add(value)
  if (value instanceof Map || value instanceof Set) {
    for (const entry of value.entries()) entry.forEach(deepFreeze)
    for (const method of ['set', 'add', 'delete', 'clear'])
      if (method in value) Object.defineProperty(value, method, { value: refuse })
  }
  Object.freeze(value)
  for (const item of Object.values(value)) deepFreeze(item)
  return value
}

/** What was frozen all the way down; what others froze may hold what they did not. */
const frozen = new WeakSet<object>()

function refuse(): never {
  throw new TypeError('Cannot change a Map or Set that is part of a state or a message')
}
