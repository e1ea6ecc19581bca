import { stream } from '../../core/index.ts'
import type { Formula } from './latex.ts'

/** How many points two expressions are compared at, and the relative difference that is rounding. */
const POINTS = 5
const ROUNDING = 1e-11

/** Of these the order does not matter. */
const UNORDERED = new Set(['Set', 'Union', 'Intersection'])

/**
 * Tells whether two expressions are the same: the same structure of tuples, sets, intervals and relations, and
 * within it values that agree, to eleven digits, at every one of five points of their variables.
 *
 * 'x = 5' is the same as '5'. Values are calculated by a table of real functions that always end.
 */
export function sameFormula(a: Formula, b: Formula): boolean {
  const [first, second] = [valueOf(a, b), valueOf(b, a)]
  const values = points.map((point) => [evaluate(first, point), evaluate(second, point)] as const)
  if (values.every(([x, y]) => x !== null && y !== null)) {
    const finite = values.filter(([x, y]) => Number.isFinite(x) && Number.isFinite(y))
    const alike = values.every(([x, y]) => Number.isFinite(x) === Number.isFinite(y))
    if (finite.length > 0) return alike && finite.every(([x, y]) => isClose(x!, y!))
  }
  if (typeof first !== 'object' || typeof second !== 'object') return first === second
  if (first.head !== second.head || first.parts.length !== second.parts.length) return false
  if (!UNORDERED.has(first.head)) return first.parts.every((part, i) => sameFormula(part, second.parts[i]!))
  const left = [...second.parts]
  return first.parts.every((part) => {
    const place = left.findIndex((other) => sameFormula(part, other))
    if (place >= 0) left.splice(place, 1)
    return place >= 0
  })
}

const isClose = (x: number, y: number) => Math.abs(x - y) <= ROUNDING * Math.max(1, Math.abs(x), Math.abs(y))

/** What an equation gives a name, where the other is no equation: 5 of 'x = 5'. */
function valueOf(formula: Formula, other: Formula): Formula {
  if (typeof formula !== 'object' || formula.head !== 'Equal' || formula.parts.length !== 2) return formula
  const isBare = typeof other !== 'object' || other.head !== 'Equal'
  return isBare && typeof formula.parts[0] === 'string' ? formula.parts[1]! : formula
}

/** A value between 1/2 and 5/2 for every name, drawn once and for all. */
type Point = (name: string) => number

const points: readonly Point[] = Array.from(
  { length: POINTS },
  (_, i) => (name) => 0.5 + 2 * stream('point of an expression', i, name).uniform(),
)

const CONSTANTS: Readonly<Record<string, number>> = {
  Pi: Math.PI,
  ExponentialE: Math.E,
  e: Math.E,
  PositiveInfinity: Infinity,
  NegativeInfinity: -Infinity,
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
const product = (values: readonly number[]) => values.reduce((total, value) => total * value, 1)

const FUNCTIONS: Readonly<Record<string, (...values: number[]) => number>> = {
  Add: (...values) => sum(values),
  Subtract: (a, b) => a - b,
  Negate: (a) => -a,
  Multiply: (...values) => product(values),
  Divide: (a, b) => a / b,
  Rational: (a, b) => a / b,
  Power: (a, b) => a ** b,
  Square: (a) => a ** 2,
  Sqrt: (a) => Math.sqrt(a),
  Root: (a, n) => (n % 2 === 1 && a < 0 ? -((-a) ** (1 / n)) : a ** (1 / n)),
  Abs: (a) => Math.abs(a),
  Exp: (a) => Math.exp(a),
  Ln: (a, base = Math.E) => Math.log(a) / Math.log(base),
  Log: (a, base = 10) => Math.log(a) / Math.log(base),
  Lb: (a) => Math.log2(a),
  Sin: (a) => Math.sin(a),
  Cos: (a) => Math.cos(a),
  Tan: (a) => Math.tan(a),
  Cot: (a) => 1 / Math.tan(a),
  Sec: (a) => 1 / Math.cos(a),
  Csc: (a) => 1 / Math.sin(a),
  Arcsin: (a) => Math.asin(a),
  Arccos: (a) => Math.acos(a),
  Arctan: (a) => Math.atan(a),
  Degrees: (a) => (a * Math.PI) / 180,
  Factorial: (n) => (Number.isInteger(n) && n >= 0 && n <= 170 ? product(upTo(n)) : Number.NaN),
  Binomial: (n, k) =>
    Number.isInteger(k) && k >= 0 && k <= 170 ? product(upTo(k).map((i) => (n - k + i) / i)) : Number.NaN,
}

const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1)

/** The value of an expression at a point; null where it has no number as its value. */
function evaluate(formula: Formula, point: Point): number | null {
  if (typeof formula === 'number') return formula
  if (typeof formula === 'string') {
    if (Object.hasOwn(CONSTANTS, formula)) return CONSTANTS[formula]!
    return formula.startsWith("'") ? null : point(formula)
  }
  const { head, parts } = formula
  const values: number[] = []
  for (const part of parts) {
    const value = evaluate(part, point)
    if (value === null) return null
    values.push(value)
  }
  if (head === 'InvisibleOperator') return isMixed(parts) ? sum(values) : product(values)
  return Object.hasOwn(FUNCTIONS, head) ? FUNCTIONS[head]!(...values) : null
}

/** Whether side by side stand a whole number and a fraction of whole numbers: 3 1/2. */
function isMixed(parts: readonly Formula[]): boolean {
  const [whole, fraction] = parts
  return (
    parts.length === 2 &&
    Number.isInteger(whole) &&
    typeof fraction === 'object' &&
    (fraction.head === 'Divide' || fraction.head === 'Rational') &&
    fraction.parts.every(Number.isInteger)
  )
}
