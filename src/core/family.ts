import type { z } from 'zod'
import { lookUp, UserError } from './errors.ts'
import { canonicalJson } from './json.ts'
import { listOptions, readOptions, showOption, type OptionRow, type OptionValues } from './options.ts'
import { titled } from './text.ts'

/** What makes a thing one of a family: it can be had with other parameters. */
export interface Family<Member, Parameters extends z.ZodObject = z.ZodObject> {
  readonly parameters: Parameters
  /**
   * Makes the member with other parameters; those left out keep their defaults. Its name says which:
   * 'goofspiel:cards=5,order=random'.
   *
   * @throws UserError naming the parameter that is unknown or out of range.
   */
  with(set: z.input<Parameters>): Member
}

/** What a member is called. */
export interface Named {
  readonly name: string
  readonly title: string
}

/** A family: what its things are called, its parameters, and how a member is made of them. */
export interface FamilyPlan<Member, Parameters extends z.ZodObject> extends Named {
  /** What a message calls a member: 'game'. */
  readonly kind: string
  readonly parameters: Parameters
  readonly make: (parameters: z.output<Parameters>, named: Named) => Member
}

/** Makes a thing with parameters. It is itself the member whose parameters have their defaults. */
export function makeFamily<Member extends object, Parameters extends z.ZodObject>({
  kind,
  name,
  title,
  parameters,
  make,
}: FamilyPlan<Member, Parameters>): Member & Family<Member, Parameters> {
  const options = optionsOf(kind, name, parameters)
  const defaults = readOptions(options)
  const build = (values: OptionValues, suffix = '', remark = '') =>
    // What the schema has read is its output.
    make(values as z.output<Parameters>, { name: name + suffix, title: title + remark })
  const family = {
    ...build(defaults),
    parameters,
    with(set: z.input<Parameters>): Member {
      const values = readOptions(options, set as OptionValues)
      const changed = Object.keys(parameters.shape).filter(
        (key) => canonicalJson(values[key] ?? null) !== canonicalJson(defaults[key] ?? null),
      )
      const list = (between: string) => changed.map((key) => key + between + showOption(values[key] ?? null))
      return changed.length === 0
        ? family
        : build(values, `:${list('=').join(',')}`, ` (${list(' ').join(', ')})`)
    },
  }
  return family
}

/** Lists the parameters of a thing with their defaults; none for a thing without. */
export function listParameters(kind: string, thing: Named): OptionRow[] {
  return isFamily(thing) ? listOptions(optionsOf(kind, thing.name, thing.parameters)) : []
}

/**
 * Finds a thing by its name, with parameters or without: 'goofspiel', 'goofspiel:cards=5,order=random'.
 *
 * @throws UserError naming what is unknown, and what was probably meant.
 */
export function memberNamed<Member extends Named>(
  kind: string,
  text: string,
  things: readonly Member[],
): Member {
  const colon = text.indexOf(':')
  const name = colon < 0 ? text : text.slice(0, colon)
  const thing = lookUp(kind, name, Object.fromEntries(things.map((known) => [known.name, known])))
  if (colon < 0) return thing
  if (!isFamily<Member>(thing))
    throw new UserError(`${titled(kind)} '${name}' has no parameters; write '${name}'.`)
  const pairs = text
    .slice(colon + 1)
    .split(',')
    .map((part) => readPair(part, `${kind} '${name}'`))
  for (const [i, [key]] of pairs.entries())
    if (pairs.findIndex(([other]) => other === key) < i)
      throw new UserError(`'${text}' sets parameter '${key}' twice.`)
  return thing.with(Object.fromEntries(pairs))
}

function readPair(part: string, owner: string): [key: string, value: string] {
  const equals = part.indexOf('=')
  if (equals < 1)
    throw new UserError(
      `'${part}' is no parameter of ${owner}; write name=value, with commas between several.`,
    )
  return [part.slice(0, equals), part.slice(equals + 1)]
}

function isFamily<Member extends Named>(thing: Named): thing is Member & Family<Member> {
  return 'parameters' in thing && 'with' in thing
}

const optionsOf = (kind: string, name: string, schema: z.ZodObject) => ({
  kind,
  name,
  word: 'parameter',
  schema,
})
