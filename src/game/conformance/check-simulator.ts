import { canonicalJson, messageOf, stream, type Json } from '../../core/index.ts'
import type { Game } from '../game.ts'
import { CHANCE, END, type Simulator } from '../simulator.ts'
import { freeze } from './probe.ts'
import type { Report } from './rules.ts'

/**
 * Plays random games on a game's simulator beside its pure rules, which must agree after every action, as
 * must a second simulator that is loaded with each state.
 *
 * @param follow returns where to report what is found after these actions
 */
export function checkSimulator<State extends Json>(
  game: Game<State>,
  playouts: number,
  seed: number,
  follow: (actions: readonly number[]) => Report,
): void {
  if (game.simulate === undefined) return
  const keys = makeKeyring(game)
  const actions: number[] = []
  try {
    const [played, loaded] = [game.simulate(), game.simulate()]
    for (let i = 0; i < playouts; i++) {
      const random = stream(seed, 'conformance', 'simulator', i)
      played.reset()
      actions.length = 0
      for (let state = game.initial(); ;) {
        const report: Report = (rule, message) => follow([...actions])(rule, message)
        loaded.load(freeze(state))
        compare(game, state, played, report)
        compare(game, state, loaded, report)
        for (const simulator of [played, loaded]) keys.check(state, simulator, report)
        const possible = possibleIn(game, state)
        if (possible.length === 0 || actions.length > 10_000) break
        const action = possible[random.int(possible.length)]!
        const before = played.state()
        const text = canonicalJson(before)
        actions.push(action)
        played.apply(action)
        if (canonicalJson(before) !== text)
          report('simulation', `apply changed the state it had given: ${text}`)
        state = game.apply(state, action)
      }
    }
  } catch (error) {
    follow([...actions])('simulation', messageOf(error))
  }
}

function possibleIn<State extends Json>(game: Game<State>, state: State): readonly number[] {
  return game.actor(state) === 'chance' ? game.chance(state).map(({ action }) => action) : game.legal(state)
}

/** Reports the first thing that a simulator says otherwise than the rules. */
function compare<State extends Json>(
  game: Game<State>,
  state: State,
  simulator: Simulator<State>,
  report: Report,
): void {
  const actor = game.actor(state)
  const is = simulator.actor
  const indices = Array.from({ length: simulator.count }, (_, i) => i)
  const players = Array.from({ length: game.facets.players }, (_, player) => player)
  const told: Record<string, readonly [simulator: Json, rules: Json]> = {
    actor: [is === CHANCE ? 'chance' : is === END ? 'nobody' : is, actor],
    actions: [indices.map((i) => simulator.action(i)), possibleIn(game, state)],
    probabilities: [
      is === CHANCE ? indices.map((i) => simulator.probability(i)) : [],
      game.chance(state).map(({ probability }) => probability),
    ],
    returns: [
      is === END ? players.map((player) => simulator.returnOf(player)) : [],
      actor === 'nobody' ? game.returns(state) : [],
    ],
    state: [simulator.state(), state],
  }
  for (const [what, [said, ruled]] of Object.entries(told))
    if (canonicalJson(said) !== canonicalJson(ruled))
      report(
        'simulation',
        `the simulator's ${what}: ${canonicalJson(said)}; the rules': ${canonicalJson(ruled)}`,
      )
}

/** Holds keys to what they stand for: the same key for the same text, another one for another. */
function makeKeyring<State extends Json>(game: Game<State>) {
  const texts = new Map<string, string>()
  const agree = (a: string, b: string) => {
    const known = texts.get(a)
    if (known === undefined) texts.set(a, b)
    return known === undefined || known === b
  }
  return {
    check(state: State, simulator: Simulator<State>, report: Report): void {
      const compared = (name: string, key: number | string, text: string) => {
        const own = `${name} ${typeof key} ${key}`
        if (!agree(own, text) || !agree(`of ${name} ${text}`, own))
          report('simulation', `the simulator's ${name} ${key} does not stand for ${text} alone`)
      }
      if (simulator.key !== undefined) compared('key', simulator.key(), canonicalJson(state))
      if (simulator.informationKey !== undefined && simulator.actor >= 0)
        compared('informationKey', simulator.informationKey(), game.informationState(state, simulator.actor))
    },
  }
}
