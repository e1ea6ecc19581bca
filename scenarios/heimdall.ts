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
 * test answers with seed 1, to four and six digits, values from 1 on chose about as well as the majority or better, and
 * 0.1 far worse, hence 1.
 *
 * Measured over seeds 1 to 3 (docs/results.md): both effects show, with every seed. True verdicts rise from 66 to
 * 81.4 %, by the majority of five checks from 72 to 85.1 %. The pessimistic choice is right on 74.7 % of problems where
 * the majority of the same eight answers is on 64.2 %: 10.4 points, of which 3 were there before training. Imitating
 * true checks comes to 69.0 % and gains nothing. Flags in the audit are right in 81.9 % of cases after 66 %, and find
 * 77.9 % of the flaws after 75 %. To leave problems out makes no difference to verdicts (82.2 % with all of them): more
 * than eight in ten have right and wrong solutions here.
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
