import type { StandardJSONSchemaV1, StandardSchemaV1 } from '@standard-schema/spec'
import * as fc from 'fast-check'
import { checkPayload } from '../bus/index.ts'
import { UserError } from '../core/index.ts'
import { arbitraryOfJsonSchema, type JsonSchema } from './json-schema.ts'
import { spoiled } from './spoil.ts'

/**
 * Makes an arbitrary of the payloads that a schema accepts: ordinary ones and odd ones (empty and very long
 * texts, the ends of ranges).
 *
 * It reads the schema's own JSON Schema, as zod and others give it: objects, records, lists, tuples, unions,
 * enums, literals, texts with patterns, numbers in ranges, booleans, null. What a schema asks beyond that is
 * met by trying.
 *
 * @throws UserError naming the place that it cannot draw: give an arbitrary yourself.
 */
export function arbitraryOf<Schema extends StandardSchemaV1>(
  schema: Schema,
): fc.Arbitrary<StandardSchemaV1.InferInput<Schema>> {
  const drawn = arbitraryOfJsonSchema(jsonSchemaOf(schema))
  const isValid = (value: unknown) => problemOf(schema, value) === null
  if (!isFound(drawn, isValid))
    throw new UserError(
      `No payload that was drawn passes its schema (${problemOf(schema, fc.sample(drawn, ONCE)[0])}). Give an arbitrary of the payload yourself.`,
    )
  return drawn.filter(isValid)
}

/**
 * Makes an arbitrary of payloads that a schema refuses, each one step from a valid one: a field that is
 * missing or of the wrong type, null, a number out of range, a text or a list that is far too long, …
 *
 * @param valid what it starts from; drawn from the schema, if left out
 * @throws UserError when the schema accepts whatever it is given.
 */
export function malformed(
  schema: StandardSchemaV1,
  valid: fc.Arbitrary<unknown> = arbitraryOf(schema),
): fc.Arbitrary<unknown> {
  const drawn = spoiled(valid)
  const isRefused = (value: unknown) => problemOf(schema, value) !== null
  if (!isFound(drawn, isRefused))
    throw new UserError('A schema accepts whatever it is given: no payload of it is malformed.')
  return drawn.filter(isRefused)
}

const ONCE = { seed: 1, numRuns: 1 }

/** True when one of many values drawn is as wanted: then it can be waited for. */
function isFound(drawn: fc.Arbitrary<unknown>, isWanted: (value: unknown) => boolean): boolean {
  return fc.sample(drawn, { seed: 1, numRuns: 500 }).some(isWanted)
}

function problemOf(schema: StandardSchemaV1, value: unknown): string | null {
  const verdict = checkPayload(schema, value)
  return 'problem' in verdict ? verdict.problem : null
}

function jsonSchemaOf(schema: StandardSchemaV1): JsonSchema {
  const { vendor, jsonSchema } = schema['~standard'] as Partial<StandardJSONSchemaV1.Props> & {
    vendor: string
  }
  if (jsonSchema === undefined)
    throw new UserError(
      `A schema of ${vendor} does not say what it accepts (it has no JSON Schema). Give an arbitrary of the payload yourself.`,
    )
  // Zod marks what JSON cannot hold in its place, where it would give up without saying which.
  const unrepresentable = ({ message }: { readonly message: string }) => ({ unrepresentable: message })
  return jsonSchema.input({ target: 'draft-2020-12', libraryOptions: { unrepresentable } })
}
