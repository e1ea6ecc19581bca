import { always, defineScenario, learner, localModel, option, ppo, rae } from 'coevo'
import { match } from 'coevo/agents/match-session'
import { matchStrength } from 'coevo/agents/measure/match-strength'
import { populationWork } from 'coevo/agents/work/population-work'
import { kuhnPoker } from 'coevo/games/kuhn-poker'
import { ticTacToe } from 'coevo/games/tic-tac-toe'
import { fictitious, openPopulation, prioritised } from 'coevo/population'
import { z } from 'zod'

const opponents = {
  fictitious: fictitious(),
  prioritised: prioritised({ selfPlay: 0.5 }),
} as const

const games = { 'kuhn-poker': kuhnPoker, 'tic-tac-toe': ticTacToe }

/**
 * One transformer plays both seats of a zero-sum game, with an advantage that knows the role.
 *
 * Paper: Liu et al. 2025, "SPIRAL: Self-Play on Zero-Sum Games Incentivizes Reasoning via Multi-Agent
 * Multi-Turn Reinforcement Learning".
 *
 * The same: one shared policy; role-conditioned advantage estimation (decay 0.95 from 0, read before its
 * update, zeros dropped, not scaled); PPO clip 0.2 over two epochs of one update each, token losses summed
 * and divided by a constant length, no KL and no entropy term; AdamW (0.9, 0.95), gradient norm 1, constant
 * rate; temperature 1.
 *
 * Different: a transformer of some 100,000 weights made on the spot, so the learning rate is 1e-3 for 1e-6
 * and a batch is 768 games for 128 turns; no reasoning before a move; one baseline a role instead of one
 * an actor process; every turn is used. Kuhn poker is one deal by the true rules, whose pot grows with bets.
 * A fresh model knows no format, so it may write legal moves only; `rule=spiral` is the published rule, by
 * which an illegal move ends the game with −1.5 and +0.5 (of the most that can be lost: in Kuhn poker −3 and +1 chips),
 * and which not every seed finds its way out of.
 *
 * `opponents=fictitious` is the pool of the authors' later code: the five newest of the versions that join
 * every ten steps, all alike. There the learner always sits first; here it sits in both seats as often.
 */
export default defineScenario({
  name: 'spiral',
  title: 'SPIRAL: self-play with role-conditioned advantages',
  paper: 'https://arxiv.org/abs/2506.24119',
  description: 'Unregularised self-play policy gradient of one small transformer, as published.',
  synopsis: {
    roles: ['player', 'referee'],
    tasks: Object.keys(games),
    learning: 'PPO with role-conditioned advantages',
    curriculum: null,
    measure: 'NashConv of self-play, beside play against former versions',
  },
  study: {
    arms: {
      'self-play': { options: {} },
      fictitious: { options: { opponents: 'fictitious' } },
      prioritised: { options: { opponents: 'prioritised' } },
    },
    measures: [
      { name: 'NashConv', metric: 'nashConv', better: 'lower' },
      { name: 'best NashConv', metric: 'nashConv', of: 'best', better: 'lower' },
      { name: 'mean NashConv', metric: 'nashConv', of: 'mean', better: 'lower' },
    ],
  },
  options: z.object({
    game: option.choice(['kuhn-poker', 'tic-tac-toe'], 'what is played'),
    rule: option.choice(
      ['constrain', 'spiral'],
      'illegal moves: impossible, or −1.5/+0.5 of the most that can be lost',
    ),
    opponents: option.choice(
      ['self', 'fictitious', 'prioritised'],
      'itself, its last five versions, or half itself and half the harder of these',
    ),
    steps: option.count(300, 'training steps'),
    games: option.count(768, 'games of self-play a step', { from: 2 }),
    learningRate: option.rate(1e-3, 'of AdamW, constant'),
  }),
  build(options) {
    const { rule, steps, learningRate } = options
    const game = games[options.game]
    const policy = { model: 'policy' } as const
    return {
      models: { policy: localModel({ vocabulary: game.vocabulary, size: 'tiny' }) },
      work:
        options.opponents === 'self'
          ? always(match({ game, seats: [policy, policy], rule, maxNewTokens: 4 }), options.games)
          : populationWork({
              game,
              model: 'policy',
              population: openPopulation({ rule: opponents[options.opponents], capacity: 5 }),
              freezeEvery: 10,
              sessions: options.games,
              rule,
              maxNewTokens: 4,
            }),
      learners: {
        policy: learner({
          estimator: rae({ decay: 0.95 }),
          objective: ppo({ clipLow: 0.2, clipHigh: 0.2, normaliser: { turnsOfLength: 4 } }),
          learningRate,
          epochs: 2,
        }),
      },
      evaluate: matchStrength({ game, model: 'policy' }),
      headline: 'nashConv',
      steps,
    }
  },
})
