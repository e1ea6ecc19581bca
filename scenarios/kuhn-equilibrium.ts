import {
  always,
  defineScenario,
  learner,
  localModel,
  magneticMirrorDescent,
  option,
  regularised,
} from 'coevo'
import { match } from 'coevo/agents/match-session'
import { matchStrength } from 'coevo/agents/measure/match-strength'
import { kuhnPoker } from 'coevo/games/kuhn-poker'
import { z } from 'zod'

/**
 * Two seats of one transformer play Kuhn poker against each other until neither can be exploited.
 *
 * Paper: Sokota et al. 2023, "A Unified Approach to Reinforcement Learning, Quantal Response Equilibria,
 * and Two-Player Zero-Sum Games" (magnetic mirror descent). Plain policy gradient circles around an
 * equilibrium of a game of imperfect information; a pull towards the uniform policy, on both sides, makes
 * self-play converge, and lets go as it weakens.
 *
 * The same: the objective (policy term, magnet α·KL(π ‖ uniform), step 1/η·KL(π ‖ π_t)), a falling α.
 * Different: a transformer with AdamW instead of tables; sampled games instead of exact values; the
 * magnet's later terms enter the returns of both players, as in Perolat et al. 2021.
 */
export default defineScenario({
  name: 'kuhn-equilibrium',
  title: 'Kuhn poker to equilibrium',
  paper: 'https://arxiv.org/abs/2206.05825',
  description: 'Regularised self-play of a small transformer that approaches the equilibrium of Kuhn poker.',
  synopsis: {
    roles: ['player', 'referee'],
    tasks: ['kuhn-poker'],
    learning: 'magnetic mirror descent over returns with the regulariser',
    curriculum: null,
    measure: 'NashConv of the last policy, beside the same self-play with hardly a magnet',
  },
  study: {
    arms: {
      magnet: { options: {} },
      'weak-magnet': { options: { magnet: 0.001 }, description: 'plain self-play but for a trace' },
    },
    measures: [
      { name: 'NashConv', metric: 'nashConv', better: 'lower' },
      { name: 'best NashConv', metric: 'nashConv', of: 'best', better: 'lower' },
      { name: 'steps to NashConv 0.1', metric: 'nashConv', of: { fallsTo: 0.1 } },
    ],
  },
  options: z.object({
    steps: option.count(300, 'training steps'),
    games: option.count(768, 'games of self-play a step', { from: 2 }),
    epochs: option.count(8, 'passes over the games of a step', { to: 64 }),
    learningRate: option.rate(1e-3, 'of AdamW; it falls to a tenth'),
    stepSize: option.number(0.3, 'η of mirror descent; it falls to a seventh', { over: 0, to: 10 }),
    magnet: option.number(0.3, 'α, the pull to uniform; it falls to a fifteenth', { over: 0, to: 10 }),
  }),
  build({ steps, games, epochs, learningRate, stepSize, magnet }) {
    const game = kuhnPoker
    const policy = { model: 'policy' } as const
    const alpha = { kind: 'geometric', from: magnet, to: magnet / 15 } as const
    return {
      models: { policy: localModel({ vocabulary: game.vocabulary, size: 'tiny' }) },
      work: always(match({ game, seats: [policy, policy] }), games),
      learners: {
        policy: learner({
          estimator: regularised({ alpha }),
          objective: magneticMirrorDescent({
            alpha,
            stepSize: { kind: 'inverse', from: stepSize, to: stepSize / 7 },
          }),
          learningRate: { kind: 'geometric', from: learningRate, to: learningRate / 10 },
          epochs,
        }),
      },
      evaluate: matchStrength({ game, model: 'policy' }),
      headline: 'nashConv',
      steps,
    }
  },
})
