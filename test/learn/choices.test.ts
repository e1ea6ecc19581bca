import { plr, riac, tsclNaive, tsclOnline } from 'coevo/curriculum'
import {
  gae,
  grpo,
  ipo,
  learner,
  noveltyRewards,
  ppo,
  rae,
  regularised,
  reinforce,
  reinforcePlusPlus,
  rloo,
  withKl,
} from 'coevo/learn'
import { expect, test } from 'vitest'

// What a choice is called may be wrong where no compiler looks: in JavaScript.
const wrong = 'wrong' as never
const arms = { arms: ['a'] }

test.each<[() => unknown, string]>([
  [() => ipo({ over: wrong }), "There is no way for ipo to take turns over 'wrong'."],
  [() => withKl(reinforce(), { coefficient: 1, estimator: wrong }), "no estimator of a divergence 'wrong'"],
  [() => ppo({ normaliser: 'token' as never }), "There is no normaliser 'token'; did you mean 'tokens'?"],
  [() => gae({ forced: wrong }), "no way for gae to take forced turns 'wrong'"],
  [() => grpo({ deviation: wrong }), "There is no deviation of grpo 'wrong'."],
  [() => reinforcePlusPlus({ over: wrong }), "to count 'wrong'"],
  [() => regularised({ alpha: 0, baseline: wrong }), "no baseline of regularised 'wrong'"],
  [() => regularised({ alpha: 0, equal: wrong }), "to count equally 'wrong'"],
  [() => regularised({ alpha: 0, ownTerm: wrong }), "no own term of regularised 'wrong'"],
  [() => rae({ per: wrong }), "no baseline of rae per 'wrong'"],
  [() => noveltyRewards([], [], { alone: wrong }), "no way to pay a lone answer 'wrong'"],
  [
    () =>
      learner({ estimator: rloo(), objective: ppo(), learningRate: 1, reference: { emma: 0.9 } as never }),
    `learner: the reference is {"emma":0.9}; it must be 'initial', { every } or { ema }.`,
  ],
  [
    () => riac({ box: { x: [0, 1] }, regions: wrong }),
    "riac: regions is wrong; it must be 'all' or 'leaves'.",
  ],
  [
    () => tsclNaive({ ...arms, untested: wrong }),
    "tscl-naive: untested is wrong; it must be 'one' or 'kept'.",
  ],
  [() => tsclOnline({ ...arms, policy: wrong }), "There is no policy of tscl-online 'wrong'."],
  [() => tsclOnline({ ...arms, slopes: wrong }), "There is no way to take slopes 'wrong'."],
  [() => plr({ draw: () => 1, score: wrong }), "plr: score is wrong; it must be 'value-loss' or 'regret'."],
])('a choice that is none is refused by name: %#', (mistake, sentence) => expect(mistake).toThrow(sentence))
