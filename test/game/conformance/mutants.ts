import { canonicalJson, digest, stream, UserError, type Json } from 'coevo/core'
import { checkGame, defineGame, MOMENT, type Game } from 'coevo/game'
import { kuhnPoker } from 'coevo/games/kuhn-poker'
import { nim } from '../nim.ts'

/** A game that was sound before one thing was broken in it. */
export interface Mutant {
  /** 'kuhn-poker: legal gives undefined, where 1 of 2' */
  readonly name: string
  /** Makes it, as a user's file would: it may be refused already. */
  readonly make: () => Game
  /** Whether what it says has ever differed from what the sound game says. */
  readonly hasStruck: () => boolean
}

type Method =
  | 'initial'
  | 'actor'
  | 'chance'
  | 'legal'
  | 'apply'
  | 'returns'
  | 'label'
  | 'observation'
  | 'informationState'
type Call = (...args: readonly unknown[]) => unknown
/** Breaks a method: is given what it would say, and its arguments. */
type Fault = (right: unknown, args: readonly unknown[]) => unknown

const cyclic = (state: unknown) => {
  const copy: Record<string, unknown> = { ...(state as object) }
  copy['self'] = copy
  return copy
}
const within =
  (part: unknown): Fault =>
  (state) => ({ ...(state as object), odd: part })
const value =
  (wrong: unknown): Fault =>
  () =>
    wrong
let turns = 0

const anywhere: Readonly<Record<string, Fault>> = {
  throws: () => {
    throw new Error('a fault of mine')
  },
  'throws a text': () => {
    // oxlint-disable-next-line typescript/only-throw-error -- what a user's code may well do
    throw 'a text'
  },
  'gives undefined': value(undefined),
  'gives null': value(null),
  'gives a promise': (right) => Promise.resolve(right),
  'gives a function': value(() => 0),
  'draws from Math.random': (right) => (Math.random() < 2 ? right : null),
  'reads the clock': (right) => (Date.now() > 0 ? right : null),
  'changes its state': (right, [state]) => {
    if (typeof state === 'object' && state !== null && !Object.isFrozen(state))
      Object.assign(state, { was: 'here' })
    return right
  },
  'says something else every other time': (right) => (turns++ % 2 === 0 ? right : null),
}

const byMethod: Readonly<Record<Method, Readonly<Record<string, Fault>>>> = {
  initial: {
    'gives a number': value(7),
    'holds a BigInt': within(1n),
    'holds itself': cyclic,
    'holds a date': within(new Date(0)),
  },
  actor: {
    'gives 7': value(7),
    'gives −1': value(-1),
    'gives 1.5': value(1.5),
    'gives NaN': value(NaN),
    'gives a name': value('somebody'),
  },
  chance: {
    'gives a number': value(1),
    'gives one outcome of 0.9': value([{ action: 0, probability: 0.9 }]),
    'gives an outcome twice': value([0, 0].map((action) => ({ action, probability: 0.5 }))),
    'gives a negative outcome': value([
      { action: 0, probability: 2 },
      { action: 1, probability: -1 },
    ]),
    'gives NaN': value([{ action: 0, probability: NaN }]),
    'gives no numbers': value([{ action: '0', probability: '1' }]),
  },
  legal: {
    'gives nothing': value([]),
    'gives an action twice': value([0, 0]),
    'gives them backwards': value([1, 0]),
    'gives −1': value([-1]),
    'gives 99': value([99]),
    'gives a text': value('01'),
    'gives texts': value(['0']),
    'gives a fraction': value([0.5]),
  },
  apply: {
    'gives a number': value(7),
    'stays where it is': (_, [state]) => state,
    'holds a BigInt': within(1n),
    'holds NaN': within(NaN),
    'holds a function': within(() => 0),
    'holds a set': within(new Set()),
    'holds itself': cyclic,
    'holds nothing': within(undefined),
  },
  returns: {
    'gives NaN': value([NaN, NaN]),
    'gives Infinity': value([Infinity, -Infinity]),
    'leaves the range': value([99, -99]),
    'does not sum to zero': value([1, 1]),
    'gives one': value([1]),
    'gives three': value([1, 0, -1]),
    'gives a number': value(1),
    'gives texts': value(['1', '-1']),
  },
  label: {
    'gives a number': value(3),
    'gives nothing': value(''),
    'gives one for all': value('you'),
    'uses a strange word': value('strange'),
    'uses markup': value('<b>bet</b>'),
    'uses two spaces': value('you  you'),
  },
  observation: {
    'gives a number': value(3),
    'gives nothing': value(''),
    'uses a strange word': value('strange'),
    'uses a line break': value('you\nyou'),
  },
  informationState: {
    'gives a number': value(3),
    'gives an object': value({}),
    'is one for both': value('all'),
  },
}

