import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { CHANCE, drawOutcome, END, parseAction, rollOut, simulatorOf, type Game } from 'coevo/game'
import { stream, type Random } from 'coevo/core'
import { breakthrough } from 'coevo/games/breakthrough'
import { checkers } from 'coevo/games/checkers'
import { chess } from 'coevo/games/chess'
import { connectFour } from 'coevo/games/connect-four'
import { dotsAndBoxes } from 'coevo/games/dots-and-boxes'
import { goofspiel } from 'coevo/games/goofspiel'
import { hex } from 'coevo/games/hex'
import { kuhnPoker } from 'coevo/games/kuhn-poker'
import { leducPoker } from 'coevo/games/leduc-poker'
import { liarsDice } from 'coevo/games/liars-dice'
import { limitHoldem } from 'coevo/games/limit-holdem'
import { negotiation } from 'coevo/games/negotiation'
import { nim } from 'coevo/games/nim'
import { othello } from 'coevo/games/othello'
import { pentago } from 'coevo/games/pentago'
import { phantomTicTacToe } from 'coevo/games/phantom-tic-tac-toe'
import { simpleNegotiation } from 'coevo/games/simple-negotiation'
import { ticTacToe } from 'coevo/games/tic-tac-toe'
import { spread, type Spread } from '../check/rates.ts'
import { machine } from '../harness.ts'

/** What is played a second, and what is to be reached. */
interface Rates {
  readonly moves: number
  readonly playouts: number
}

/** A game and what a rival plays of it a second. */
interface Rival {
  readonly game: Game
  readonly goal: Rates
}

/**
 * OpenSpiel's benchmark_game (C++, -O3, one thread of a two-core machine like ours): random games with
 * chance drawn, whose moves are counted with those of chance. Its goofspiel makes both bids in one move.
 */
const OPEN_SPIEL: readonly Rival[] = [
  { game: kuhnPoker, goal: { moves: 8.5e6, playouts: 2.0e6 } },
  { game: leducPoker, goal: { moves: 5.2e6, playouts: 0.78e6 } },
  { game: liarsDice, goal: { moves: 5.7e6, playouts: 1.07e6 } },
  { game: ticTacToe, goal: { moves: 6.0e6, playouts: 0.79e6 } },
  { game: connectFour, goal: { moves: 3.1e6, playouts: 147e3 } },
  { game: goofspiel.with({ cards: 13, order: 'random' }), goal: { moves: 2.2e6, playouts: 91e3 } },
  { game: breakthrough, goal: { moves: 1.2e6, playouts: 18.8e3 } },
  { game: othello, goal: { moves: 0.23e6, playouts: 3.8e3 } },
]

/**
 * TextArena's steps a second, its texts written and read (Python, one thread of a like machine). The goal is
 * ten times that with texts and a hundred times without.
 */
const TEXT_ARENA: readonly (readonly [game: Game, steps: number])[] = [
  [ticTacToe, 36e3],
  [kuhnPoker, 34e3],
  [connectFour, 32e3],
  // TextArena's negotiation has five resources; the two of SPIRAL's are held to the same figure.
  [negotiation, 27e3],
  [simpleNegotiation, 27e3],
]

/** Games that no rival has a figure for here; those without a simulator are played by their pure rules. */
const OTHERS: readonly Game[] = [
  nim,
  hex,
  dotsAndBoxes,
  pentago,
  checkers,
  chess,
  phantomTicTacToe,
  limitHoldem,
  negotiation,
  simpleNegotiation,
]

/** One line of the report. */
interface Line {
  readonly game: string
  readonly moves: Spread
  readonly playouts: Spread
  readonly goal: Partial<Rates>
  readonly met: boolean
}

/**
 * Plays games to their end with uniform moves, on one thread, in place and with texts, game after game in
 * turn, and prints playouts and moves a second of the thread's own time beside what others reach.
 *
 * @param args `--repeats N` (default 7); `--milliseconds N` a repeat (default 300); `--json` prints one JSON
 *   object as the last line and nothing else.
 */
export async function run(args: readonly string[] = []): Promise<unknown> {
  const { values } = parseArgs({
    args: [...args],
    strict: false,
    options: {
      json: { type: 'boolean', default: false },
      repeats: { type: 'string', default: '7' },
      milliseconds: { type: 'string', default: '300' },
    },
  })
  const json = values['json'] === true
  const say = (line: string) => void (json || process.stdout.write(`${line}\n`))
  const [repeats, milliseconds] = [Number(values['repeats']), Number(values['milliseconds'])]
  say(
    `playout on ${machine()}, load ${loadavg()[0]!.toFixed(1)}; medians of ${repeats} repeats (least to most)`,
  )
  say('in place, beside OpenSpiel:')
  const inPlace = OPEN_SPIEL.map(({ game, goal }) => ({ game, goal, play: inPlaceOf(game) }))
  const lines = measure(inPlace, repeats, milliseconds)
  for (const line of lines) say(write(line))
  say('other games, in place or by their rules:')
  const others = measure(
    OTHERS.map((game) => ({ game, goal: {}, play: inPlaceOf(game) })),
    repeats,
    milliseconds,
  )
  for (const line of others) say(write(line))
  say('in place, moves of players only, beside a hundred times TextArena:')
  const hundred = measure(
    TEXT_ARENA.map(([game, steps]) => ({
      game,
      goal: { moves: 100 * steps },
      play: movesInPlaceOf(game),
    })),
    repeats,
    milliseconds,
  )
  for (const line of hundred) say(write(line))
  say('with texts, moves of players only, beside ten times TextArena:')
  const withTexts = TEXT_ARENA.map(([game, steps]) => ({
    game,
    goal: { moves: 10 * steps },
    play: withTextsOf(game),
  }))
  const texts = measure(withTexts, repeats, milliseconds)
  for (const line of texts) say(write(line))
  const result = {
    benchmark: 'playout',
    machine: machine(),
    load: loadavg(),
    repeats,
    lines,
    hundred,
    others,
    texts,
  }
  if (json) process.stdout.write(`${JSON.stringify(result)}\n`)
  return result
}

