import type { Json } from '../../core/index.ts'
import { loadScenario, optionTable, scenarioNames } from '../../scenario/index.ts'
import { shippedAgents, shippedGames } from '../shipped.ts'
import type { Terminal } from '../terminal.ts'

/** Lists the games that ship. */
export async function listGames(json: boolean, terminal: Terminal): Promise<void> {
  const games = (await shippedGames()).map(({ name, title, facets }) => ({ name, title, facets }))
  if (json) return writeJson(terminal, { games })
  writeParagraphs(
    terminal,
    games.map(({ name, title, facets: { players, utility, information, chance } }) => [
      name,
      title,
      `${players} players, ${utility}, ${information} information, ${chance}`,
    ]),
  )
}

/** Lists the scenarios that ship, with what --set changes in each. */
export async function listScenarios(json: boolean, terminal: Terminal): Promise<void> {
  const loaded = await Promise.all(scenarioNames().map((name) => loadScenario(name)))
  const scenarios = loaded.map(({ scenario }) => ({
    name: scenario.name,
    title: scenario.title,
    paper: scenario.paper ?? null,
    description: scenario.description ?? null,
    options: optionTable(scenario),
  }))
  if (json) return writeJson(terminal, { scenarios })
  writeParagraphs(
    terminal,
    scenarios.map(({ name, title, paper, options }) => [
      name,
      title,
      ...(paper === null ? [] : [paper]),
      ...columns(
        options.map((option) => [`--set ${option.name}=${show(option.default)}`, option.description]),
      ),
    ]),
  )
}

/** Lists the agents that need no model. */
export async function listAgents(json: boolean, terminal: Terminal): Promise<void> {
  const agents = await shippedAgents()
  if (json) return writeJson(terminal, { agents })
  writeParagraphs(
    terminal,
    agents.map(({ name, description, iterations }) =>
      iterations === undefined
        ? [name, description]
        : [`${name}:N`, description, `N is ${iterations} if left out`],
    ),
  )
}

function writeJson(terminal: Terminal, value: unknown): void {
  terminal.out(`${JSON.stringify(value)}\n`)
}

function show(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
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
