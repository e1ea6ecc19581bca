import { z } from 'zod'
import { always, defineScenario } from 'coevo/scenario'
import { createCoin, createNudge, regret, toss } from './fakes.ts'

/** A scenario of the coin with more sessions a step than a sample holds. */
export default defineScenario({
  name: 'tosses',
  title: 'A coin that is tossed often',
  options: z.object({
    steps: z.int().min(1).default(6).describe('how many steps'),
    failing: z.int().default(0).describe('the step in which learning fails, 0 for none'),
  }),
  build: ({ steps, failing }) => ({
    models: { coin: createCoin },
    work: always(toss, 20),
    learners: {
      coin: (model) => {
        const nudge = createNudge(model)
        let step = 0
        return {
          ...nudge,
          learn: (episodes) => {
            if (++step === failing) throw new Error('no more coins')
            return nudge.learn(episodes)
          },
        }
      },
    },
    evaluate: [regret],
    headline: 'nashConv',
    steps,
    checkpointEvery: 2,
  }),
})
