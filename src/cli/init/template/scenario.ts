import { always, defineScenario, learner, localModel, nashConv, option, rae, reinforce } from 'coevo'
import { match } from 'coevo/agents/match-session'
import { z } from 'zod'
import game from './game.ts'

const policy = { model: 'policy' } as const

/** One small transformer in both seats learns the game by playing against itself. */
export default defineScenario({
  name: 'self-play',
  title: 'Self-play on a game of my own',
  options: z.object({
    steps: option.count(60, 'training steps'),
    games: option.count(128, 'games a step'),
  }),
  build: ({ steps, games }) => ({
    models: { policy: localModel({ vocabulary: game.vocabulary, size: 'nano' }) },
    work: always(match({ game, seats: [policy, policy] }), games),
    learners: { policy: learner({ estimator: rae(), objective: reinforce(), learningRate: 3e-3 }) },
    evaluate: [nashConv({ game, model: 'policy' })],
    headline: 'nashConv',
    steps,
  }),
})