/** Plays one game and returns how many moves it had. */
type Play = (random: Random) => number

function inPlaceOf(game: Game): Play {
  const simulator = simulatorOf(game)
  return (random) => {
    simulator.reset()
    const steps = rollOut(simulator, random)
    // As a search would, it asks who won.
    if (Number.isNaN(simulator.returnOf(0))) throw new Error(`${game.name} ends without a return`)
    return steps
  }
}

/** Plays one game and counts the moves of players only, which are TextArena's steps. */
function movesInPlaceOf(game: Game): Play {
  const simulator = simulatorOf(game)
  return (random) => {
    let moves = 0
    for (simulator.reset(); simulator.actor !== END;) {
      const isChance = simulator.actor === CHANCE
      const i = isChance ? drawOutcome(simulator, random) : random.int(simulator.count)
      simulator.apply(simulator.action(i))
      if (!isChance) moves++
    }
    if (Number.isNaN(simulator.returnOf(0))) throw new Error(`${game.name} ends without a return`)
    return moves
  }
}

/**
 * Every player reads its observation, which is really written (the last letter of a text that V8 has only
 * noted down as parts makes it put them together), and answers with a text that is parsed. Counts the
 * moves of players only.
 */
function withTextsOf(game: Game): Play {
  return (random) => {
    let state = game.initial()
    for (let moves = 0; ;) {
      const actor = game.actor(state)
      if (actor === 'nobody') return moves
      if (actor === 'chance') {
        const outcomes = game.chance(state)
        state = game.apply(state, outcomes[random.int(outcomes.length)]!.action)
        continue
      }
      const observation = game.observation(state, actor)
      if (Number.isNaN(observation.charCodeAt(observation.length - 1)))
        throw new Error(`${game.name} shows nothing`)
      const legal = game.legal(state)
      const answer = `[${game.label(state, legal[random.int(legal.length)]!)}]`
      state = game.apply(state, parseAction(game, state, answer)!)
      moves++
    }
  }
}

interface Way {
  readonly game: Game
  readonly goal: Partial<Rates>
  readonly play: Play
}

/** Plays each game for a while, in turns, the first turn to get warm. */
function measure(ways: readonly Way[], repeats: number, milliseconds: number): Line[] {
  const rates = ways.map((): { moves: number[]; playouts: number[] } => ({ moves: [], playouts: [] }))
  for (let repeat = -1; repeat < repeats; repeat++)
    for (const [i, { game, play }] of ways.entries()) {
      const { moves, playouts } = playFor(milliseconds, play, stream('bench', game.name, repeat))
      if (repeat < 0) continue
      rates[i]!.moves.push(moves)
      rates[i]!.playouts.push(playouts)
    }
  return ways.map(({ game, goal }, i) => {
    const moves = spread(rates[i]!.moves)
    const playouts = spread(rates[i]!.playouts)
    return judge(game.name, { moves, playouts }, goal)
  })
}

/** Sets what was measured beside a goal, which counts as met by the medians. */
function judge(
  game: string,
  { moves, playouts }: Pick<Line, 'moves' | 'playouts'>,
  goal: Partial<Rates>,
): Line {
  const met = moves.median >= (goal.moves ?? 0) && playouts.median >= (goal.playouts ?? 0)
  return { game, moves, playouts, goal, met }
}

/** Counts the seconds that this thread ran, so that others' work on the machine does not count as ours. */
function playFor(milliseconds: number, play: Play, random: Random): Rates {
  let moves = 0
  let playouts = 0
  const start = process.threadCpuUsage()
  let seconds = 0
  for (let batch = 1; seconds * 1000 < milliseconds; batch = Math.min(2 * batch, 128)) {
    for (let i = 0; i < batch; i++) moves += play(random)
    playouts += batch
    const { user, system } = process.threadCpuUsage(start)
    seconds = (user + system) / 1e6
  }
  return { moves: moves / seconds, playouts: playouts / seconds }
}

function write({ game, moves, playouts, goal, met }: Line): string {
  const verdict = Object.keys(goal).length === 0 ? '' : met ? ': met' : ': missed'
  return (
    `  ${game.padEnd(32)} ${show(moves)} moves/s${against(goal.moves)}; ` +
    `${show(playouts)} playouts/s${against(goal.playouts)}${verdict}`
  )
}

const show = ({ median, least, most }: Spread) =>
  `${count(median).padStart(10)} (${count(least)} to ${count(most)})`

const against = (goal: number | undefined) => (goal === undefined ? '' : `, goal ${count(goal)}`)

const count = (value: number) => Math.round(value).toLocaleString('en')
