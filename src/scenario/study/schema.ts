import { z } from 'zod'

/** Names that are folders, and that keep their order as keys of an object. */
const armName = z
  .string()
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'must be kebab-case and begin with a letter')

const better = z.enum(['higher', 'lower']).default('higher')
const fewer = z.literal('lower').default('lower')
const named = { name: z.string().min(1), metric: z.string().min(1), unit: z.string().optional() }

export const measureSchema = z.union([
  z.strictObject({ ...named, of: z.enum(['last', 'best', 'mean']).default('last'), better }),
  z.strictObject({ ...named, of: z.strictObject({ reaches: z.number() }), better: fewer }),
  z.strictObject({ ...named, of: z.strictObject({ fallsTo: z.number() }), better: fewer }),
])

/** A measure with all that it leaves out. */
export type CompleteMeasure = z.output<typeof measureSchema>

export const synopsisSchema = z.strictObject({
  roles: z.array(z.string()).min(1),
  tasks: z.array(z.string()).min(1),
  learning: z.string(),
  curriculum: z.string().nullable(),
  measure: z.string(),
})

export const studySchema = z.strictObject({
  arms: z
    .record(
      armName,
      z.strictObject({ description: z.string().optional(), options: z.record(z.string(), z.json()) }),
    )
    .refine((arms) => Object.keys(arms).length > 0, 'must name an arm'),
  measures: z.array(measureSchema).min(1, 'must name a measure'),
})
