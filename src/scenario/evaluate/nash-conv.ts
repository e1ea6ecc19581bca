import {
  nashConv as exactNashConv,
  informationSets,
  tablePolicy,
  type Game,
  type PolicyTable,
} from '../../game/index.ts'
import { TokenTrie, type Model } from '../../model/index.ts'
import type { Evaluation } from '../plan.ts'

/**
 * Measures exactly how far a model that plays every seat is from equilibrium.
 *
 * 'nashConv' is the sum over players of what each could gain by a best response, in the game's units: 0
 * in equilibrium. 'gameValue' is what the first seat expects when the model plays itself.
 */
export function nashConv<const Name extends string>(options: {
  readonly game: Game
  readonly model: Name
}): Evaluation<Name, 'nashConv' | 'gameValue'> {
  const { game, model } = options
  return {
    models: [model],
    metrics: ['nashConv', 'gameValue'],
    async evaluate({ models }) {
      const table = await policyTable(game, models[model])
      const { nashConv, values } = exactNashConv(game, tablePolicy(model, table))
      return { nashConv, gameValue: values[0]! }
    },
  }
}

/**
 * Asks a model for its policy in every information state of a game: the probability of each legal
 * action's label, given that it writes a legal one.
 *
 * @throws UserError when the game has too many states to enumerate.
 */
export async function policyTable(game: Game, model: Model): Promise<PolicyTable> {
  const { tokenizer } = model
  const sets = informationSets(game)
  const requests = sets.flatMap(({ state, player, actions }) => {
    const labels = actions.map((action) => game.label(state, action))
    const prompt = tokenizer.encode(game.observation(state, player))
    const constraint = TokenTrie.fromTexts(tokenizer, labels)
    return labels.map((label) => ({
      prompt,
      completion: [...tokenizer.encode(label), tokenizer.endOfTurn],
      constraint,
    }))
  })
  const scores = await model.score(requests)
  const chances = scores.map(({ logprobs }) => Math.exp(logprobs.reduce((sum, logprob) => sum + logprob, 0)))
  let at = 0
  return new Map(sets.map(({ key, actions }) => [key, normalised(chances.slice(at, (at += actions.length)))]))
}

/** Divides by the sum, which rounding keeps a little off 1. */
function normalised(chances: readonly number[]): number[] {
  const total = chances.reduce((sum, chance) => sum + chance, 0)
  return chances.map((chance) => chance / total)
}
