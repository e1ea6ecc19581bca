import * as fc from 'fast-check'

/** What is put in a value's place. */
const STRANGERS: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  0.5,
  Number.MAX_VALUE,
  '',
  'text',
  'x'.repeat(100_000),
  [],
  {},
  [[]],
  Array.from({ length: 1_000 }, () => 0),
]

type Place = readonly (string | number)[]

/** Changes one place of a drawn value: something else in its place, nothing, or one field more. */
export function spoiled(valid: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const ways = [...STRANGERS.map((stranger) => () => stranger), without, widened]
  return fc.tuple(valid, fc.nat({ max: 1000 }), fc.constantFrom(...ways)).map(([value, at, way]) => {
    const places = placesOf(value)
    return changed(value, places[at % places.length]!, way)
  })
}

/** Where a value can be changed, the whole first. */
function placesOf(value: unknown, path: Place = []): Place[] {
  if (typeof value !== 'object' || value === null) return [path]
  const keys = Array.isArray(value) ? value.map((_, i) => i) : Object.keys(value)
  return [
    path,
    ...keys.flatMap((key) => placesOf((value as Record<string | number, unknown>)[key], [...path, key])),
  ]
}

const ABSENT = Symbol('absent')
const without = () => ABSENT
const widened = (value: unknown) =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value, unheardOf: 1 } : ABSENT

function changed(value: unknown, [key, ...inner]: Place, way: (value: unknown) => unknown): unknown {
  if (key === undefined) {
    const other = way(value)
    return other === ABSENT ? undefined : other
  }
  const part = changed((value as Record<string | number, unknown>)[key], inner, way)
  if (Array.isArray(value))
    return part === undefined ? value.toSpliced(key as number, 1) : value.with(key as number, part)
  const { [key]: _, ...rest } = value as Record<string | number, unknown>
  return part === undefined ? rest : { ...rest, [key]: part }
}
