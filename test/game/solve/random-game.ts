import { fc } from '@fast-check/vitest'
import { stream } from 'coevo/core'
import { defineGame, type Game } from 'coevo/game'

/**
 * Draws small games of every kind: who moves at each step (chance too), among how many actions, who sees
 * it, and what the ends pay are all random. Two players have opposite returns, three have unrelated ones.
 */
export function randomGame(players: 2 | 3, steps: number): fc.Arbitrary<Game<readonly number[]>> {
  return fc.nat().map((seed) => {
    const draw = (...name: (string | number)[]) => stream(seed, ...name)
    const plan = Array.from({ length: steps }, (_, step) => {
      const actor = draw('actor', step).int(players + 1) - 1
      const mover = step === 0 && steps === 1 ? 0 : actor
      const seen = Array.from(
        { length: players },
        (_, p) => p === mover || draw('seen', step, p).int(2) === 0,
      )
      return { mover, seen, actions: 2 + draw('actions', step).int(2) }
    })
    const moves = plan.filter(({ mover }) => mover >= 0)
    const legal = (state: readonly number[]) =>
      Array.from({ length: plan[state.length]?.actions ?? 0 }, (_, action) => action)
    const atChance = (state: readonly number[]) => plan[state.length]?.mover === -1
    return defineGame<readonly number[]>({
      name: `random-${seed}`,
      facets: {
        players,
        utility: players === 2 ? 'zero-sum' : 'general-sum',
        information: plan.every(({ seen }) => seen.every(Boolean)) ? 'perfect' : 'imperfect',
        chance: moves.length < steps ? 'sampled' : 'deterministic',
        dynamics: 'sequential',
        utilityRange: [-1, 1],
        maxMoves: Math.max(1, moves.length),
        actions: 3,
      },
      vocabulary: ['player', 'sees', 'nothing', 'something', '0', '1', '2'],
      rules: 'None that a player could guess.',
      initial: () => [],
      actor: (state) =>
        state.length === steps ? 'nobody' : atChance(state) ? 'chance' : plan[state.length]!.mover,
      chance(state) {
        if (!atChance(state)) return []
        const weights = legal(state).map((action) => 1 + draw('chance', ...state, action).int(4))
        const total = weights.reduce((sum, weight) => sum + weight)
        return weights.map((weight, action) => ({ action, probability: weight / total }))
      },
      legal: (state) => (atChance(state) ? [] : legal(state)),
      apply: (state, action) => [...state, action],
      returns(state) {
        const pay = (player: number) => draw('pay', player, ...state).int(17) / 8 - 1
        return players === 2 ? [pay(0), -pay(0)] : [pay(0), pay(1), pay(2)]
      },
      label: (_state, action) => String(action),
      observation(state, player) {
        const seen = state.map((action, step) => (plan[step]!.seen[player] ? String(action) : 'something'))
        return ['player', player, 'sees', ...(seen.length === 0 ? ['nothing'] : seen)].join(' ')
      },
    })
  })
}