const DECLARED: Readonly<Record<string, Json>> = {
  'facets null': { facets: null },
  'players 0': { facets: { players: 0 } },
  'players −1': { facets: { players: -1 } },
  'players a half': { facets: { players: 1.5 } },
  'players a text': { facets: { players: '2' } },
  'players 3': { facets: { players: 3 } },
  'utility unknown': { facets: { utility: 'zerosum' } },
  'utility identical': { facets: { utility: 'identical' } },
  'chance turned round': { facets: { chance: 'never' } },
  'dynamics missing': { facets: { dynamics: null } },
  'range backwards': { facets: { utilityRange: [2, -2] } },
  'range too narrow': { facets: { utilityRange: [0, 0] } },
  'range of one': { facets: { utilityRange: [1] } },
  'moves 0': { facets: { maxMoves: 0 } },
  'moves too few': { facets: { maxMoves: 1 } },
  'actions too few': { facets: { actions: 1 } },
  'an unknown facet': { facets: { hidden: true } },
  'open answers without read': { facets: { answers: 'open' } },
  'vocabulary empty': { vocabulary: [] },
  'vocabulary null': { vocabulary: null },
  'vocabulary of numbers': { vocabulary: [1, 2] },
  'a word with a space': { vocabulary: ['two words'] },
  'a word twice': { vocabulary: ['you', 'you'] },
  'name with a space': { name: 'My Game' },
  'name with markup': { name: '<b>game</b>' },
  'name empty': { name: '' },
  'name missing': { name: null },
  'title with colours': { title: '\u001B[31mred' },
  'rules missing': { rules: null },
}

/**
 * Says how a look of a moment ends: refused or found; harmless where nothing wrong was ever said; missed where it was
 * and nobody saw it.
 */
export function fate({ make, hasStruck }: Mutant): string {
  try {
    if (checkGame(make(), MOMENT).length > 0) return 'found'
    return hasStruck() ? 'missed' : 'harmless'
  } catch (error) {
    return error instanceof UserError ? 'refused' : `crashes: ${String(error)}`
  }
}

const METHODS = Object.keys(byMethod) as Method[]

/** Lists every fault of every method, each in all states and in some, and every declaration, in two games. */
export function mutants(): Mutant[] {
  const { simulate: _, ...kuhn } = kuhnPoker
  return [nim as Game, kuhn as Game].flatMap((game) => [
    ...METHODS.flatMap((method) => [
      without(game, method),
      ...Object.entries({ ...anywhere, ...byMethod[method] }).flatMap(([what, fault]) =>
        // There is one state at the start, and none before it.
        (method === 'initial' ? (what.startsWith('changes') ? [] : [1]) : [1, 2, 3]).map((period) =>
          broken(game, method, what, fault, period),
        ),
      ),
    ]),
    ...Object.entries(DECLARED).map(([what, change]) => misdeclared(game, what, change)),
  ])
}

/** Draws some of them. */
export function someMutants(count: number, ...names: readonly (string | number)[]): Mutant[] {
  const random = stream('mutants', ...names)
  const left = mutants()
  return Array.from({ length: count }, () => left.splice(random.int(left.length), 1)[0]!)
}

function without(game: Game, method: Method): Mutant {
  const derived = method === 'chance' || method === 'informationState'
  return {
    name: `${game.name}: ${method} is ${derived ? 'no function' : 'missing'}`,
    make: () => defineGame({ ...game, [method]: derived ? 7 : undefined }),
    hasStruck: () => true,
  }
}

/** Breaks a method in one of `period` states. */
function broken(game: Game, method: Method, what: string, fault: Fault, period: number): Mutant {
  let struck = false
  const right = game[method] as Call
  const wrong: Call = (...args) => {
    const said = right(...args)
    const place = method === 'initial' ? 0 : Number.parseInt(digest(args[0] as Json).slice(0, 6), 16) % period
    if (place !== 0) return said
    const value = fault(said, args)
    struck ||=
      !same(value, said) || what.startsWith('draws') || what.startsWith('reads') || what.startsWith('changes')
    return value
  }
  return {
    name: `${game.name}: ${method} ${what}${period === 1 ? '' : `, in one of ${period} states`}`,
    make: () => defineGame({ ...game, [method]: wrong }),
    hasStruck: () => struck,
  }
}

function misdeclared(game: Game, what: string, change: Json): Mutant {
  const { facets, vocabulary, ...rest } = change as {
    readonly facets?: object | null
    readonly vocabulary?: readonly Json[] | null
  }
  return {
    name: `${game.name}: ${what}`,
    make: () =>
      defineGame({
        ...game,
        ...rest,
        ...(facets !== undefined && { facets: facets && { ...game.facets, ...facets } }),
        ...(vocabulary !== undefined && {
          vocabulary: vocabulary?.length ? [...game.vocabulary, ...vocabulary] : vocabulary,
        }),
      } as never),
    hasStruck: () => true,
  }
}

function same(a: unknown, b: unknown): boolean {
  try {
    return canonicalJson(a) === canonicalJson(b)
  } catch {
    return false
  }
}
