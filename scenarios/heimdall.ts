import { always, defineScenario, learner, localModel, option } from 'coevo'
import { audit } from 'coevo/agents/audit-session'
import { askVerdict, readVerdict, withTeachingWords } from 'coevo/agents/classroom/words'
import { checkedAnswers } from 'coevo/agents/measure/checked-answers'
import { poserAudit } from 'coevo/agents/measure/poser-audit'
import { verificationOf } from 'coevo/agents/policy/verification'
import { wholeAnswers } from 'coevo/agents/work/whole-answers'
import { average, type Random } from 'coevo/core'
import { contested, gae, ppo, rewardWeighted, sft } from 'coevo/learn'
import { warmUp } from 'coevo/scenario'
import { drawProblem, workedExample } from 'coevo/task'
import { sorting, type Unsorted } from 'coevo/tasks/sorting'
import { z } from 'zod'

const task = wholeAnswers(sorting)
/** Problems that a measurement is made on. */
const TESTS = 192

/** Sorts the digits with one of them misread. */
function slip({ digits }: Unsorted, random: Random): string {
  const place = random.int(digits.length)
  const other = (digits[place]! + 1 + random.int(9)) % 10
  return task.solve({ digits: digits.with(place, other) })
}

/** Answers rightly, or with a slip in so many cases. */
const answerWithSlips = (problem: Unsorted, share: number, random: Random) =>
  random.uniform() < share ? slip(problem, random) : task.solve(problem)

/**
 * A verifier learns by reinforcement to judge solutions; by many of its verdicts one chooses among solutions, and audits
 * who poses problems.
 *
 * Paper: Shi and Jin 2025, "Heimdall: test-time scaling on the generative verification".
 *
 * The same: the verifier reasons in words and ends in a verdict; PPO with 1 for a true verdict and −1 for any other;
 * problems whose solutions are all right or all wrong are left out; the solver is another model, which stays as it is.
 * Of N solutions with M checks each one is chosen pessimistically. Poser, solver and verifier are three agents of an
 * audit; the poser of the set that is audited in the end is wrong about half of its own answers, as the paper
 * estimates of a synthetic one.
 *
 * Different: transformers of some 100,000 weights and digits to sort. The verifier has been warmed up on solutions of
 * which half have a slip, until seven in ten of its most likely verdicts are true: it says what each digit should be, up
 * to the first that is not, and then its verdict. (One word alone, without the digits, is not learned at this size.) What
 * a check earns is compared with a value head; each step goes over its checks twice.
 *
 * What costs nothing is measured at step 0: the verifier as it was, and the majority of the solver's answers. The arm
 * `imitation` learns from the same checks by repeating those whose verdict was true. The paper's α is not known here: on
 * answers with seed 1, to four and six digits, values from 1 on chose about as well as the majority or better, and 0.1
 * far worse, hence 1.
 *
 * Measured with seed 1, and with seed 2 for 40 steps (`unfiltered` not at all): true verdicts rise from 63.5 to 77.4 %,
 * and from 70.4 to 83.0 %; by the majority of five from 70.1 to 80.9 %, and from 75.4 to 86.7 %. The pessimistic choice
 * is right on 75.0 % of problems where the majority of eight answers is on 68.8 %, and on 66.7 % where it is on 56.8 %;
 * before training the difference is 1.6 and 7.3 points. Flags in the audit are right in 84.8 % of cases after 64.3 %, and
 * in 70.3 % as before; flaws are flagged in 67.0 % after 74.0 %, and in 85.6 % after 73.2 %. Imitation comes to 62.9 % of
 * true verdicts after 25 steps (seed 1), and unlearns them at a rate of 1e-3. More than eight problems in ten have right
 * and wrong solutions here, so that there is little to filter.
 */
