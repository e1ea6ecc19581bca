import { defineScenario, learner, localModel, option } from 'coevo'
import { askAfterSlip, craftByRule, craftingWords, readProposal } from 'coevo/agents/work/crafting'
import { questionQuality } from 'coevo/agents/measure/question-quality'
import { questionWork } from 'coevo/agents/work/question-work'
import { taskAccuracy } from 'coevo/agents/measure/task-accuracy'
import { wholeAnswers } from 'coevo/agents/work/whole-answers'
import type { Random } from 'coevo/core'
import { collected, dpo, gaussianUtility, preferences, returns, sft, type Demonstration } from 'coevo/learn'
import { warmUp } from 'coevo/scenario'
import { drawProblem, evaluationSet, workedExample } from 'coevo/task'
import { sorting } from 'coevo/tasks/sorting'
import { z } from 'zod'

const task = wholeAnswers(sorting)
const digits = (length: number) => ({ length })
/** How many digits the seeds have, and the questions with which the generator is tried. */
const [SEEDS, TRIED] = [
  [2, 3, 4, 5, 6],
  [4, 5, 6, 7, 8],
]

/**
 * A teacher makes questions near those that its solver fails; a generator learns to make such questions too.
 *
 * Paper: Wang et al. 2025, "Socratic-Zero: Bootstrapping Reasoning via Data-Free Agent Co-evolution", and what its
 * code says of itself.
 *
 * The same: a frozen teacher with V(q, y) and G(q, y) → q′, which solves and checks its own questions before they
 * join; 100 seeds, 8 attempts a question, zones by their success; new questions grow from what is mastered or being
 * learned, failed ones are replayed; two rounds that collect only; DPO of the solver on correct × incorrect attempts,
 * with the teacher's answer as the winner where none is right; weighted SFT of the generator on what the teacher
 * made, U = exp(−(s − ½)² / 2σ²); mean@k at temperature 0.7.
 *
 * Different: transformers of some 100,000 weights sort digits, so the warm-up stands for pre-training and the
 * learning rates are 1e-4 and 2e-3 for 5e-6. The teacher is a rule that changes, drops or puts in a digit;
 * `teacher=model` is a small model that imitates the rule, and is replaced by it if nothing that it writes is a
 * question. DPO has the winner's −ln π beside it: alone (`nll=0`) it unlearns sorting within a few rounds. At most 8
 * pairs a question, 40 updates a round, the reference renewed each round. No validation split, no judge.
 *
 * Seen over seeds 1 to 3: 62 % of answers right where questions grow and 37 % with the seeds alone, for as many
 * attempts and updates; on 7 digits, one more than any seed has, 40 % and 9 %. The generator's questions are valid
 * in 94 % and half-solvable in 26 % of cases, those of the untrained one in 74 % and 7 %. The weights do nothing at
 * this scale: imitating all that the teacher makes alike gives 29 %, within the noise. What is made of failures is
 * half-solvable in three to six cases of ten anyhow, and a generator of this size learns how long its questions are to
 * be, hardly more.
 */
