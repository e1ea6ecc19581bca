import type { IllegalRule } from 'coevo/agents/match/illegal-rule'
import { matchProtocol, type Ask, type MatchMessage, type MatchProtocol } from 'coevo/agents/match'
import { createPlayer } from 'coevo/agents/player'
import { createReferee } from 'coevo/agents/referee'
import { defineSystem, fromMachine, never, returns, throws, type System, type SystemParts } from 'coevo/check'
import { defineGame, type Game } from 'coevo/game'
import { watching, type Monitor } from 'coevo/protocol'

type Pile = { readonly left: number; readonly turn: number }

/**
 * A pile of stones: players take turns to take one or two; whoever takes the last wins.
 *
 * The smallest game in which both seats move, one of them may have the last word at once, and a text can be
 * a move in one state and none in another.
 *
 * @param stones 1 … 9, which is also the longest game in moves.
 */
export const pile = (stones: number): Game<Pile> =>
  defineGame<Pile>({
    name: `pile-of-${stones}`,
    facets: {
      players: 2,
      utility: 'zero-sum',
      information: 'perfect',
      chance: 'deterministic',
      dynamics: 'sequential',
      utilityRange: [-1, 1],
      maxMoves: stones,
      actions: 2,
    },
    vocabulary: [
      'seat',
      'turn',
      'left',
      ...Array.from({ length: 10 }, (_, i) => String(i)),
      'take-1',
      'take-2',
    ],
    rules: `There are ${stones} stones. Players take turns to take one or two. Whoever takes the last wins.`,
    initial: () => ({ left: stones, turn: 0 }),
    actor: ({ left, turn }) => (left === 0 ? 'nobody' : turn),
    legal: ({ left }) => [0, 1].filter((action) => action < left),
    apply: ({ left, turn }, action) => ({ left: left - action - 1, turn: 1 - turn }),
    returns: ({ turn }) => (turn === 1 ? [1, -1] : [-1, 1]),
    label: (_state, action) => `take-${action + 1}`,
    observation: ({ left, turn }, seat) => `seat ${seat} turn ${turn} left ${left}`,
  })

/** What a policy may come to: each legal move, what names no move, nothing, a failure, and no answer at all. */
const decisions = ({ legal }: Ask) => [
  ...[...legal, 'is it my turn?', ''].map((text) => returns({ text, trace: null })),
  throws('the model is gone'),
  never,
]

/** How often a player was rejected in a row, and whether another turn or the end is still to follow. */
type Rejected = { readonly again: boolean; readonly rejected: number }

/** What can be promised where effects other than messages are seen and the rule is known. */
function promises(rule: IllegalRule): readonly Monitor[] {
  const { act, leadsTo, monitor, restarted, sent } = watching<MatchMessage>()
  const times = rule.kind === 'retry' ? rule.times : 0
  return [
    leadsTo('a match that ends is reported', sent('end'), act('report'), {
      unless: restarted('referee', { remembers: false }),
    }),
    monitor<Rejected>('a player is asked again as often as the rule has it, and no more', {
      initial: { again: false, rejected: 0 },
      next(state, seen) {
        if (seen.at !== 'sent') return state
        if (seen.message.type === 'illegal') return { again: true, rejected: state.rejected + 1 }
        if (seen.message.type !== 'turn') return state
        return { again: false, rejected: state.again ? state.rejected : 0 }
      },
      broken: ({ again, rejected }) =>
        !again && rejected > times ? `it was asked again after ${rejected} rejections` : null,
    }),
  ]
}

/** How a match is put to the test. */
export interface MatchScope extends Pick<SystemParts<MatchProtocol>, 'network' | 'faults' | 'time'> {
  /** Default: a pile of three stones: without chance, and with a second turn for one of the players. */
  readonly game?: Game
  /** Default: forfeit. */
  readonly rule?: IllegalRule
  /**
   * How many matches the same agents play one after another, each in a session of its own. Default 1.
   *
   * Of several, check ordered networks: a bus closes a session before the next one opens, and a player that
   * first hears of a match when it is in the next cannot tell which of them is over.
   */
  readonly matches?: number
  /** Machines that are to be checked in place of the ones that ship. */
  readonly referee?: ReturnType<typeof createReferee>
  readonly player?: ReturnType<typeof createPlayer>
}

/**
 * A match between two players whose policies may do anything, under one drop, one duplicate and one crash,
 * with messages in any order and timeouts at any time.
 *
 * A referee that comes back without its memory knows of no match: the one that was on is lost, its players
 * leave it by their own timeouts, and whoever runs the session begins another in a new one.
 */
export default function match({
  game = pile(3),
  rule = { kind: 'forfeit' },
  matches = 1,
  referee = createReferee(game, { rule }),
  player = createPlayer(),
  network = 'unordered',
  faults = { drop: 1, duplicate: 1, crash: 1 },
  time = 'free',
}: MatchScope = {}): System {
  const seat = fromMachine(player, { outcomes: { policy: decisions } })
  return defineSystem({
    name: 'match',
    title: 'a referee and two players, whatever their policies answer',
    protocol: matchProtocol,
    agents: {
      referee: fromMachine(referee),
      player: Array.from({ length: game.facets.players }, () => seat),
    },
    orders: Array.from({ length: matches }, (_, number) => ({
      to: 'referee',
      event: { type: 'begin', session: String(number), number, seed: 0 },
    })),
    monitors: promises(rule),
    network,
    faults,
    time,
  })
}
