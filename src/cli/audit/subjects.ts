import { gameNamed, type Game } from '../../game/index.ts'
import { resolveOptions, type OptionValues, type Scenario } from '../../scenario/index.ts'
import { taskNamed, type Task } from '../../task/index.ts'

/** What a file holds that rules hold for. */
export interface Subjects {
  readonly games: readonly Game[]
  readonly tasks: readonly Task[]
}

/** What a file may export. */
export type SubjectKind = 'game' | 'task' | 'scenario'

/** How the file was named and started. */
export interface Request {
  /** What is looked for in it. Default: whatever it exports. */
  readonly kind?: SubjectKind
  /** What stands behind its path: ':cards=5'. */
  readonly parameters: string
  /** Of a scenario: its options as they were set, and its seed. */
  readonly options: Readonly<Record<string, unknown>>
  readonly seed: number
}

/**
 * Finds the games and tasks in what a file exports, as default or as its only one of a kind: one, or those of the first
 * step of a scenario. Null where it is nothing of these, or more than one.
 */
export function subjectsOf(module: Readonly<Record<string, unknown>>, request: Request): Subjects | null {
  const { default: usual, ...others } = module
  const isWanted = (value: unknown) => {
    const kind = kindOf(value)
    return kind !== null && (request.kind ?? kind) === kind
  }
  const [value, ...more] =
    usual === undefined ? [...new Set(Object.values(others))].filter(isWanted) : [usual]
  if (more.length > 0 || !isWanted(value)) return null
  if (kindOf(value) === 'scenario') return subjectsOfScenario(value as Scenario, request)
  const { parameters } = request
  const { name } = value as { readonly name: string }
  if (kindOf(value) === 'task')
    return {
      games: [],
      tasks: [parameters === '' ? (value as Task) : taskNamed(name + parameters, [value as Task])],
    }
  return {
    games: [parameters === '' ? (value as Game) : gameNamed(name + parameters, [value as Game])],
    tasks: [],
  }
}

/** Tells what a value is meant to be, however broken it is. */
function kindOf(value: unknown): SubjectKind | null {
  if (typeof value !== 'object' || value === null) return null
  const has = (...parts: readonly string[]) => parts.some((part) => part in value)
  if (has('build')) return 'scenario'
  if (has('protocol', 'agents')) return null
  if (has('verify', 'dials', 'solve')) return 'task'
  return has('facets', 'legal', 'apply', 'initial') ? 'game' : null
}

/** Asks a scenario's work, made for this alone, what its first step is about. */
function subjectsOfScenario(scenario: Scenario, { options, seed }: Request): Subjects {
  const plan = scenario.build(resolveOptions(scenario, options as OptionValues), { seed })
  const { games = [], tasks = [] } = plan.work.next(0).kind
  return { games, tasks }
}
