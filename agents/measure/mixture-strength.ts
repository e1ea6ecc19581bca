import { enumerate, mixInto, nashConvOf, strategyOf, tablePolicy, type Game, type Strategy } from 'coevo/game'
import type { Model } from 'coevo/model'
import type { Population } from 'coevo/population'
import { policyTable, type Evaluation } from 'coevo/scenario'

export interface MixtureStrengthOptions<Name extends string> {
  readonly game: Game
  /** Whose versions the population's members are. */
  readonly model: Name
  readonly population: Population
  /** The models of the members, by id. */
  readonly versions: ReadonlyMap<string, Model>
}

/**
 * Measures exactly how far from equilibrium somebody is who draws a member of a population by its rule before each
 * game, 'nashConv', and how far the learner is as it stands, 'nashConv/oracle'.
 */
export function mixtureStrength<const Name extends string>({
  game,
  model,
  population,
  versions,
}: MixtureStrengthOptions<Name>): Evaluation<Name, 'nashConv' | 'nashConv/oracle'> {
  const tree = enumerate(game)
  const read = async (player: Model) =>
    strategyOf(tree, tablePolicy(player.name, await policyTable(game, player)))
  const known = new Map<string, Strategy>()
  return {
    models: [model],
    metrics: ['nashConv', 'nashConv/oracle'],
    async evaluate({ models }) {
      const oracle = await read(models[model])
      for (const [id, version] of versions) if (!known.has(id)) known.set(id, await read(version))
      const mixture = oracle.slice()
      const members = population.members.map(({ id }) => known.get(id)!)
      if (members.length > 0)
        for (const player of [0, 1]) mixInto(tree, player, members, population.weights().members, mixture)
      return {
        nashConv: nashConvOf(tree, mixture).nashConv,
        'nashConv/oracle': nashConvOf(tree, oracle).nashConv,
      }
    },
  }
}