export default defineScenario({
  name: 'heimdall',
  title: 'Heimdall',
  paper: 'https://arxiv.org/abs/2504.10337',
  description:
    'A verifier learns by RL to judge solutions, and then chooses among them and audits who poses.',
  synopsis: {
    roles: ['poser', 'solver', 'verifier'],
    tasks: ['sorting'],
    learning: 'PPO of the verifier, ±1 for each verdict, on problems that were solved rightly and wrongly',
    curriculum: null,
    measure: 'accuracy of verdicts; pessimistic choice beside the majority of the same answers; flaws found',
  },
  study: {
    arms: {
      heimdall: { options: {} },
      unfiltered: { options: { filter: false }, description: 'problems all right or all wrong, too' },
      imitation: { options: { method: 'imitation' }, description: 'of the checks that came to the truth' },
    },
    measures: [
      { name: 'verdicts that are right', metric: 'verifier', unit: '%' },
      { name: 'majority of verdicts', metric: 'verifier/repeated', unit: '%' },
      { name: 'pessimistic choice', metric: 'pessimistic', unit: '%' },
      { name: 'majority of answers', metric: 'majority', unit: '%' },
      { name: 'pessimistic − majority', metric: 'gain', unit: '%' },
      { name: 'flags that are right', metric: 'audit/precision', unit: '%' },
      { name: 'flaws that are flagged', metric: 'audit/recall', unit: '%' },
    ],
  },
  options: z.object({
    method: option.choice(
      ['rl', 'imitation'],
      'rewards for verdicts, or imitation of the checks that came to a true one',
    ),
    filter: option.flag(true, 'drops problems whose solutions are all right or all wrong'),
    steps: option.count(50, 'training steps'),
    problems: option.count(64, 'problems a step'),
    answers: option.count(8, 'N: solutions to a problem, trained on and chosen among', { from: 2, to: 256 }),
    checks: option.count(5, 'M: verdicts on a solution that is chosen among', { to: 255 }),
    penalty: option.number(1, 'α: how much few verdicts count against an answer', { from: 0, to: 100 }),
    learningRate: option.rate(2e-4, 'of AdamW, after ten steps'),
    length: option.count(5, 'how many digits are sorted', { from: 2, to: 16 }),
    solving: option.share(0.6, 'share of right answers of the solver'),
    verifying: option.share(0.7, 'share of right verdicts before training'),
    flaws: option.number(0.5, 'share of wrong answers in the set that is audited', { from: 0, to: 1 }),
  }),
  build({ method, filter, steps, problems, answers, checks, penalty, flaws, ...rest }, { seed }) {
    const difficulty = { length: rest.length }
    const draw = (random: Random) => drawProblem(task, random, { difficulty })
    const model = localModel({ vocabulary: withTeachingWords(task.vocabulary), size: 'tiny' })
    const learningRate = { kind: 'warm-up', steps: 10, to: rest.learningRate } as const
    const onContested = filter ? contested : <E>(estimator: E) => estimator
    const shared = { learningRate, epochs: 2, minibatches: 2 }
    const learners = {
      rl: () =>
        learner({
          ...shared,
          estimator: onContested(gae({ gamma: 0 }), 'solver'),
          objective: ppo(),
          value: {},
        }),
      imitation: () =>
        learner({
          ...shared,
          estimator: onContested(rewardWeighted({ temperature: 0.1 }), 'solver'),
          objective: sft(),
        }),
    }
    return {
      models: {
        solver: warmUp({
          model,
          examples: (random) => workedExample(task, draw(random)),
          accuracy: rest.solving,
        }),
        verifier: warmUp({
          model,
          examples(random) {
            const problem = draw(random)
            const answer = answerWithSlips(problem, 0.5, random)
            return {
              prompt: askVerdict(task.prompt(problem), answer),
              completion: verificationOf(task, problem, answer),
            }
          },
          accept: ({ completion }, text) => readVerdict(text) === readVerdict(completion),
          accuracy: rest.verifying,
        }),
      },
      work: always(
        audit({
          task,
          request: () => '',
          generator: { name: 'poser', say: (_, random) => task.prompt(draw(random)) },
          solver: { model: 'solver' },
          verifier: { model: 'verifier' },
          maxNewTokens: task.maxWords + 2,
          answers,
          returns({ problem, solutions }) {
            const rewards = solutions.map(({ answer }) => task.verify(problem!, answer).score)
            return { generator: { return: 0 }, solver: { return: average(rewards), rewards } }
          },
        }),
        problems,
      ),
      learners: { solver: null, verifier: learners[method]() },
      evaluate: [
        checkedAnswers({
          task,
          solver: 'solver',
          verifier: 'verifier',
          sets: [difficulty],
          problems: TESTS,
          answers,
          checks,
          penalty,
          seed,
        }),
        poserAudit({
          task,
          verifier: 'verifier',
          sets: [difficulty],
          problems: TESTS,
          reference: (problem, random) => answerWithSlips(problem, flaws, random),
          checks,
          seed,
        }),
      ],
      headline: 'verifier',
      steps,
      evaluateEvery: Math.ceil(steps / 4),
    }
  },
})
