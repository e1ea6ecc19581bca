import { defineScenario, learner, localModel, option } from 'coevo'
import { correction } from 'coevo/agents/correction-session'
import { taskMastery } from 'coevo/agents/measure/task-mastery'
import { taskWork } from 'coevo/agents/work/task-work'
import { alpGmm, covarGmm, oracleWindow, riac, uniformBox } from 'coevo/curriculum'
import { returns, sft } from 'coevo/learn'
import { procedures as task } from 'coevo/tasks/procedures'
import { z } from 'zod'

const curricula = { 'alp-gmm': alpGmm, 'covar-gmm': covarGmm, riac, oracle: oracleWindow, random: uniformBox }

/** From 1 to so many, as whole numbers. */
const upTo = (most: number) => Array.from({ length: most }, (_, i) => i + 1)

/**
 * A teacher moves through a box of difficulties, most of it out of reach, to where scores change most.
 *
 * Paper: Portelas et al. 2019, "Teacher algorithms for curriculum learning of Deep RL in continuously parameterized
 * environments".
 *
 * The same: ALP-GMM with its constants, RIAC, random choice and the sliding window of the Oracle; a teacher that sees
 * points and scores alone; mastered is what scores 0.76 of the range from 0 to 1, the authors' 230 of −150 to 350.
 *
 * Different: the box is the length of a list by the passes of bubble sort over it, for obstacles on a walker's way; dials
 * are whole numbers, so that all 20 of them are tested instead of 50 points. The student is a transformer that
 * imitates, for one that learns by reinforcement: it tries each problem, and is shown the solution up to its first mistake,
 * so that it sees of what is beyond it as little as a walker who falls at the first obstacle. The score is the share of
 * passes that were right.
 *
 * Measured over seeds 1 to 3: while they learn, students of ALP-GMM and of RIAC have mastered more than those taught at
 * random, 12 % and 12 % for 8 % of the difficulties, mean over the run, with every seed for ALP-GMM. At the end they
 * are as good as level: 32, 25 and 28 %, and the mean score is highest at random, 42 % for 39 %. The window is no upper
 * bound here but the worst, 3 %: a student that is shown one difficulty alone forgets the others. With whole solutions
 * (`until=end`) random was ahead in an earlier form of this, one seed: long demonstrations teach what short ones do.
 */
export default defineScenario({
  name: 'alp-gmm',
  title: 'Absolute learning progress by Gaussian mixtures',
  paper: 'https://arxiv.org/abs/1910.07224',
  description: 'A teacher draws difficulties from where the scores of a student change most.',
  synopsis: {
    roles: ['student'],
    tasks: ['procedures'],
    learning: 'imitation of corrections, up to the first mistake',
    curriculum: 'ALP-GMM',
    measure: 'the share of difficulties that are mastered, beside RIAC and random ones',
  },
  study: {
    arms: {
      'alp-gmm': { options: {} },
      riac: { options: { curriculum: 'riac' } },
      random: { description: 'all points of the box alike', options: { curriculum: 'random' } },
      oracle: {
        description: 'a window that slides from easy to hard',
        options: { curriculum: 'oracle' },
      },
    },
    measures: [
      { name: 'mastered', metric: 'mastered', unit: '%' },
      { name: 'mean of mastered', metric: 'mastered', of: 'mean', unit: '%' },
      { name: 'score', metric: 'accuracy', unit: '%' },
    ],
  },
  options: z.object({
    curriculum: option.keyOf(curricula, 'how difficulties are chosen'),
    length: option.count(6, 'digits of the longest list', { from: 3, to: 8 }),
    passes: option.count(4, 'passes over it, at most', { from: 2, to: 6 }),
    until: option.choice(['mistake', 'end'], 'how far a solution is shown'),
    steps: option.count(200, 'training steps'),
    problems: option.count(128, 'problems a step'),
    learningRate: option.rate(4e-3, 'of AdamW, constant after 20 steps'),
  }),
  build({ curriculum, length: longest, passes, until, steps, problems, learningRate }, { seed }) {
    // Half a unit beyond both ends, so that every whole number has the same share of a side.
    const box = { length: [1.5, longest + 0.5], steps: [0.5, passes + 0.5] } as const
    const difficulty = (point: readonly number[]) => ({ length: point[0]!, steps: point[1]! })
    return {
      models: { student: localModel({ vocabulary: task.vocabulary, size: 'nano' }) },
      work: taskWork({
        task,
        curriculum: curricula[curriculum]({ box, seed }),
        difficulty,
        problems,
        seed,
        session: (problem) => correction({ task, student: 'student', problem, until }),
      }),
      learners: {
        student: learner({
          estimator: returns(),
          objective: sft(),
          learningRate: { kind: 'warm-up', steps: 20, to: learningRate },
        }),
      },
      evaluate: [
        taskMastery({
          task,
          model: 'student',
          tests: upTo(longest)
            .slice(1)
            .flatMap((digits) => upTo(passes).map((steps) => difficulty([digits, steps]))),
          threshold: 0.76,
          seed,
        }),
      ],
      headline: 'mastered',
      steps,
      evaluateEvery: Math.ceil(steps / 20),
    }
  },
})
