import { extname } from 'node:path'
import type { Command } from 'commander'
import type { Game } from '../../game/index.ts'
import { loadGame } from '../load-game.ts'
import { seedNumber, wholeNumber } from '../number.ts'
import type { Terminal } from '../terminal.ts'
import { wrap } from '../wrap.ts'

export interface PlayFlags {
  readonly against: string
  readonly seat: number
  readonly seed: number
  readonly json?: true
}

/** What lets a person play: agents/person.ts, which nothing in src may import by name. */
interface PersonModule {
  playPerson(match: {
    readonly game: Game
    readonly against: string
    readonly seat: number
    readonly seed: number
    readonly conversation: { tell(text: string): void; ask(): Promise<string | null> }
  }): Promise<{
    readonly end: 'finished' | 'resigned'
    readonly returns: readonly number[]
    readonly observations: readonly string[]
  }>
}

const EXAMPLES = `
Answer with one of the moves that are listed; 'quit' resigns. Agents: see 'coevo agents', and checkpoint:DIR for a
saved model or a run.

Examples:
  coevo play tic-tac-toe --against minimax
  coevo play kuhn-poker --against cfr+:1000 --seat 1
  coevo play connect-four --against mcts:5000 --seed 7`

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
  const say = (text: string) => (json === true ? terminal.err(text) : terminal.out(text))
  const tell = (text: string) => say(`${wrap(text, Math.min(terminal.page().columns, 100))}\n`)
  const lines = terminal.lines()
  let greeted = false
  try {
    const { end, returns, observations } = await person.playPerson({
      game,
      against,
      seat,
      seed,
      conversation: {
        tell(text) {
          if (!greeted)
            tell(`${game.title}: you have seat ${seat}, against ${against}. 'quit' resigns.\n\n${game.rules}`)
          greeted = true
          tell(text)
        },
        async ask() {
          say('> ')
          const { done, value } = await lines.next()
          return done === true ? null : value
        },
      },
    })
    tell(`\n${[...observations, outcome(end, returns, seat)].join('\n')}`)
    if (json === true)
      terminal.out(`${JSON.stringify({ game: game.name, against, seat, seed, end, returns })}\n`)
    return 0
  } finally {
    await lines.return?.()
  }
}

/** Tells how a match ended for a seat. */
function outcome(end: 'finished' | 'resigned', returns: readonly number[], seat: number): string {
  const own = returns[seat]!
  if (end === 'resigned') return `You resign. Your return is ${own}.`
  const others = returns.filter((_, other) => other !== seat)
  const best = Math.max(...others)
  const word =
    others.length === 0 ? 'It is over.' : own > best ? 'You win.' : own < best ? 'You lose.' : 'A draw.'
  return `${word} Your return is ${own}.`
}

async function loadPerson(): Promise<PersonModule> {
  const url = new URL(`../../../agents/person${extname(import.meta.url)}`, import.meta.url)
  return (await import(url.href)) as PersonModule
}
