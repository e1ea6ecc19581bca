import { coinScenario } from '../../scenario/fakes.ts'

/** A coin that is looked at often, beside one that is looked at seldom. */
export default {
  ...coinScenario,
  name: 'coin-study',
  paper: 'https://example.org/coin',
  synopsis: {
    roles: ['player'],
    tasks: ['toss'],
    learning: 'a nudge with momentum',
    curriculum: null,
    measure: 'regret, beside a coin that is looked at seldom',
  },
  study: {
    arms: {
      often: { options: { evaluateEvery: 1 } },
      seldom: { options: { evaluateEvery: 5 }, description: 'as it was before' },
    },
    measures: [
      { name: 'regret', metric: 'nashConv', of: 'last', better: 'lower', unit: '%' },
      { name: 'steps to a regret of 0.2', metric: 'nashConv', of: { fallsTo: 0.2 }, better: 'lower' },
      { name: 'mean return', metric: 'player-0/return', of: 'mean', better: 'higher' },
    ],
  },
} as const
