import { z } from 'zod'

/** The part of a JSON schema that says which values there are. */
interface Values {
  readonly type?: string
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly minimum?: number
  readonly maximum?: number
  readonly exclusiveMinimum?: number
  readonly exclusiveMaximum?: number
  readonly anyOf?: readonly Values[]
}

/** Says which values a schema takes: '1 … 100', 'plain, salted', 'above 0, at most 1'; '' where it does not say. */
export function valuesOf(schema: z.core.$ZodType): string {
  return told(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Values)
}

function told(values: Values): string {
  if (values.anyOf !== undefined) return values.anyOf.map(told).filter(Boolean).join(' or ')
  if (values.enum !== undefined) return values.enum.map((value) => String(value)).join(', ')
  if (values.const !== undefined) return JSON.stringify(values.const)
  if (values.type === 'boolean') return 'true, false'
  if (values.type === 'number' || values.type === 'integer') return range(values)
  return ''
}

function range({ minimum, maximum, exclusiveMinimum, exclusiveMaximum, type }: Values): string {
  // A whole number without bounds of its own has those that a computer counts to.
  const [least, most] = [bound(minimum, -1), bound(maximum, 1)]
  if (least !== undefined && most !== undefined) return `${number(least)} … ${number(most)}`
  const parts = [
    ...(exclusiveMinimum === undefined ? [] : [`above ${number(exclusiveMinimum)}`]),
    ...(least === undefined ? [] : [`at least ${number(least)}`]),
    ...(exclusiveMaximum === undefined ? [] : [`below ${number(exclusiveMaximum)}`]),
    ...(most === undefined ? [] : [`at most ${number(most)}`]),
  ]
  if (parts.length > 0) return parts.join(', ')
  return type === 'integer' ? 'a whole number' : 'a number'
}

function bound(value: number | undefined, sign: number): number | undefined {
  return value === undefined || value === sign * Number.MAX_SAFE_INTEGER ? undefined : value
}

function number(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 12 })
}
