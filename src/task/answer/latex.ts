import { createRequire } from 'node:module'
import type { MathJsonExpression } from '@cortex-js/compute-engine/latex-syntax'

/** An expression as MathJSON writes it, reduced to what is compared: a number, a name, or a head with arguments. */
export type Formula = number | string | { readonly head: string; readonly parts: readonly Formula[] }

/** The longest expression that is read, in characters, and how deep its brackets go. */
const LONGEST = 160
const DEEPEST = 5

/** The most bars; the parser tries every way in which they can be pairs. */
const BARS = 4

/** The commands that an answer may hold: what the parser reads in a time that does not explode. */
const COMMANDS = new Set(
  (
    'frac sqrt pi infty cdot times div sin cos tan cot sec csc arcsin arccos arctan ln log exp cup cap in le leq ' +
    'ge geq ne neq lt gt circ begin end text mathrm mathbf binom alpha beta gamma delta epsilon theta lambda mu phi ' +
    'rho sigma omega tau varphi'
  ).split(' '),
)

/**
 * Reads an expression in LaTeX or as it is typed; null for what is none, is too long or nests too deeply.
 *
 * It is parsed, never evaluated as code: by the parser of the Compute Engine (cortexjs.io), which is loaded when
 * the first expression is read.
 */
export function readLatex(text: string): Formula | null {
  if (!isTame(text)) return null
  try {
    return simplify(parser()(text))
  } catch {
    return null
  }
}

type Parse = (latex: string) => MathJsonExpression

let loaded: Parse | undefined

function parser(): Parse {
  loaded ??= (
    createRequire(import.meta.url)('@cortex-js/compute-engine/latex-syntax') as { readonly parse: Parse }
  ).parse
  return loaded
}

/** Whether a text is short, knows only harmless commands, and closes what it opens. */
function isTame(text: string): boolean {
  if (text === '' || text.length > LONGEST || /[^\x20-\x7E]/.test(text)) return false
  const inRows = text.replaceAll('\\\\', ' ')
  for (const [, command] of inRows.matchAll(/\\([a-zA-Z]+)/g)) if (!COMMANDS.has(command!)) return false
  if (/\\(?![a-zA-Z{}])|["'`~#@;?:]/.test(inRows)) return false
  if ((text.match(/\|/g)?.length ?? 0) > BARS) return false
  let depth = 0
  for (const character of text) {
    if ('([{'.includes(character) && ++depth > DEEPEST) return false
    if (')]}'.includes(character) && --depth < 0) return false
  }
  return depth === 0
}

/** Drops how something was written; throws where the parser found a mistake. */
function simplify(expression: MathJsonExpression): Formula {
  if (typeof expression === 'number') return expression
  if (typeof expression === 'string') return expression
  if (!Array.isArray(expression)) {
    if ('num' in expression) return numberOf(expression.num)
    if ('sym' in expression) return expression.sym
    if ('str' in expression) return `'${expression.str}'`
    if ('fn' in expression) return simplify(expression.fn)
    throw new Error('This is no formula')
  }
  const [head, ...rest] = expression as readonly [string, ...MathJsonExpression[]]
  if (head === 'Error') throw new Error('This is no formula')
  if (head === 'Delimiter') return delimited(rest)
  return { head, parts: rest.map(simplify) }
}

/** Brackets around one thing are no part of it; around several they make a tuple. */
function delimited([inner]: readonly MathJsonExpression[]): Formula {
  if (inner === undefined) return { head: 'Tuple', parts: [] }
  const content = simplify(inner)
  return typeof content === 'object' && content.head === 'Sequence' ? { ...content, head: 'Tuple' } : content
}

/** MathJSON writes a repeating decimal as '0.(3)'. */
function numberOf(text: string): number {
  const [, fixed, repeated] = /^(-?\d*\.\d*)\((\d+)\)$/.exec(text) ?? []
  return Number(
    fixed === undefined || repeated === undefined ? text : fixed + repeated.repeat(20).slice(0, 20),
  )
}
