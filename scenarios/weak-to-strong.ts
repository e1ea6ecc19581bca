import { defineScenario, learner, localModel, option } from 'coevo'
import { recoveredGap } from 'coevo/agents/measure/recovered-gap'
import { weakLabels } from 'coevo/agents/work/weak-labels'
import { stream, type Random } from 'coevo/core'
import { returns, sft } from 'coevo/learn'
import { warmUp } from 'coevo/scenario'
import { drawProblem, workedExample } from 'coevo/task'
import { sorting as task } from 'coevo/tasks/sorting'
import { z } from 'zod'

/** Shows how 2 … `longest` digits are sorted. */
function demonstrate(longest: number, random: Random) {
  const difficulty = { length: 2 + random.int(longest - 1) }
  return workedExample(task, drawProblem(task, random, { difficulty }))
}

/**
 * A larger model is fine-tuned on the answers of a smaller one, and may come to know more than it was taught.
 *
 * Paper: Burns et al. 2023, "Weak-to-Strong Generalization: Eliciting Strong Capabilities With Weak Supervision".
 *
 * The same: a small supervisor that has learned the task from the truth; a larger student that has been trained
 * before, fine-tuned on the supervisor's answers; the same model fine-tuned on the truth as its
 * ceiling; the share of the gap between supervisor and ceiling that the student recovers; the auxiliary
 * confidence loss, by which the student's own most likely answer takes over a part of the label, growing over the
 * first fifth of the steps.
 *
 * Different: the supervisor is 32 wide and the student 64, of two layers each; the task is sorting eight digits. The
 * supervisor has been shown lists of two to eight digits until it sorts half of them, and stands for a small model that
 * cannot do better; the student knows lists of up to six. A score is the share of a list that is right from its
 * beginning. Labels are whole answers, hence the student's own is one text instead of a class.
 * `labels=votes` is not in the paper: eight answers vote, and where fewer than half agree there is no label.
 *
 * Measured over three seeds (docs/results.md): the effect does not show. The student recovers −17 % of the gap with the
 * confidence loss, −7 % without and −3 % with votes: it learns to make its supervisor's mistakes.
 */
export default defineScenario({
  name: 'weak-to-strong',
  title: 'Weak-to-strong generalisation',
  paper: 'https://arxiv.org/abs/2312.09390',
  description: 'A model learns from the answers of a smaller one, and from its own.',
  synopsis: {
    roles: ['supervisor', 'student', 'ceiling'],
    tasks: ['sorting'],
    learning: 'imitation of weak labels with the auxiliary confidence loss',
    curriculum: null,
    measure: 'the gap to the ceiling that is recovered, beside plain fine-tuning and voted labels',
  },
  study: {
    arms: {
      confidence: { options: {} },
      plain: { description: 'the weak answers alone', options: { labels: 'plain' } },
      votes: { description: 'the majority of eight weak answers', options: { labels: 'votes' } },
    },
    measures: [
      { name: 'gap recovered', metric: 'recovered', unit: '%' },
      { name: 'student', metric: 'accuracy/student', unit: '%' },
      { name: 'supervisor', metric: 'accuracy/weak', unit: '%' },
      { name: 'ceiling', metric: 'accuracy/ceiling', unit: '%' },
    ],
  },
  options: z.object({
    labels: option.choice(
      ['confidence', 'plain', 'votes'],
      'weak answers and one’s own, weak answers alone, or their vote',
    ),
    length: option.count(8, 'how many digits are sorted', { from: 4, to: 16 }),
    steps: option.count(60, 'training steps'),
    problems: option.count(256, 'problems a step'),
    confidence: option.number(0.5, 'what the student’s own answer counts in the end', { from: 0, to: 1 }),
    votes: option.count(8, 'answers that vote', { to: 256 }),
    learningRate: option.rate(1e-3, 'of AdamW, after 10 steps of warming up'),
    supervisor: option.share(0.5, 'the share of lists that the supervisor can sort'),
    pretraining: option.share(0.8, 'the share of shorter lists that the student can sort'),
  }),
  build({ labels, length, steps, problems, confidence, votes, learningRate, ...known }, { seed }) {
    const difficulty = { length }
    const pretrained = warmUp({
      model: localModel({ vocabulary: task.vocabulary, size: 'tiny' }),
      examples: (random) => demonstrate(length - 2, random),
      accuracy: known.pretraining,
    })
    const cast = { supervisor: 'weak', student: 'student', ceiling: 'ceiling' } as const
    const kindAt = (step: number) =>
      weakLabels({
        ...cast,
        task,
        problem: (session) => drawProblem(task, stream(seed, 'problem', session), { difficulty }),
        ...(labels === 'votes' && { votes }),
        ...(labels === 'confidence' && { confidence: confidence * Math.min(1, (5 * step) / steps) }),
      })
    const imitation = learner({
      estimator: returns(),
      objective: sft(),
      learningRate: { kind: 'warm-up', steps: 10, to: learningRate },
    })
    return {
      models: {
        weak: warmUp({
          model: localModel({ vocabulary: task.vocabulary, size: 'nano' }),
          examples: (random) => demonstrate(length, random),
          accuracy: known.supervisor,
          learningRate: 4e-3,
        }),
        // One model twice: both begin with the same weights.
        student: (_, preparation) => pretrained(stream(seed, 'pretrained').int(2 ** 32), preparation),
        ceiling: (_, preparation) => pretrained(stream(seed, 'pretrained').int(2 ** 32), preparation),
      },
      work: { next: (step) => ({ kind: kindAt(step), sessions: problems }) },
      learners: { weak: null, student: imitation, ceiling: imitation },
      evaluate: [recoveredGap({ ...cast, weak: cast.supervisor, task, difficulty, seed })],
      headline: 'recovered',
      steps,
      evaluateEvery: Math.ceil(steps / 10),
    }
  },
})
