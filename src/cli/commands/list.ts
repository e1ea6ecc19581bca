import { roleOf } from '../../bus/index.ts'
import type { System } from '../../check/index.ts'
import { showOption, type OptionRow } from '../../core/index.ts'
import { parametersOf } from '../../game/index.ts'
import { loadScenario, optionTable, scenarioNames, type Scenario } from '../../scenario/index.ts'
import { shippedSystems } from '../check/load.ts'
import { describeScope } from '../check/scope.ts'
import { taskParameters } from '../../task/index.ts'
import { shippedAgents, shippedGames, shippedTasks } from '../shipped.ts'
import type { Terminal } from '../terminal.ts'

/** Lists the games that ship. */
export async function listGames(json: boolean, terminal: Terminal): Promise<void> {
  const games = (await shippedGames()).map((game) => ({
    name: game.name,
    title: game.title,
    facets: game.facets,
    parameters: parametersOf(game),
  }))
  if (json) return writeJson(terminal, { games })
  writeParagraphs(
    terminal,
    games.map(({ name, title, facets: { players, utility, information, chance, answers }, parameters }) => [
      name,
      title,
      `${players} players, ${utility}, ${information} information, ${chance}${answers === 'open' ? ', open answers' : ''}`,
      ...optionLines(parameters, `${name}:`),
    ]),
  )
}

/** Lists the tasks that ship, with their dials and what changes how they are asked. */
export async function listTasks(json: boolean, terminal: Terminal): Promise<void> {
  const tasks = (await shippedTasks()).map((task) => ({
    name: task.name,
    title: task.title,
    rules: task.rules,
    dials: task.dials,
    parameters: taskParameters(task),
  }))
  if (json) return writeJson(terminal, { tasks })
  writeParagraphs(
    terminal,
    tasks.map(({ name, title, dials, parameters }) => [
      name,
      title,
      ...columns([
        ...Object.entries(dials).map(
          ([dial, { min, max, description }]) => [`${dial} ${min} … ${max}`, description] as const,
        ),
        ...optionPairs(parameters, `${name}:`),
      ]),
    ]),
  )
}

/** Lists the protocols that ship, with who plays in them and the scope in which each is checked. */
export async function listProtocols(json: boolean, terminal: Terminal): Promise<void> {
  const protocols = (await shippedSystems()).map(({ system }) => {
    const { name, title, protocol, network, faults, time } = system
    return {
      name,
      title,
      protocol: protocol.name,
      roles: countRoles(system),
      scope: { network, faults, time },
    }
  })
  if (json) return writeJson(terminal, { protocols })
  writeParagraphs(
    terminal,
    protocols.map(({ name, title, roles, scope }) => {
      const players = Object.entries(roles).map(([role, n]) => (n === 1 ? role : `${role} × ${n}`))
      return [name, title, players.join(', '), describeScope(scope)]
    }),
  )
}

/** Counts a system's agents by role. */
function countRoles({ agents }: System): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const role of Object.keys(agents).map(roleOf)) counts[role] = (counts[role] ?? 0) + 1
  return counts
}

/**
 * Lists scenarios: what each is made of, what its study compares, and what --set changes. Those that ship, or the ones
 * that are named or given by the paths of their files.
 */
export async function listScenarios(
  named: readonly string[],
  json: boolean,
  terminal: Terminal,
): Promise<void> {
  const wanted = named.length === 0 ? scenarioNames() : named
  const loaded = await Promise.all(wanted.map((name) => loadScenario(name)))
  const scenarios = loaded.map(({ scenario }) => ({
    name: scenario.name,
    title: scenario.title,
    paper: scenario.paper ?? null,
    description: scenario.description ?? null,
    ...(scenario.synopsis ?? { roles: null, tasks: null, learning: null, curriculum: null, measure: null }),
    study: scenario.study ?? null,
    options: optionTable(scenario),
  }))
  if (json) return writeJson(terminal, { scenarios })
  writeParagraphs(
    terminal,
    loaded.map(({ scenario }) => [scenario.name, ...scenarioLines(scenario, named.length > 0)]),
  )
}

/** Writes what a scenario is, in full or without its description. */
export function scenarioLines(scenario: Scenario, full: boolean): string[] {
  const { title, paper, description } = scenario
  return [
    title,
    ...(paper === undefined ? [] : [paper]),
    ...(full && description !== undefined ? [description] : []),
    ...columns([...synopsisRows(scenario), ...optionPairs(optionTable(scenario), '--set ')]),
  ]
}

/** Writes what a scenario is made of as labels and texts. */
function synopsisRows({ synopsis, study }: Scenario): (readonly [string, string])[] {
  const rows: [string, string][] = []
  if (synopsis !== undefined) {
    const { roles, tasks, learning, curriculum, measure } = synopsis
    rows.push(
      ['roles', roles.join(', ')],
      ['tasks', tasks.join(', ')],
      ['learning', learning],
      ['curriculum', curriculum ?? 'none'],
      ['measure', measure],
    )
  }
  if (study !== undefined) rows.push(['study', Object.keys(study.arms).join(', ')])
  return rows
}

/** Lists the agents: those that a name says all of, then those whose names go on. */
export async function listAgents(json: boolean, terminal: Terminal): Promise<void> {
  const agents = await shippedAgents()
  if (json) return writeJson(terminal, { agents })
  writeParagraphs(
    terminal,
    agents.map(({ name, description, number, form = name }) => {
      if (number === undefined) return [form, description]
      const usual = number.default === null ? 'there is no limit' : `N is ${number.default}`
      return [`${name}:N`, description, `N counts ${number.counts}; if it is left out, ${usual}`]
    }),
  )
}

function writeJson(terminal: Terminal, value: unknown): void {
  terminal.out(`${JSON.stringify(value)}\n`)
}

/** Writes how each option is set, and what it means. */
function optionLines(options: readonly OptionRow[], before: string): string[] {
  return columns(optionPairs(options, before))
}

function optionPairs(options: readonly OptionRow[], before: string): (readonly [string, string])[] {
  return options.map((option) => [
    `${before}${option.name}=${showOption(option.default)}`,
    option.values === '' ? option.description : `${option.description} (${option.values})`,
  ])
}

/** Sets the second parts of pairs below each other. */
function columns(pairs: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(0, ...pairs.map(([first]) => first.length)) + 2
  return pairs.map(([first, second]) => first.padEnd(width) + second)
}

/** Writes a name and a first line side by side, and the rest below the first line. */
function writeParagraphs(terminal: Terminal, paragraphs: readonly (readonly string[])[]): void {
  const lines = paragraphs.flatMap(([name = '', first = '', ...rest]) => [
    [name, first] as const,
    ...rest.map((line) => ['', line] as const),
  ])
  for (const line of columns(lines)) terminal.out(`${line}\n`)
}
