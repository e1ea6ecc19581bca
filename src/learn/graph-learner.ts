import { UserError, type Json } from '../core/index.ts'
import { StateMemory, type Feed } from '../tensor/index.ts'
import { average } from './baseline.ts'
import { batch, type Batch } from './batch.ts'
import type { AdvantageEstimator } from './estimator.ts'
import type { Episode } from './experience.ts'
import { batchFeeds } from './graph.ts'
import type { Learner, LearnerContext, LearnMetrics } from './learner.ts'
import { minibatches } from './minibatch.ts'
import type { Objective } from './objective.ts'
import type { Optimizer } from './optimizer.ts'
import type { Pack } from './pack.ts'
import { TrainingPrograms, type TrainingState } from './programs.ts'
import { scheduleAt, type Schedule } from './schedule.ts'
import { checkSnapshot, loadSnapshot, saveSnapshot, type LearnerSnapshot } from './snapshot.ts'
import type { Trainable } from './trainable.ts'

/** The parts of a learner, every default filled in. */
export interface LearnerParts {
  readonly estimator: AdvantageEstimator
  readonly objective: Objective
  readonly optimizer: Optimizer
  readonly learningRate: Schedule
  readonly epochs: number
  readonly minibatches: number
}

type Feeds = Record<string, Feed>

/** A minibatch with everything that is fed to it in each epoch. */
interface Prepared {
  readonly batch: Batch
  readonly feeds: Feeds
}

/** A learner whose steps are graphs: forward pass, loss, gradients and update in one. */
export class GraphLearner implements Learner {
  readonly #parts: LearnerParts
  readonly #model: Trainable
  readonly #context: LearnerContext
  readonly #state: TrainingState
  readonly #programs: TrainingPrograms
  #estimatorState: Json
  /** Calls to `learn` and updates of the weights so far. */
  #step = 0
  #updates = 0

  constructor(parts: LearnerParts, model: Trainable, context: LearnerContext) {
    this.#parts = parts
    this.#model = model
    this.#context = context
    const size = model.weights.current.length
    this.#state = {
      weights: model.weights,
      firstMoment: new StateMemory(size),
      secondMoment: new StateMemory(size),
    }
    this.#programs = new TrainingPrograms(model, parts.objective, parts.optimizer, this.#state)
    this.#estimatorState = parts.estimator.initial()
  }

  async learn(episodes: readonly Episode[]): Promise<LearnMetrics> {
    const { estimator, objective, learningRate, epochs, minibatches: count } = this.#parts
    const { name, seed, steps } = this.#context
    const progress = { step: this.#step, steps }
    const { vocabularySize } = this.#model.tokenizer
    const estimate = estimator.estimate(episodes, this.#estimatorState, {
      ...progress,
      model: name,
      vocabularySize,
    })
    const packs = minibatches(estimate.turns, count, seed, this.#step)
    const rate = scheduleAt(learningRate, progress)
    const scalars = Object.entries(objective.scalars).map(
      ([scalar, schedule]) => [scalar, scheduleAt(schedule, progress)] as const,
    )
    const prepared: Prepared[] = []
    for (const each of packs) prepared.push(await this.#prepare(each, Object.fromEntries(scalars)))
    const reports: Record<string, number>[] = []
    for (let epoch = 0; epoch < epochs; epoch++)
      for (const each of prepared) reports.push(await this.#update(each, rate))
    this.#estimatorState = estimate.state
    this.#step++
    if (reports.length > 0) this.#model.weightsChanged()
    return {
      ...estimate.metrics,
      ...means(reports),
      learningRate: rate,
      updates: reports.length,
      turns: total(packs, ({ turns }) => turns),
      tokens: epochs * total(packs, ({ tokens }) => tokens),
      rows: total(packs, ({ targets }) => targets.length),
    }
  }

  snapshot(): LearnerSnapshot {
    const { estimator, optimizer } = this.#parts
    return {
      counters: { step: this.#step, updates: this.#updates },
      estimator: { name: estimator.name, state: this.#estimatorState },
      optimizer: optimizer.name,
      firstMoment: this.#state.firstMoment.current.slice(),
      secondMoment: this.#state.secondMoment.current.slice(),
    }
  }

  restore(snapshot: LearnerSnapshot): void {
    checkSnapshot(snapshot, this.snapshot())
    this.#step = snapshot.counters.step
    this.#updates = snapshot.counters.updates
    this.#estimatorState = snapshot.estimator.state
    this.#state.firstMoment.current.set(snapshot.firstMoment)
    this.#state.secondMoment.current.set(snapshot.secondMoment)
  }

  async save(folder: string): Promise<void> {
    await saveSnapshot(folder, this.snapshot())
  }

  async load(folder: string): Promise<void> {
    this.restore(await loadSnapshot(folder))
  }

  /** Lays a pack out, with the policy of the weights before the first update where the loss asks for it. */
  async #prepare(pack: Pack, scalars: Readonly<Record<string, number>>): Promise<Prepared> {
    const { vocabularySize, padding } = this.#model.tokenizer
    const laid = batch(pack, vocabularySize, padding)
    const { shape, ...arrays } = laid
    const feeds: Feeds = { ...batchFeeds(laid, pack), ...scalarFeeds(scalars) }
    if (this.#parts.objective.inputs.includes('anchorLogProbabilities')) {
      const program = await this.#programs.anchor(shape)
      const found = await program.run({ ...arrays, weights: this.#model.weights.current })
      feeds['anchorLogProbabilities'] = found['logProbabilities']!
    }
    return { batch: laid, feeds }
  }

  async #update(
    { batch: { shape }, feeds }: Prepared,
    learningRate: number,
  ): Promise<Record<string, number>> {
    const program = await this.#programs.update(shape)
    const scalars = this.#parts.optimizer.scalars(this.#updates + 1, learningRate)
    const outputs = await program.run({ ...feeds, ...scalarFeeds({ ...scalars }) })
    const report = Object.fromEntries(
      Object.entries(outputs).map(([name, { data }]) => [name, (data as Float32Array)[0]!]),
    )
    if (!Number.isFinite(report['loss']) || !Number.isFinite(report['gradientNorm'])) {
      // The buffers of before the update are untouched.
      for (const memory of Object.values<StateMemory>({ ...this.#state })) memory.swap()
      throw new UserError(
        `The loss of model '${this.#context.name}' is ${report['loss']} at step ${this.#step}, with a gradient of norm ${report['gradientNorm']}: lower the learning rate or clip the gradient.`,
      )
    }
    this.#updates++
    return report
  }
}

function scalarFeeds(scalars: Readonly<Record<string, number>>): Feeds {
  return Object.fromEntries(Object.entries(scalars).map(([name, value]) => [name, Float32Array.of(value)]))
}

function total(packs: readonly Pack[], value: (pack: Pack) => number): number {
  return packs.reduce((sum, pack) => sum + value(pack), 0)
}

/** Averages each number over the updates; the loss and the norm of no update are 0. */
function means(reports: readonly Readonly<Record<string, number>>[]) {
  const names = Object.keys(reports[0] ?? {})
  return {
    loss: 0,
    gradientNorm: 0,
    ...Object.fromEntries(names.map((name) => [name, average(reports.map((report) => report[name]!))])),
  }
}
