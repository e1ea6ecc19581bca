import type { z } from 'zod'
import {
  listParameters,
  makeFamily,
  memberNamed,
  type Family,
  type Json,
  type OptionRow,
} from '../core/index.ts'
import { assertTaskDeclared } from './declaration.ts'
import type { Task, TaskRules } from './task.ts'
import { checkedVerifier } from './verdict.ts'

/** A task as its author writes it: what can be derived may be left out. */
export interface TaskDefinition<Problem extends Json, Dials extends string> extends TaskRules<
  Problem,
  Dials
> {
  /** Kebab-case, as on the command line: 'addition'. */
  readonly name: string
  /** Default: the name. */
  readonly title?: string
}

/**
 * Makes a task of its definition; its verdicts are checked where they are given.
 *
 * @throws UserError where the definition lacks a part or has one of a wrong kind.
 * @example tasks/addition.ts
 */
export function defineTask<Problem extends Json, Dials extends string>(
  definition: TaskDefinition<Problem, Dials>,
): Task<Problem, Dials> {
  assertTaskDeclared(definition)
  const { name } = definition
  const verify = checkedVerifier<Problem>(name, (problem, answer) => definition.verify(problem, answer))
  return { title: name, ...definition, verify }
}

/** A task with parameters. It is itself the task whose parameters have their defaults. */
export interface TaskFamily<
  Problem extends Json = Json,
  Dials extends string = string,
  Parameters extends z.ZodObject = z.ZodObject,
>
  extends Task<Problem, Dials>, Family<Task<Problem, Dials>, Parameters> {}

/** A family as its author writes it: the rules as a function of the parameters. */
export interface TaskFamilyDefinition<
  Problem extends Json,
  Dials extends string,
  Parameters extends z.ZodObject,
> {
  /** Kebab-case, as on the command line: 'addition'. */
  readonly name: string
  readonly title: string
  /** Every parameter has a default and a description; its values are numbers, booleans and texts without commas. */
  readonly parameters: Parameters
  readonly make: (parameters: z.output<Parameters>) => TaskRules<Problem, Dials>
}

/** Makes a task with parameters: what changes how problems are written or answered, where a dial changes how hard they are. */
export function defineTaskFamily<Problem extends Json, Dials extends string, Parameters extends z.ZodObject>({
  make,
  ...family
}: TaskFamilyDefinition<Problem, Dials, Parameters>): TaskFamily<Problem, Dials, Parameters> {
  return makeFamily<Task<Problem, Dials>, Parameters>({
    ...family,
    kind: 'task',
    make: (parameters, named) => defineTask({ ...make(parameters), ...named }),
  })
}

/** Lists the parameters of a task with their defaults; none for a task without. */
export function taskParameters(task: Pick<Task, 'name' | 'title'>): OptionRow[] {
  return listParameters('task', task)
}

/**
 * Finds a task by its name, with parameters or without: 'addition', 'addition:scratchpad=true'.
 *
 * @throws UserError naming what is unknown, and what was probably meant.
 */
export function taskNamed(text: string, tasks: readonly Task[]): Task {
  return memberNamed('task', text, tasks)
}
