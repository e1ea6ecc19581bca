import { defineScenario, grpo, learner, localModel, option } from 'coevo'
import { groupRewards, type Attempt } from 'coevo/agents/work/group-rewards'
import { lesson } from 'coevo/agents/lesson-session'
import { taskAttempts } from 'coevo/agents/measure/task-attempts'
import { afterAnswer } from 'coevo/agents/measure/votes'
import { taskWork } from 'coevo/agents/work/task-work'
import type { Random } from 'coevo/core'
import { uniformArms } from 'coevo/curriculum'
import { grpoObjective, majorityVote, noveltyRewards, pseudoLabelQuality, similarities } from 'coevo/learn'
import { warmUp } from 'coevo/scenario'
import { drawProblem } from 'coevo/task'
import { reordered, sums } from 'coevo/tasks/sums'
import { z } from 'zod'

const task = sums.with({ scratchpad: true })

const REWARDS = ['evol-rl', 'ttrl', 'truth'] as const

/** Rewards a group by its own vote, with novelty or without, or by the truth, and says how good the vote was. */
function rewardBy(reward: (typeof REWARDS)[number], attempts: readonly Attempt[]) {
  const answers = attempts.map(({ text, readable }) => (readable ? afterAnswer(text) : null))
  const { winner } = majorityVote(answers)
  const agrees = answers.map((answer) => (answer === null ? null : answer === winner))
  const rewards = {
    'evol-rl': () => noveltyRewards(agrees, similarities(attempts.map(({ text }) => text))),
    ttrl: () => agrees.map((each) => (each === true ? 1 : 0)),
    truth: () => attempts.map(({ score }) => score),
  }
  const truth = answers[attempts.findIndex(({ score }) => score === 1)] ?? 'not among them'
  const { labelAccuracy, rewardAccuracy, majority } = pseudoLabelQuality(answers, truth)
  return {
    rewards: rewards[reward](),
    measures: {
      'solver/labelAccuracy': labelAccuracy,
      'solver/rewardAccuracy': rewardAccuracy,
      'solver/majority': majority,
    },
  }
}

/** Shows how a sum of 2 … `most` numbers is added up, in any order. */
function demonstrate(most: number, random: Random) {
  const problem = drawProblem(task, random, { difficulty: { terms: 2 + random.int(most - 1) } })
  return { prompt: task.prompt(problem), completion: task.solve(reordered(problem, random)) }
}

/**
 * A model learns from problems without answers: what most of its attempts say is taken for right, and among these
 * the one that goes a new way earns the most.
 *
 * Papers: Zhou et al. 2025, "Evolving Language Models without Labels: Majority Drives Selection, Novelty Promotes
 * Variation" (EVOL-RL); Zuo et al. 2025, "TTRL: Test-Time Reinforcement Learning" (`reward=ttrl`).
 *
 * The same: GRPO on a group of attempts at each problem; the majority's answer is the label; TTRL rewards agreement
 * with 1; EVOL-RL pays 0.5 to 1 for it and −1 to −0.5 for anything else, by novelty within either side, raises the
 * upper clip to 0.28 and adds an entropy bonus of 0.003; a KL of 0.001 to the first weights; two updates a step.
 * Nothing learns from the truth, which is logged only: how often the label is right, and how often the reward is.
 *
 * Different: a transformer of some 100,000 weights adds up three digits one after the other, in any order, so that
 * one answer has six ways to it. It has been shown sums of two to four digits, added up in orders by chance, until it
 * got 85 % of them right when it wrote what is most likely; sums of four, which it then does not train on, stand for
 * problems outside of the domain. Similarity is the cosine of words and pairs of words instead of that of embeddings;
 * all attempts vote and all train, 16 each; the learning rate is 1.5e-4; problems are drawn anew in every step, and
 * the test is on others.
 *
 * Measured (seeds 1, 2, 3): the effect on diversity shows, the one on accuracy does not. Attempts at one problem end
 * 0.119 apart with novelty and 0.084 without (0.18 before training). Accuracy goes from 77 % to 91.0 %, with the
 * majority alone to 94.1 % and with the truth to 94.4 %; pass@16 of four digits stays near 97 % everywhere, for the
 * vote is right 98 times in 100. With 4 digits to train on it is not (85 in 100 at first): there, in trials with one
 * seed, accuracy and pass@16 fall again after some twenty steps with either reward, as wrong majorities win.
 */
