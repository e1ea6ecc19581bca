import type { IllegalRule } from 'coevo/agents/match/illegal-rule'
import { createPlayer } from 'coevo/agents/player'
import { createReferee } from 'coevo/agents/referee'
import type { Cause, System } from 'coevo/check'
import type { Effect } from 'coevo/protocol'
import match, { pile, type MatchScope } from 'coevo/protocols/match'
import { type AnyStateMachine, StateMachine } from 'xstate'
import { changingEffects, type Mutant, sends, withAgents } from './mutant.ts'

const game = pile(2)
const faults = { drop: 1, duplicate: 1, crash: 1 }
const forfeit: MatchScope = { game, rule: { kind: 'forfeit' }, network: 'ordered', faults }
const retry: MatchScope = { ...forfeit, rule: { kind: 'retry', times: 1 } }
const anyOrder: MatchScope = { ...forfeit, network: 'unordered', faults: { drop: 1 } }
const twice: MatchScope = { ...forfeit, matches: 2, faults: { duplicate: 1 } }

const systems = new Map([forfeit, retry, anyOrder, twice].map((scope) => [scope, match(scope)]))

/** A fault in a machine, or in what an agent does with it. */
interface Fault extends Pick<MatchScope, 'player' | 'referee'> {
  readonly change?: (system: System) => System
}

function mutant(name: string, scope: MatchScope, fault: Fault, cause: Partial<Cause>): Mutant {
  const { change = (system) => system, ...machines } = fault
  return { name, cause, original: systems.get(scope)!, system: change(match({ ...scope, ...machines })) }
}

const broken = (monitor: string): Partial<Cause> => ({ kind: 'broken', monitor })
const owed = (monitor: string): Partial<Cause> => ({ kind: 'owed', monitor })

const told = 'a player is told of the start first and of the end last, each once'
const answered = 'until it hears the end, a player answers every turn that it hears, once'
const ruled = 'the referee rules on answers to the open turn'
const blamed = 'a match that is cut short is lost by whoever was asked last'
const reported = 'a match is reported once, as its players were told'

const refereeOf = ({ rule }: MatchScope) => createReferee(game, { rule: rule! })

type States = Record<string, object>

/** A machine with some of its states written anew. */
function rewritten<Machine extends AnyStateMachine>(
  { config, implementations }: Machine,
  rewrite: (states: States) => States,
): Machine {
  const states = config.states as States
  const changed = { ...config, states: { ...states, ...rewrite(states) } }
  return new StateMachine(changed, implementations) as AnyStateMachine as Machine
}

const on = (state: object | undefined) => (state as { readonly on: Readonly<Record<string, object>> }).on

const effects = (role: string, change: (effects: readonly Effect[]) => readonly Effect[]): Fault => ({
  change: (system) => withAgents(system, role, changingEffects(change)),
})

/** A referee that keeps nothing of a match but how it began. */
const goesBack: Fault = {
  change: (system) =>
    withAgents(system, 'referee', (agent) => ({
      restore(state) {
        if (agent.nameOf(state) === 'idle') return { state, effects: [] }
        const begun = agent.next(agent.initial().state, system.orders[0]!.event)
        return { ...begun, effects: begun.effects.filter(({ kind }) => kind === 'timer') }
      },
    })),
}

/** A referee that needs no order: it begins the match when it knows of none. */
const beginsByItself: Fault = {
  change: ({ orders, ...system }) =>
    withAgents({ ...system, orders: [] }, 'referee', (agent) => {
      const nothing = JSON.stringify(agent.dataOf(agent.initial().state))
      return {
        spontaneous: (state) => (JSON.stringify(agent.dataOf(state)) === nothing ? [orders[0]!.event] : []),
      }
    }),
}

const returnsOf = (effect: Extract<Effect, { kind: 'action' }>, change: (won: number) => number): Effect => {
  const { payload, ...draft } = effect.params as { readonly payload: { readonly return: number } }
  return { ...effect, params: { ...draft, payload: { ...payload, return: change(payload.return) } } }
}

