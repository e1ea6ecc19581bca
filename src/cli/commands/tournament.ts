import { join } from 'node:path'
import { Option, type Command } from 'commander'
import { z } from 'zod'
import { UserError } from '../../core/index.ts'
import type { Game } from '../../game/index.ts'
import { formats, type Format, type TournamentResult } from '../../population/index.ts'
import { checkCode, computing } from '../../scenario/index.ts'
import { findRun, readHeader, type RunHeader } from '../../store/index.ts'
import { openConversation } from '../conversation.ts'
import { stopAtInterrupt } from '../interrupt.ts'
import { codeOfGames, loadGame } from '../load-game.ts'
import { seedNumber, wholeNumber } from '../number.ts'
import type { Terminal } from '../terminal.ts'
import { openTournamentDisplay } from '../tournament/display.ts'
import { loadPlayer, type PlaySettings, type TournamentPlayer } from '../tournament/player.ts'
import { splitAgents } from '../tournament/split-agents.ts'
import { tournamentText } from '../tournament/table.ts'

export interface TournamentFlags {
  readonly game: readonly string[]
  readonly agents: readonly string[]
  readonly rounds?: number
  readonly format?: Format
  readonly seed?: number
  readonly rule?: string
  readonly precision?: number
  readonly out?: string
  readonly resume?: string
  readonly concurrency?: number
  readonly failure?: 'forfeit' | 'suspend'
  readonly moveTime?: number
  readonly changed?: true
  readonly json?: true
}

/** Rounds where nothing is said of them: with a precision, that is to end the tournament. */
const ROUNDS = 100
const ROUNDS_AT_MOST = 10_000

const EXAMPLES = `
A round lets those who meet play one deal of every game twice, with seats swapped: 500 rounds of a round robin
are 1,000 matches a pair and game. Agents: see 'coevo agents'; LABEL=AGENT gives one a name, AGENT?rule=… and other
settings behind '?' are its own. An agent of your own is a file, or a command that speaks JSON lines.

Examples:
  coevo tournament --game tic-tac-toe --agents uniform,first,minimax
  coevo tournament --game kuhn-poker --game leduc-poker --agents uniform,cfr+:10,cfr+:1000 --rounds 500
  coevo tournament --game kuhn-poker --agents uniform,checkpoint:runs/kuhn-equilibrium-1 --precision 20
  coevo tournament --game negotiation --agents uniform,openai:qwen3@http://localhost:8000/v1 --rule retry:2
  coevo tournament --game nim --agents minimax,./honest.ts,'py=cmd:python3 my_agent.py'
  coevo tournament --resume runs/tournament-1 --agents equilibrium     one more joins; only its matches are played`

/** Declares `coevo tournament`. */
export function declareTournament(command: (usage: string, description: string) => Command): Command {
  return command('tournament', 'Let agents play each other at games, and rate them.')
    .addHelpText('after', EXAMPLES)
    .addOption(
      new Option('--game <game>', 'a game: a name or the path of a file; once for each')
        .argParser(append)
        .default([], 'none'),
    )
    .addOption(
      new Option('--agents <names>', 'who plays, with commas between')
        .argParser((text, all: readonly string[]) => [...all, ...splitAgents(text)])
        .default([], 'none'),
    )
    .option('--rounds <n>', `how many; ${ROUNDS} if left out`, wholeNumber(1, 2 ** 20))
    .addOption(
      new Option('--format <name>', 'who meets whom; round-robin if left out').choices(Object.keys(formats)),
    )
    .option('--seed <n>', 'seed of every random draw, 0 to 4294967295; 1 if left out', seedNumber)
    .option(
      '--rule <rule>',
      'illegal moves of those that cannot be held to legal ones: constrain (they forfeit; the default), forfeit, retry:N or spiral',
    )
    .addOption(
      new Option(
        '--failure <what>',
        'an agent that fails or falls silent: its match is a forfeit, or it is suspended and plays later',
      ).choices(['forfeit', 'suspend']),
    )
    .option(
      '--move-time <s>',
      'seconds for a move of a model on a server; 50 if left out',
      wholeNumber(1, 86_400),
    )
    .option('--precision <elo>', 'stop once every rating is known to this many points, up or down', Number)
    .option('--out <dir>', 'folder in which the folder of the tournament is made; runs if left out')
    .option('--resume <run>', 'go on with a tournament; more --agents may join, and more --rounds be played')
    .option(
      '--concurrency <n>',
      'matches under way at once; it never changes the result',
      wholeNumber(1, 1e6),
    )
}

