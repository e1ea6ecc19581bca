import { extname } from 'node:path'
import type { Command } from 'commander'
import type { Game } from '../../game/index.ts'
import { openConversation, type Conversation } from '../conversation.ts'
import { loadGame } from '../load-game.ts'
import { seedNumber, wholeNumber } from '../number.ts'
import type { Terminal } from '../terminal.ts'

export interface PlayFlags {
  readonly against: string
  readonly seat: number
  readonly seed: number
  readonly json?: true
}

/** What lets a person play: agents/tournament/person-match.ts, which nothing in src may import by name. */
interface PersonModule {
  playPerson(match: {
    readonly game: Game
    readonly against: string
    readonly seat: number
    readonly seed: number
    readonly conversation: Conversation
  }): Promise<{
    readonly end: 'finished' | 'resigned' | 'forfeited'
    readonly returns: readonly number[]
  }>
}

const EXAMPLES = `
Answer with one of the moves that are listed, with its number, or with a beginning that no other has; 'help' and 'rules'
are answered, 'quit' resigns. Agents: see 'coevo agents'.

Examples:
  coevo play tic-tac-toe --against minimax
  coevo play kuhn-poker --against cfr+:1000 --seat 1
  coevo play connect-four --against mcts:5000 --seed 7
  coevo play negotiation --against openai:qwen3@http://localhost:8000/v1`

/** Declares `coevo play`. */
export function declarePlay(command: (usage: string, description: string) => Command): Command {
  return command(
    'play <game>',
    'Play a game yourself: a name, with parameters if you like, or the path of a file.',
  )
    .addHelpText('after', EXAMPLES)
    .requiredOption('--against <agent>', 'who plays the other seats')
    .option('--seat <n>', 'your seat; 0 moves first', wholeNumber(0, 15), 0)
    .option('--seed <n>', 'seed of every random draw, 0 to 4294967295', seedNumber, 1)
}

/** Lets whoever sits at the terminal play a match. Returns the exit code. */
export async function playCommand(
  name: string,
  { against, seat, seed, json }: PlayFlags,
  terminal: Terminal,
): Promise<number> {
  const game = await loadGame(name)
  const person = await loadPerson()
  // Where the result goes to a program, the conversation must not.
  const { conversation, close } = openConversation(terminal, { to: json === true ? 'err' : 'out' })
  try {
    const { end, returns } = await person.playPerson({ game, against, seat, seed, conversation })
    if (json === true)
      terminal.out(`${JSON.stringify({ game: game.name, against, seat, seed, end, returns })}\n`)
    return 0
  } finally {
    await close()
  }
}

async function loadPerson(): Promise<PersonModule> {
  const url = new URL(`../../../agents/tournament/person-match${extname(import.meta.url)}`, import.meta.url)
  return (await import(url.href)) as PersonModule
}