const isTimeout = ({ params }: Extract<Effect, { kind: 'action' }>) =>
  (params as { readonly payload: { readonly end: string } }).payload.end === 'timeout'

const guards = (machine: AnyStateMachine) =>
  machine.implementations.guards as Record<string, (args: object) => boolean>

/** What is done to machines and agents, where it changes nothing. */
export const untouched: System = withAgents(
  match({
    ...forfeit,
    player: rewritten(createPlayer(), (states) => states),
    referee: rewritten(refereeOf(forfeit).provide({}), (states) => states),
  }),
  '',
  changingEffects((asked) => asked),
)

export const matchMutants: readonly Mutant[] = [
  mutant(
    'a referee waits for a move without a timeout',
    forfeit,
    effects('referee', (asked) => asked.filter(({ kind }) => kind !== 'timer')),
    { kind: 'hang', address: 'referee', state: 'waiting' },
  ),
  mutant(
    'a player waits for its referee without a timeout',
    forfeit,
    { player: rewritten(createPlayer(), ({ ready }) => ({ ready: { ...ready, after: {} } })) },
    { kind: 'hang', state: 'ready' },
  ),
  mutant(
    'a duplicate move is applied twice',
    forfeit,
    {
      referee: refereeOf(forfeit).provide({
        guards: {
          isAnswer: ({ context: { match: on }, event }) =>
            event.type !== 'begin' && on !== null && on.turn - event.payload.turn < 2,
        },
      }),
    },
    broken(ruled),
  ),
  mutant(
    'a late answer counts for the next turn',
    retry,
    {
      referee: refereeOf(retry).provide({
        guards: {
          isAnswer: ({ context: { match: on }, event }) =>
            event.type !== 'begin' && event.from === `player-${on?.seat}`,
        },
      }),
    },
    broken(ruled),
  ),
  mutant(
    'an answer in one match counts in the next',
    twice,
    {
      referee: refereeOf(twice).provide({
        guards: {
          isAnswer: ({ context: { match: on }, event }) =>
            event.type !== 'begin' && event.from === `player-${on?.seat}` && event.payload.turn === on?.turn,
        },
      }),
    },
    broken(told),
  ),
  mutant('a restart forgets a move that was acknowledged', forfeit, goesBack, broken(blamed)),
  mutant(
    'a restart begins a match anew that is on: two referees in one',
    forfeit,
    beginsByItself,
    broken('turns are asked in order, each once'),
  ),
  mutant(
    'a session is closed twice',
    forfeit,
    effects('referee', (asked) => [...asked, ...asked.filter((effect) => sends(effect, 'end'))]),
    broken(told),
  ),
  mutant(
    'the end is told to one player only',
    forfeit,
    effects('referee', (asked) => {
      const last = asked.findLastIndex((effect) => sends(effect, 'end'))
      return asked.filter((_, i) => i !== last)
    }),
    broken(reported),
  ),
  mutant(
    'a referee gives a match up without a word',
    forfeit,
    {
      referee: rewritten(refereeOf(forfeit), ({ waiting }) => ({
        waiting: { ...waiting, after: { move: 'idle' } },
      })),
    },
    owed('whoever is told of a start is told of the end'),
  ),
  mutant(
    'a return is counted twice',
    forfeit,
    effects('referee', (asked) =>
      asked.map((effect) => (sends(effect, 'end') ? returnsOf(effect, (won) => 2 * won) : effect)),
    ),
    broken(reported),
  ),
  mutant(
    'a match is reported twice',
    forfeit,
    effects('referee', (asked) =>
      asked.flatMap((effect) =>
        effect.kind === 'action' && effect.type === 'report' ? [effect, effect] : [effect],
      ),
    ),
    broken(reported),
  ),
  mutant(
    'the silent player wins',
    forfeit,
    effects('referee', (asked) =>
      asked.map((effect) =>
        sends(effect, 'end') && isTimeout(effect) ? returnsOf(effect, (won) => -won) : effect,
      ),
    ),
    broken(blamed),
  ),
  mutant(
    'a referee takes a resignation when the match is over',
    forfeit,
    {
      referee: rewritten(refereeOf(forfeit), ({ idle, waiting }) => ({
        idle: { on: { ...on(idle), resign: on(waiting)['resign']! } },
      })),
    },
    broken(told),
  ),
  mutant(
    'a player is asked again once too often',
    retry,
    { referee: createReferee(game, { rule: { kind: 'retry', times: 2 } satisfies IllegalRule }) },
    broken('a player is asked again as often as the rule has it, and no more'),
  ),
  mutant(
    'a player moves before it is asked',
    forfeit,
    {
      player: rewritten(createPlayer(), ({ ready }) => {
        const params = { to: 'referee', type: 'move', payload: { turn: 0, text: 'take-1' } }
        return { ready: { ...ready, entry: { type: 'send', params } } }
      }),
    },
    { kind: 'refused' },
  ),
  mutant(
    'a player that answered does not cancel its timer',
    forfeit,
    {
      player: rewritten(createPlayer(), ({ deciding, ready }) => {
        const { after } = deciding as { readonly after: { readonly decision: object } }
        return { ready: { ...ready, on: { 'xstate.after.decision.player.deciding': after.decision } } }
      }),
      ...effects('player', (asked) => asked.filter(({ kind }) => kind !== 'cancel')),
    },
    { kind: 'refused' },
  ),
  mutant(
    'a player says nothing when its policy fails',
    forfeit,
    {
      player: rewritten(createPlayer(), ({ deciding }) => {
        const { invoke } = deciding as { readonly invoke: object }
        return { deciding: { ...deciding, invoke: { ...invoke, onError: 'ready' } } }
      }),
    },
    owed(answered),
  ),
  mutant(
    'a player answers a turn that it answered before',
    forfeit,
    {
      player: createPlayer().provide({
        guards: {
          isNewTurn: ({ context, event }) =>
            event.session === context.session || !context.left.includes(event.session),
        },
      }),
    },
    broken(answered),
  ),
  mutant(
    'a player does not know a turn that overtook its start',
    anyOrder,
    {
      player: createPlayer().provide({
        guards: {
          isNewTurn: ({ context: { ask, session }, event }) =>
            event.type === 'turn' && event.session === session && event.payload.turn > (ask?.turn ?? -1),
        },
      }),
    },
    owed(answered),
  ),
  mutant(
    'a player that comes back does not go on waiting',
    forfeit,
    {
      change: (system) =>
        withAgents(system, 'player', () => ({ restore: (state) => ({ state, effects: [] }) })),
    },
    { kind: 'hang' },
  ),
  mutant(
    'a text that names no move is too much for a referee',
    forfeit,
    {
      change: (system) =>
        withAgents(system, 'referee', (agent) => ({
          next(state, event) {
            const { payload } = event as { readonly payload?: { readonly text?: string } }
            if (payload?.text === '') throw new Error('cannot read the first word of nothing')
            return agent.next(state, event)
          },
        })),
    },
    { kind: 'failed', address: 'referee' },
  ),
  mutant(
    'a guard reads the clock',
    forfeit,
    {
      referee: refereeOf(forfeit).provide({
        guards: { isOver: (args) => guards(refereeOf(forfeit))['isOver']!(args) || Date.now() === 0 },
      }),
    },
    { kind: 'nondeterministic', address: 'referee', source: 'Date.now' },
  ),
  mutant(
    'a guard throws a die',
    forfeit,
    {
      player: createPlayer().provide({
        guards: {
          isThisMatch: ({ context, event }) => event.session === context.session && Math.random() > 0,
        },
      }),
    },
    { kind: 'nondeterministic', source: 'Math.random' },
  ),
]