/** Plays a tournament in view of the user and writes its reports. Returns the exit code. */
export async function tournamentCommand(flags: TournamentFlags, terminal: Terminal): Promise<number> {
  const { resume, concurrency, precision, failure, moveTime, agents, seed = 1, out = 'runs' } = flags
  const settings = {
    ...(concurrency !== undefined && { concurrency }),
    ...(precision !== undefined && { precision }),
    ...(failure !== undefined && { failure }),
    ...(moveTime !== undefined && { timeouts: timeoutsOf(moveTime) }),
  }
  if (resume !== undefined) {
    const fixed = (['seed', 'format', 'rule', 'out'] as const).find((flag) => flags[flag] !== undefined)
    if (fixed !== undefined || flags.game.length > 0)
      throw new UserError(
        `--resume goes on with a tournament as it was begun: leave --${fixed ?? 'game'} out.`,
      )
    const folder = findRun(resume)
    const header = readHeader(folder)
    const { games, sources } = await gamesOf(folder, header)
    const { changed = false } = flags
    const code = codeOfGames(sources)
    const notice = checkCode(folder, header, computing(code, header.code), changed)
    if (notice !== null) terminal.err(`${notice}\n`)
    const rounds = flags.rounds === undefined ? {} : { rounds: flags.rounds }
    return watch(flags, terminal, (player, watched) =>
      player.resumeTournament({ folder, games, agents, code, changed, ...rounds, ...settings, ...watched }),
    )
  }
  if (flags.game.length === 0)
    throw new UserError(
      "Say what is played with --game, such as --game kuhn-poker: 'coevo games' lists what ships.",
    )
  if (agents.length === 0)
    throw new UserError(
      "Say who plays with --agents, such as --agents uniform,first: 'coevo agents' lists them.",
    )
  const games = await Promise.all(flags.game.map(loadGame))
  const rounds = flags.rounds ?? (precision === undefined ? ROUNDS : ROUNDS_AT_MOST)
  const { format, rule } = flags
  const chosen = { ...(format !== undefined && { format }), ...(rule !== undefined && { rule }) }
  return watch(flags, terminal, (player, watched) =>
    player.tournament({
      games,
      agents,
      seed,
      rounds,
      out,
      sources: flags.game,
      code: codeOfGames(flags.game),
      ...chosen,
      ...settings,
      ...watched,
    }),
  )
}

/** Finds the games of a tournament again. @throws UserError where a program had games of its own. */
async function gamesOf(
  folder: string,
  { settings }: RunHeader,
): Promise<{ readonly games: readonly Game[]; readonly sources: readonly string[] }> {
  const { made, sources } = settingsSchema.parse(settings)
  try {
    return { games: await Promise.all(sources.map(loadGame)), sources }
  } catch (error) {
    if (made !== 'by a program' || !(error instanceof UserError)) throw error
    throw new UserError(
      `'${folder}' was made by a program with games of its own (${sources.join(', ')}): go on there, with resumeTournament({ folder, games, agents }).`,
      { cause: error },
    )
  }
}

const settingsSchema = z.object({ made: z.string().optional(), sources: z.array(z.string()).catch([]) })

/** How long everybody waits for a move of so many seconds, in milliseconds. */
function timeoutsOf(seconds: number) {
  const decision = 1000 * seconds
  return { decision, move: decision + 10_000, referee: Math.max(600_000, 4 * decision) }
}

async function watch(
  { json }: TournamentFlags,
  terminal: Terminal,
  play: (player: TournamentPlayer, watched: PlaySettings) => Promise<TournamentResult>,
): Promise<number> {
  const player = await loadPlayer()
  const display = openTournamentDisplay(terminal)
  const interrupts = stopAtInterrupt(terminal, {
    first: () => display.stopping(),
    second: () => display.close(),
  })
  const { conversation, close } = openConversation(terminal, {
    to: 'err',
    signal: interrupts.signal,
    before: () => display.makeRoom(),
  })
  let result: TournamentResult
  try {
    const clock = { setTimeout, clearTimeout: (timer: unknown) => clearTimeout(timer as NodeJS.Timeout) }
    result = await play(player, {
      signal: interrupts.signal,
      onEvent: (event) => display.show(event),
      now: () => terminal.now(),
      clock,
      ...(terminal.interactive && { conversation }),
    })
  } finally {
    await close()
    interrupts.release()
    display.close()
  }
  const stopped = result.ended === 'signal'
  const { run } = result
  if (json === true) terminal.out(`${JSON.stringify(result)}\n`)
  else terminal.out(tournamentText(result, terminal.page()))
  if (json !== true)
    terminal.err(
      `The report is ${join(run, 'report.html')}, with ratings.csv and head-to-head.csv beside it.\n`,
    )
  if (stopped || result.ended === 'suspended')
    terminal.err(`Stopped after ${result.matches} matches; go on with: coevo tournament --resume ${run}\n`)
  return stopped ? interrupts.exitCode : 0
}

function append(text: string, texts: readonly string[]): string[] {
  return [...texts, text]
}
