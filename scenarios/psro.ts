import { defineScenario, learner, localModel, option, ppo, rae } from 'coevo'
import { mixtureStrength } from 'coevo/agents/measure/mixture-strength'
import { populationWork } from 'coevo/agents/work/population-work'
import { kuhnPoker } from 'coevo/games/kuhn-poker'
import { fictitious, metaStrategy, openPopulation } from 'coevo/population'
import { z } from 'zod'

const MIXTURES = {
  nash: metaStrategy('nash'),
  uniform: fictitious(),
  'alpha-rank': metaStrategy('alpha-rank'),
}

/**
 * A population grows by responses to its own equilibrium mixture, each of them trained.
 *
 * Paper: Lanctot et al. 2017, "A unified game-theoretic approach to multiagent reinforcement learning"
 * (policy-space response oracles). Frozen policies are tried against each other; the Nash equilibrium of
 * that empirical game says how often the learner meets each of them; what it has become after some steps of
 * reinforcement learning joins, and so on. It is the mixture that approaches the game's equilibrium.
 *
 * The same: an empirical game estimated by matches, a Nash meta-strategy, oracles by reinforcement learning
 * against the mixture, one policy drawn a match. The first policy is a fresh model, nearly uniform.
 *
 * Different: one transformer plays both seats, so there is one population and the empirical game is that
 * of a match in which seats are drawn; of its equilibria the one of greatest entropy is taken. An oracle goes
 * on from the one before instead of from fresh weights. Advantages are those of RAE, with a baseline for each
 * opponent.
 *
 * Measured over seeds 1 to 3 (docs/results.md): the Nash mixture ends at a NashConv of 0.137, all predecessors alike at
 * 0.270, those weighed by alpha-rank at 0.213, which is ahead with one seed and behind with two. It is the mixture that
 * gets there: the last response alone stands at 0.33 to 0.39 on average, whatever it was trained against.
 */
export default defineScenario({
  name: 'psro',
  title: 'PSRO with a trained oracle',
  paper: 'https://arxiv.org/abs/1711.00832',
  description: 'Trained best responses to the Nash mixture of their predecessors, one after another.',
  synopsis: {
    roles: ['player', 'referee'],
    tasks: ['kuhn-poker'],
    learning: 'PPO with advantages by role and opponent; predecessors are weighed by a Nash equilibrium',
    curriculum: 'opponents drawn from the mixture',
    measure: 'NashConv of the mixture, beside other mixtures and the last response alone',
  },
  study: {
    arms: {
      psro: { options: {} },
      uniform: {
        description: 'all predecessors alike: fictitious self-play',
        options: { mixture: 'uniform' },
      },
      'alpha-rank': { description: 'by alpha-rank', options: { mixture: 'alpha-rank' } },
    },
    measures: [
      { name: 'NashConv of the mixture', metric: 'nashConv', better: 'lower' },
      { name: 'of the last response', metric: 'nashConv/oracle', better: 'lower' },
    ],
  },
  options: z.object({
    mixture: option.keyOf(MIXTURES, 'how the predecessors are weighed'),
    steps: option.count(300, 'training steps'),
    oracle: option.count(10, 'training steps of one response'),
    games: option.count(768, 'games a step, both seats in turn', { from: 2 }),
    trials: option.count(512, 'games a seat of every two that are tried'),
    learningRate: option.rate(1e-3, 'of AdamW, constant'),
  }),
  build({ mixture, steps, oracle, games, trials, learningRate }) {
    const game = kuhnPoker
    const population = openPopulation({ rule: MIXTURES[mixture] })
    const work = populationWork({
      game,
      model: 'policy',
      population,
      freezeEvery: oracle,
      sessions: games,
      trials,
      maxNewTokens: 4,
    })
    return {
      models: { policy: localModel({ vocabulary: game.vocabulary, size: 'tiny' }) },
      work,
      learners: {
        policy: learner({
          estimator: rae({ per: 'opponent' }),
          objective: ppo({ clipLow: 0.2, clipHigh: 0.2, normaliser: { turnsOfLength: 4 } }),
          learningRate,
          epochs: 2,
        }),
      },
      evaluate: [mixtureStrength({ game, model: 'policy', population, versions: work.versions })],
      headline: 'nashConv',
      steps,
      evaluateEvery: oracle,
    }
  },
})