export default defineScenario({
  name: 'evol-rl',
  title: 'EVOL-RL: the majority selects, novelty varies',
  paper: 'https://arxiv.org/abs/2509.15194',
  description: 'Learning without labels from the vote of many attempts, with a reward for new ways to it.',
  synopsis: {
    roles: ['teacher', 'solver', 'verifier'],
    tasks: ['sums'],
    learning: 'GRPO on the majority’s answer and novelty',
    curriculum: null,
    measure: 'accuracy, pass@16 and diversity, beside the majority alone (TTRL) and the truth',
  },
  study: {
    arms: {
      'evol-rl': { options: {} },
      ttrl: { description: 'the majority alone', options: { reward: 'ttrl' } },
      truth: { description: 'the verifier’s reward: an upper bound', options: { reward: 'truth' } },
    },
    measures: [
      { name: 'pass@16, longer', metric: 'pass@k/longer', unit: '%' },
      { name: 'accuracy, longer', metric: 'accuracy/longer', unit: '%' },
      { name: 'accuracy', metric: 'accuracy/trained', unit: '%' },
      { name: 'diversity', metric: 'diversity/trained' },
      { name: 'right labels', metric: 'solver/labelAccuracy', of: 'mean', unit: '%' },
      { name: 'right rewards', metric: 'solver/rewardAccuracy', of: 'mean', unit: '%' },
    ],
  },
  options: z.object({
    reward: option.choice(REWARDS, 'the vote and novelty, the vote, or the truth'),
    terms: option.count(3, 'digits that are added up', { from: 2, to: 7 }),
    steps: option.count(50, 'training steps'),
    problems: option.count(32, 'problems a step'),
    tests: option.count(64, 'test problems of either length'),
    attempts: option.count(16, 'attempts at each problem', { from: 2, to: 256 }),
    learningRate: option.rate(1.5e-4, 'of AdamW, after 10 steps'),
    warmUp: option.share(0.85, 'share of sums right before training'),
  }),
  build({ reward, terms, steps, problems, tests, attempts, learningRate, warmUp: accuracy }, { seed }) {
    const evolves = reward === 'evol-rl'
    const work = taskWork({
      task,
      curriculum: uniformArms({ arms: [`${terms}-terms`] }),
      difficulty: () => ({ terms }),
      problems,
      attempts,
      seed,
      session: (problem) => lesson({ task, problem, solver: { model: 'solver' }, maxNewTokens: 8 * terms }),
    })
    return {
      models: {
        solver: warmUp({
          model: localModel({ vocabulary: task.vocabulary, size: 'tiny' }),
          examples: (random) => demonstrate(terms + 1, random),
          accept: ({ prompt }, answer) => task.verify(task.parse!(prompt)!, answer).score === 1,
          accuracy,
        }),
      },
      work: groupRewards(work, { attempts, reward: (made) => rewardBy(reward, made) }),
      learners: {
        solver: learner({
          estimator: grpo(),
          objective: grpoObjective({
            clipHigh: evolves ? 0.28 : 0.2,
            entropyBonus: evolves ? 0.003 : 0,
            kl: { coefficient: 0.001 },
          }),
          reference: 'initial',
          learningRate: { kind: 'warm-up', steps: 10, to: learningRate },
          minibatches: 2,
        }),
      },
      evaluate: [
        taskAttempts({
          task,
          model: 'solver',
          sets: { trained: { terms }, longer: { terms: terms + 1 } },
          problems: tests,
          maxNewTokens: 8 * (terms + 1),
          seed,
        }),
      ],
      headline: 'accuracy/trained',
      steps,
      evaluateEvery: Math.ceil(steps / 10),
    }
  },
})
