/** What a pure function has no business with, and what it is called. */
const SOURCES: readonly (readonly [owner: object, key: string, name: string])[] = [
  [Math, 'random', 'Math.random'],
  [Date, 'now', 'Date.now'],
  [performance, 'now', 'performance.now'],
  [process, 'hrtime', 'process.hrtime'],
  [process, 'uptime', 'process.uptime'],
  [crypto, 'randomUUID', 'crypto.randomUUID'],
  [crypto, 'getRandomValues', 'crypto.getRandomValues'],
]

type Table = Record<string, unknown>

/**
 * Runs a function and says which clock or random generator it read first; null for none.
 *
 * @param notice called with the name of whatever is read, when it is
 */
export function watchGlobals<T>(
  run: () => T,
  notice?: (name: string) => void,
): { readonly value: T; readonly source: string | null } {
  let source: string | null = null
  const note = (name: string) => {
    source ??= name
    notice?.(name)
  }
  const originals = SOURCES.map(([owner, key, name]) => {
    const original = (owner as Table)[key] as (...args: unknown[]) => unknown
    const watched = (...args: unknown[]) => {
      note(name)
      return original.apply(owner, args)
    }
    // What a function has beside itself, as process.hrtime has bigint, is watched with it.
    ;(owner as Table)[key] = new Proxy(original, {
      apply: (_, __, args: unknown[]) => watched(...args),
      get(target, property, receiver) {
        if (property === 'bigint') note(`${name}.bigint`)
        return Reflect.get(target, property, receiver) as unknown
      },
    })
    return original
  })
  const RealDate = globalThis.Date
  globalThis.Date = new Proxy(RealDate, {
    // Called without new it tells the time, whatever it is given.
    apply(target, self, args: unknown[]) {
      note('Date()')
      return Reflect.apply(target, self, args) as string
    },
    construct(target, args: unknown[]) {
      if (args.length === 0) note('new Date()')
      return Reflect.construct(target, args) as Date
    },
  })
  try {
    return { value: run(), source }
  } finally {
    globalThis.Date = RealDate
    SOURCES.forEach(([owner, key], i) => {
      ;(owner as Table)[key] = originals[i]
    })
  }
}
