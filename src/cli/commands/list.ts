import type { Game } from '../../game/index.ts'
import { loadScenario, optionTable, scenarioNames } from '../../scenario/index.ts'
import { shippedModules } from '../shipped.ts'
import type { Terminal } from '../terminal.ts'

/** Lists the games that ship. */
export async function listGames(json: boolean, terminal: Terminal): Promise<void> {
  const modules = await shippedModules('games')
  const games = new Set([...modules.values()].flatMap((module) => Object.values(module).filter(isGame)))
  const rows = [...games].map(({ name, title, facets }) => ({ name, title, facets }))
  list(json, terminal, 'games', rows, ({ name, title, facets }) => [
    name,
    title,
    `${facets.players} players, ${facets.utility}, ${facets.information} information, ${facets.chance}`,
  ])
}

/** Lists the scenarios that ship, with what --set changes in each. */
export async function listScenarios(json: boolean, terminal: Terminal): Promise<void> {
  const scenarios = await Promise.all(scenarioNames().map((name) => loadScenario(name)))
  const rows = scenarios.map(({ scenario }) => ({
    name: scenario.name,
    title: scenario.title,
    paper: scenario.paper ?? null,
    description: scenario.description,
    options: optionTable(scenario),
  }))
  list(json, terminal, 'scenarios', rows, ({ name, title, paper, options }) => [
    name,
    paper === null ? title : `${title} (${paper})`,
    ...options.map(
      (option) => `  --set ${option.name}=${JSON.stringify(option.default)}  ${option.description}`,
    ),
  ])
}

/** Writes one JSON object, or a paragraph a row: name and first line side by side, the rest below. */
export function list<Row>(
  json: boolean,
  terminal: Terminal,
  kind: string,
  rows: readonly Row[],
  describe: (row: Row) => readonly string[],
): void {
  if (json) {
    terminal.out(`${JSON.stringify({ [kind]: rows })}\n`)
    return
  }
  const paragraphs = rows.map(describe)
  const width = Math.max(...paragraphs.map(([name]) => name!.length)) + 2
  for (const [name, first = '', ...rest] of paragraphs) {
    terminal.out(`${name!.padEnd(width)}${first}\n`)
    for (const line of rest) terminal.out(`${' '.repeat(width)}${line}\n`)
  }
}

function isGame(value: unknown): value is Game {
  return typeof value === 'object' && value !== null && 'facets' in value && 'informationState' in value
}
