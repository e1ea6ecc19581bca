import { z } from 'zod'
import { UserError } from '../core/index.ts'

/** Kebab-case, and after a colon the parameters that differ from their defaults: 'addition:scratchpad=true'. */
const NAME = /^[a-z0-9]+(-[a-z0-9]+)*(:\w+=[^\s,=]+(,\w+=[^\s,=]+)*)?$/

const method = z.custom((value) => typeof value === 'function', { error: 'must be a function' })

const dialSchema = z.looseObject({
  min: z.number(),
  max: z.number(),
  kind: z.enum(['whole', 'real']),
  default: z.number(),
  description: z.string(),
})

const taskSchema = z.looseObject({
  name: z.string().regex(NAME, "must be kebab-case: 'my-task'"),
  title: z.string().optional(),
  rules: z.string(),
  dials: z.record(z.string(), dialSchema),
  vocabulary: z.array(z.string()),
  maxWords: z.int().min(1),
  generate: method,
  difficulty: method,
  prompt: method,
  solve: method,
  verify: method,
  parse: method.optional(),
})

/** Says what is missing or of a wrong kind in what should be a task: in one sentence, null where nothing is. */
export function misdeclaredTask(value: unknown): string | null {
  const issue = taskSchema.safeParse(value).error?.issues[0]
  if (issue === undefined) return null
  const { name } = (value ?? {}) as { readonly name?: unknown }
  const subject = typeof name === 'string' ? `Task ${JSON.stringify(name)}` : 'A task'
  return `${subject}: ${issue.path.join('.') || 'it'}: ${issue.message}.`
}

/** @throws UserError where a definition lacks a part or has one of a wrong kind. */
export function assertTaskDeclared(definition: unknown): void {
  const why = misdeclaredTask(definition)
  if (why !== null) throw new UserError(why)
}
