import { z } from 'zod'
import { nearest, UserError } from '../core/index.ts'

/** Kebab-case, and after a colon the parameters that differ from their defaults: 'goofspiel:cards=5'. */
const NAME = /^[a-z0-9]+(-[a-z0-9]+)*(:\w+=[^\s,=]+(,\w+=[^\s,=]+)*)?$/

const count = (most: number) => z.int().min(1).max(most)

const facetsSchema = z.strictObject({
  players: count(100),
  utility: z.enum(['zero-sum', 'constant-sum', 'general-sum', 'identical']),
  information: z.enum(['perfect', 'imperfect']),
  chance: z.enum(['deterministic', 'sampled']),
  dynamics: z.enum(['sequential', 'simultaneous']),
  utilityRange: z
    .tuple([z.number(), z.number()])
    .refine(([min, max]) => min <= max, 'the least return comes first'),
  maxMoves: count(1e9),
  actions: count(1e9),
  answers: z.enum(['listed', 'open']).optional(),
})

const method = z.custom((value) => typeof value === 'function', { error: 'must be a function' })

/** What every author writes. */
const writtenSchema = z.looseObject({
  name: z.string().regex(NAME, "must be kebab-case: 'my-game'"),
  title: z
    .string()
    .regex(/^[^\p{C}\p{Zl}\p{Zp}]+$/u, 'must be one line')
    .optional(),
  facets: facetsSchema,
  vocabulary: z.array(z.string()),
  rules: z.string(),
  initial: method,
  actor: method,
  legal: method,
  apply: method,
  returns: method,
  label: method,
  observation: method,
  chance: method.optional(),
  informationState: method.optional(),
  permits: method.optional(),
  read: method.optional(),
  applyText: method.optional(),
  simulate: method.optional(),
  resample: method.optional(),
})

/** What a game has when its definition is complete. */
const gameSchema = writtenSchema.required({ title: true, chance: true, informationState: true })

/** What an error message calls a thing whose name is no name. */
const nameOf = (value: unknown) =>
  typeof value === 'object' && value !== null && 'name' in value && typeof value.name === 'string'
    ? `Game ${JSON.stringify(value.name)}`
    : 'A game'

/**
 * Says what is missing or of a wrong kind in what should be a game: in one sentence, null where nothing is.
 *
 * @param as 'written': what can be derived may be left out
 */
export function misdeclared(value: unknown, as: 'written' | 'complete'): string | null {
  const issue = (as === 'written' ? writtenSchema : gameSchema).safeParse(value).error?.issues[0]
  if (issue !== undefined) {
    const place = issue.path.join('.') || 'it'
    return `${nameOf(value)}: ${place}: ${issue.message}${guess(value, issue.path)}.`
  }
  const { facets, read, applyText } = value as z.output<typeof writtenSchema>
  const needed = as === 'written' ? { read, applyText } : { read }
  const lacking = Object.entries(needed).find(([, part]) => part === undefined)
  if (facets.answers !== 'open' || lacking === undefined) return null
  return `${nameOf(value)}: its answers are open, so it needs ${lacking[0]}; write it, or list the answers.`
}

type Holder = Readonly<Record<PropertyKey, unknown>>

/** Finds what was probably meant for a part that is not there. */
function guess(value: unknown, path: readonly PropertyKey[]): string {
  const [part, inner] = path
  const holder = (inner === undefined ? value : (value as Holder)[part!]) as Holder
  const wanted = String(inner ?? part)
  if (part === undefined || holder[wanted] !== undefined) return ''
  const near = nearest(
    wanted,
    Object.keys(holder).filter((key) => key !== wanted),
  )
  return near === undefined ? '' : ` ('${near}' is there; is '${wanted}' meant?)`
}

/** @throws UserError where a definition lacks a part or has one of a wrong kind. */
export function assertDeclared(definition: unknown, as: 'written' | 'complete' = 'written'): void {
  const why = misdeclared(definition, as)
  if (why !== null) throw new UserError(why)
}
