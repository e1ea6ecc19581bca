import { extname } from 'node:path'
import type { Command } from 'commander'
import { oneLine } from '../../core/index.ts'
import { enumerate, strategyOf, tablePolicy, type Game, type PolicyTable } from '../../game/index.ts'
import { comparePolicy, type PolicyComparison } from '../../report/index.ts'
import { loadGame } from '../load-game.ts'
import { wholeNumber } from '../number.ts'
import { painter } from '../paint.ts'
import { figure } from '../progress/figure.ts'
import { many } from '../run-view/format.ts'
import { tableLines } from '../run-view/table.ts'
import { equilibriumOf } from '../solve/equilibrium.ts'
import { openStatusLine } from '../status-line.ts'
import type { Terminal } from '../terminal.ts'
import { wrap } from '../wrap.ts'

export interface PolicyFlags {
  readonly agent: string
  readonly top: number
  readonly json?: true
}

const EXAMPLES = `
An agent's loss in an information state is how likely play comes there when it plays every seat, times how much its
action is worth less there than the best one against it; all losses add up to its NashConv.

Examples:
  coevo policy kuhn-poker --agent checkpoint:runs/kuhn-equilibrium-1
  coevo policy leduc-poker --agent cfr+:10 --top 40
  coevo policy ./my-game.ts --agent policy:mine.json --json`

/** Declares `coevo policy`. */
export function declarePolicy(command: (usage: string, description: string) => Command): Command {
  return command(
    'policy <game>',
    "Show an agent's policy in every information state beside an equilibrium's, what loses most first.",
  )
    .addHelpText('after', EXAMPLES)
    .requiredOption('--agent <name>', "an agent, as in tournaments: see 'coevo agents'")
    .option('--top <n>', 'how many information states are shown', wholeNumber(1, 1e9), 20)
}

/**
 * Sets an agent's policy beside an equilibrium's.
 *
 * @throws UserError for a game that is too large to list, and for an agent whose probabilities nobody can read.
 */
export async function policyCommand(name: string, flags: PolicyFlags, terminal: Terminal): Promise<void> {
  const game = await loadGame(name)
  const { agent, top, json } = flags
  const status = openStatusLine(terminal, game.name)
  let comparison: PolicyComparison
  let algorithm: string
  try {
    const tree = enumerate(game, {
      onProgress: (states) => status.show(() => `listing its states: ${figure(states)}`),
    })
    const table = await (await loadReader()).policyTableOf(game, agent)
    const policy = strategyOf(tree, tablePolicy(agent, table))
    const found = await equilibriumOf(tree, status, terminal)
    algorithm = found.algorithm
    comparison = comparePolicy(tree, policy, found.strategy)
  } finally {
    status.close()
  }
  if (json === true) terminal.out(`${JSON.stringify({ agent, algorithm, ...comparison })}\n`)
  else terminal.out(policyText(agent, algorithm, comparison, top, terminal.page()))
}

/** What reads an agent's policy: agents/tournament/policy-table.ts, which nothing in src may import by name. */
interface PolicyReader {
  policyTableOf(game: Game, agent: string): Promise<PolicyTable>
}

async function loadReader(): Promise<PolicyReader> {
  const url = new URL(`../../../agents/tournament/policy-table${extname(import.meta.url)}`, import.meta.url)
  return (await import(url.href)) as PolicyReader
}

function policyText(
  agent: string,
  algorithm: string,
  comparison: PolicyComparison,
  top: number,
  { columns, color }: { readonly columns: number; readonly color: boolean },
): string {
  const paint = painter(color)
  const { game, nashConv, equilibriumNashConv, value, equilibriumValue, states } = comparison
  const head = [
    ['', 'NashConv', 'value'],
    [oneLine(agent, 60), figure(nashConv), figure(value)],
    [`an equilibrium (${algorithm})`, figure(equilibriumNashConv), figure(equilibriumValue)],
  ]
  const shown = states.slice(0, top)
  const rows = shown.flatMap(({ state, player, actions, policy, equilibrium, reach, loss }) =>
    actions.map((action, i) => [
      i === 0 ? figure(loss) : '',
      i === 0 ? figure(reach) : '',
      i === 0 ? `${player}` : '',
      i === 0 ? oneLine(state, 60) : '',
      oneLine(action, 24),
      policy[i]!.toFixed(3),
      equilibrium[i]!.toFixed(3),
    ]),
  )
  const titles = ['loses', 'reached', 'player', 'information state', 'action', 'agent', 'equilibrium']
  const beside = tableLines([titles, ...rows], [0, 1, 5, 6])
  const lines = beside.every((line) => line.length + 2 < columns) ? beside : narrow(shown)
  const rest = states.length - shown.length
  const notes = [
    `It loses ${figure(nashConv)} in all: so much better would best responses to it do.`,
    'A game may have many equilibria: to differ from this one is no loss in itself.',
    ...(rest > 0
      ? [
          `Not shown: ${many(rest, 'information state')} that lose no more than these. All of them: --top ${states.length}`,
        ]
      : []),
  ]
  return `\n${[
    paint('bold', `${oneLine(agent, 60)} at ${game}`),
    '',
    ...tableLines(head, [1, 2]).map((line) => `  ${line}`),
    '',
    ...lines.map((line, i) => `  ${i === 0 ? paint('dim', line) : line}`),
    '',
    ...notes.map((note) => paint('dim', wrap(`  ${note}`, columns))),
  ].join('\n')}\n`
}

/** The same in two columns less: the state has a line of its own. */
function narrow(states: PolicyComparison['states']): string[] {
  const rows = states.map(({ actions, policy, equilibrium, loss }) => [
    figure(loss),
    actions
      .map((action, i) => `${oneLine(action, 24)} ${policy[i]!.toFixed(3)} (${equilibrium[i]!.toFixed(3)})`)
      .join('  '),
  ])
  const [head, ...lines] = tableLines(
    [['loses', "action, the agent's probability (the equilibrium's)"], ...rows],
    [0],
  )
  return [
    head!,
    ...lines.flatMap((line, i) => [`${states[i]!.player}: ${oneLine(states[i]!.state, 70)}`, line]),
  ]
}