export default defineScenario({
  name: 'socratic-zero',
  title: 'Socratic-Zero',
  paper: 'https://arxiv.org/abs/2509.24726',
  description: 'A teacher makes questions of what its solver fails, and a generator learns to make them too.',
  synopsis: {
    roles: ['teacher', 'solver', 'generator', 'verifier'],
    tasks: ['sorting'],
    learning: 'DPO of the solver; SFT of the generator, weighted by how much there is to learn',
    curriculum: 'a hundred seeds, and what the teacher makes of failed and mastered questions',
    measure: 'accuracy beside the seeds alone; half-solvable questions beside imitation without weights',
  },
  study: {
    arms: {
      'socratic-zero': { options: {} },
      static: { description: 'the seeds alone', options: { curriculum: 'static' } },
      unweighted: { description: 'all crafted questions count alike', options: { imitation: 'even' } },
    },
    measures: (
      [
        ['accuracy (mean@8)', 'accuracy', 'last'],
        ['6 digits, as in the seeds', 'accuracy/6-digits', 'last'],
        ['7 digits, one more', 'accuracy/7-digits', 'last'],
        ['half-solvable proposals', 'proposals/halfSolvable', 'last'],
        ['half-solvable over the run', 'proposals/halfSolvable', 'mean'],
        ['valid proposals', 'proposals/valid', 'last'],
      ] as const
    ).map(([name, metric, of]) => ({ name, metric, of, better: 'higher', unit: '%' })),
  },
  options: z.object({
    curriculum: option.choice(['grown', 'static'], 'whether questions join the seeds'),
    teacher: option.choice(['rule', 'model'], 'who makes questions'),
    imitation: option.choice(['weighted', 'even'], 'what the generator imitates most'),
    rounds: option.count(12, 'of attempts and training'),
    collecting: option.count(2, 'first rounds, in which nothing is learned', { from: 0, to: 100 }),
    questions: option.count(192, 'a round, half of them new', { from: 2 }),
    attempts: option.count(8, 'at each question', { from: 2, to: 256 }),
    reference: option.flag(true, "teacher's answer is preferred where all are wrong"),
    updates: option.count(40, 'of the solver, a round'),
    beta: option.number(0.1, 'β of DPO: the pull to the round before', { over: 0, to: 10 }),
    nll: option.number(1, "of the winner's −ln π a token, added to DPO", { from: 0, to: 10 }),
    deviation: option.number(0.2, 'σ of the utility of a question', { over: 0, to: 10 }),
    learningRate: option.rate(1e-4, "of the solver's AdamW"),
    warm: option.share(0.7, "solver's accuracy before the first round"),
    posing: option.share(0.8, 'share of questions in what a fresh model poses'),
  }),
  build({ curriculum, teacher, imitation, collecting, questions, attempts, ...options }, { seed }) {
    const made = curriculum === 'static' ? 0 : Math.floor(questions / 2)
    const poser = (pose: (request: string, random: Random) => string) =>
      warmUp({
        model: localModel({ vocabulary: [...task.vocabulary, ...craftingWords] }),
        examples(random): Demonstration {
          const prompt = askAfterSlip(task, drawn(2, 6, random), random)
          return { prompt, completion: pose(prompt, random) }
        },
        accept: (_, text) => readProposal(task, text) !== null,
        accuracy: options.posing,
        batch: 128,
      })
    const model = teacher === 'model'
    return {
      models: {
        solver: warmUp({
          model: localModel({ vocabulary: task.vocabulary }),
          examples: (random) => workedExample(task, drawn(2, 6, random)),
          accuracy: options.warm,
        }),
        generator: poser((_, random) => task.prompt(drawn(2, 12, random))),
        ...(model && { teacher: poser((request, random) => craftByRule(task, request, random)) }),
      },
      work: questionWork({
        task,
        seeds: SEEDS.flatMap((length) =>
          evaluationSet(task, { difficulty: digits(length), count: 20, seed, split: 'train' }),
        ),
        solver: 'solver',
        generator: 'generator',
        ...(model && { teacher: 'teacher' }),
        replayed: questions - made,
        crafted: made,
        attempts,
        reference: options.reference,
        utility: (success) =>
          imitation === 'even' ? 1 : gaussianUtility(success, { deviation: options.deviation }),
        seed,
      }),
      learners: {
        solver: learner({
          estimator: collected(preferences({ cap: 8 }), collecting),
          objective: dpo({ beta: options.beta, sftCoefficient: options.nll }),
          reference: { every: 1 },
          learningRate: options.learningRate,
          minibatches: options.updates,
        }),
        generator: learner({
          estimator: collected(returns({ dropZero: true }), collecting),
          objective: sft(),
          learningRate: 2e-3,
          minibatches: 4,
          epochs: 4,
        }),
        ...(model && { teacher: null }),
      },
      evaluate: [
        taskAccuracy({
          task,
          model: 'solver',
          sets: { '4-digits': digits(4), '6-digits': digits(6), '7-digits': digits(7) },
          sampling: { attempts: 8, temperature: 0.7 },
          problems: 64,
          seed,
        }),
        questionQuality({
          task,
          solver: 'solver',
          generator: 'generator',
          questions: TRIED.flatMap((length) =>
            evaluationSet(task, { difficulty: digits(length), count: 32, seed }),
          ),
          proposals: 256,
          attempts,
        }),
      ],
      headline: 'accuracy',
      steps: options.rounds,
      evaluateEvery: Math.ceil(options.rounds / 4),
    }
  },
})

/** Draws a problem of so many digits. */
function drawn(fewest: number, most: number, random: Random) {
  return drawProblem(task, random, { difficulty: digits(fewest + random.int(most - fewest + 1)) })
}
