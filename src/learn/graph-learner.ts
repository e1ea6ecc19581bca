import { average, UserError, type Json } from '../core/index.ts'
import { StateMemory } from '../tensor/index.ts'
import { batch, type BatchShape } from './batch.ts'
import type { AnyEstimator, EstimatorContext } from './estimator.ts'
import { ownTurns } from './episodes.ts'
import type { Episode, Turn } from './experience.ts'
import { combine, runFor, scalarFeeds, type Feeds } from './feeds.ts'
import type { Learner, LearnerContext, LearnMetrics } from './learner.ts'
import { minibatches } from './minibatch.ts'
import type { AnyObjective } from './objective.ts'
import type { Optimizer } from './optimizer.ts'
import { packPairs, packTurns } from './pack-turns.ts'
import { pack, type Pack } from './pack.ts'
import { parts, type GraphLimits } from './part.ts'
import { TrainingPrograms } from './programs.ts'
import { referenceName, ReferenceWeights, type Reference } from './reference.ts'
import { scheduleAt, type Schedule } from './schedule.ts'
import { scoresOf } from './scores.ts'
import { checkSnapshot, loadSnapshot, saveSnapshot, type LearnerSnapshot } from './snapshot.ts'
import type { Trainable } from './trainable.ts'
import { trainedVector, type TrainedVector, type TrainingState } from './update.ts'
import { valueParts } from './value-parts.ts'
import type { ValueOptions } from './value.ts'

/** What a learner is made of, every default filled in. */
export interface LearnerSettings {
  readonly estimator: AnyEstimator
  readonly objective: AnyObjective
  readonly optimizer: Optimizer
  readonly learningRate: Schedule
  readonly epochs: number
  readonly minibatches: number
  readonly limits: GraphLimits
  readonly reference?: Reference
  readonly value?: ValueOptions
}

/** A part of a minibatch with what is fed to it in each epoch. */
interface Prepared {
  readonly shape: BatchShape
  readonly feeds: Feeds
}

/** A learner whose steps are graphs: forward pass, loss, gradients and update in one. */
export class GraphLearner implements Learner {
  readonly #settings: LearnerSettings
  readonly #model: Trainable
  readonly #context: LearnerContext
  readonly #state: TrainingState
  readonly #programs: TrainingPrograms
  readonly #reference: ReferenceWeights | null
  #estimatorState: Json
  /** Calls to `learn` and updates of the weights so far. */
  #step = 0
  #updates = 0

  constructor(settings: LearnerSettings, model: Trainable, context: LearnerContext) {
    this.#settings = settings
    this.#model = model
    this.#context = context
    this.#state = {
      model: trainedVector(model.weights),
      head: settings.value === undefined ? null : trainedVector(new StateMemory(model.width + 1)),
    }
    this.#programs = new TrainingPrograms(
      model,
      settings.objective,
      settings.optimizer,
      this.#state,
      settings.value,
    )
    this.#reference = settings.reference === undefined ? null : new ReferenceWeights(settings.reference)
    this.#estimatorState = settings.estimator.initial()
  }

  async learn(episodes: readonly Episode[]): Promise<LearnMetrics> {
    const { objective, learningRate, epochs } = this.#settings
    const { name, steps } = this.#context
    const progress = { step: this.#step, steps }
    const { vocabularySize } = this.#model.tokenizer
    const { state, metrics, packs } = await this.#pack(episodes, {
      ...progress,
      model: name,
      vocabularySize,
    })
    this.#reference?.at(this.#step, this.#model.weights.current)
    const rate = scheduleAt(learningRate, progress)
    const scalars = Object.fromEntries(
      Object.entries(objective.scalars).map(([scalar, schedule]) => [scalar, scheduleAt(schedule, progress)]),
    )
    const prepared: Prepared[][] = []
    for (const each of packs) prepared.push(await this.#prepare(each, scalarFeeds(scalars)))
    const reports: Record<string, number>[] = []
    try {
      for (let epoch = 0; epoch < epochs; epoch++)
        for (const each of prepared) reports.push(await this.#update(each, rate))
    } finally {
      if (reports.length > 0) this.#model.weightsChanged()
    }
    this.#reference?.follow(this.#model.weights.current)
    this.#estimatorState = state
    this.#step++
    return {
      ...metrics,
      loss: 0,
      gradientNorm: 0,
      ...combine(reports, average),
      ...scalars,
      learningRate: rate,
      updates: reports.length,
      turns: total(packs, ({ turns }) => turns),
      tokens: epochs * total(packs, ({ tokens }) => tokens),
      rows: total(packs, ({ targets }) => targets.length),
    }
  }

  snapshot(): LearnerSnapshot {
    const { estimator, optimizer, reference } = this.#settings
    return {
      counters: { step: this.#step, updates: this.#updates },
      estimator: { name: estimator.name, state: this.#estimatorState },
      optimizer: optimizer.name,
      firstMoment: this.#state.model.firstMoment.current.slice(),
      secondMoment: this.#state.model.secondMoment.current.slice(),
      ...(reference !== undefined && {
        reference: { name: referenceName(reference), weights: this.#reference?.weights?.slice() ?? null },
      }),
      ...(this.#state.head && { value: copyOf(this.#state.head) }),
    }
  }

  restore(snapshot: LearnerSnapshot): void {
    checkSnapshot(snapshot, this.snapshot())
    this.#step = snapshot.counters.step
    this.#updates = snapshot.counters.updates
    this.#estimatorState = snapshot.estimator.state
    const { model, head } = this.#state
    model.firstMoment.current.set(snapshot.firstMoment)
    model.secondMoment.current.set(snapshot.secondMoment)
    if (head !== null && snapshot.value !== undefined) {
      head.weights.current.set(snapshot.value.weights)
      head.firstMoment.current.set(snapshot.value.firstMoment)
      head.secondMoment.current.set(snapshot.value.secondMoment)
    }
    this.#reference?.restore(snapshot.reference?.weights ?? null)
  }

  async save(folder: string): Promise<void> {
    await saveSnapshot(folder, this.snapshot())
  }

  async load(folder: string): Promise<void> {
    this.restore(await loadSnapshot(folder))
  }

  /** Makes minibatches of what the estimator makes of the episodes. */
  async #pack(episodes: readonly Episode[], context: EstimatorContext) {
    const { estimator, objective, minibatches: count } = this.#settings
    const before = this.#estimatorState
    if (estimator.gives === 'pairs') {
      const { pairs, ...rest } = estimator.estimate(episodes, before, context)
      return { ...rest, packs: minibatches(pairs, packPairs, count, this.#context.seed, this.#step) }
    }
    const { turns, ...rest } =
      estimator.reads === 'values'
        ? estimator.estimate(episodes, before, { ...context, values: await this.#values(episodes) })
        : estimator.estimate(episodes, before, context)
    const packer = objective.unit === 'turn' ? packTurns : pack
    return { ...rest, packs: minibatches(turns, packer, count, this.#context.seed, this.#step) }
  }

  /** Asks the value head about the prompt of each of the model's turns. */
  async #values(episodes: readonly Episode[]): Promise<ReadonlyMap<Turn, number>> {
    const { vocabularySize, padding } = this.#model.tokenizer
    const turns = ownTurns(episodes, this.#context.name).map(({ turn }) => turn)
    const found = new Map<Turn, number>()
    for (const part of valueParts(turns, vocabularySize, this.#settings.limits)) {
      const { shape, ...arrays } = batch(part, vocabularySize, padding)
      const program = await this.#programs.values(shape)
      const weights = this.#model.weights.current
      const { values } = await program.run({ ...arrays, weights, head: this.#state.head!.weights.current })
      for (const [i, turn] of part.turns.entries()) found.set(turn, (values!.data as Float32Array)[i]!)
    }
    return found
  }

  /** Lays a minibatch out, with the policy of the weights before the first update where the loss asks for it. */
  async #prepare(minibatch: Pack, scalars: Feeds): Promise<Prepared[]> {
    const { vocabularySize, padding } = this.#model.tokenizer
    const weightsOf = { anchor: this.#model.weights.current, reference: this.#reference?.weights }
    const prepared: Prepared[] = []
    for (const part of parts(minibatch, vocabularySize, this.#settings.limits)) {
      const { shape, ...arrays } = batch(part, vocabularySize, padding)
      const { tokenWeight, turnWeight, pairWeight, valueTotal } = minibatch
      const totals = scalarFeeds({
        // Where nobody had a choice and values alone are trained, what is divided is 0.
        tokenWeight: tokenWeight || 1,
        turnWeight: turnWeight || 1,
        pairWeight: pairWeight || 1,
        ...(shape.values !== undefined && { valueTotal }),
      })
      const feeds: Feeds = { ...arrays, ...totals, ...scalars }
      for (const [policy, weights] of Object.entries(weightsOf)) {
        const read = scoresOf(this.#settings.objective.inputs).filter((score) => score.weights === policy)
        if (weights == null || read.length === 0) continue
        const program = await this.#programs.score(
          shape,
          read.map(({ what }) => what),
        )
        const found = await program.run({ ...arrays, weights })
        for (const { input, what } of read) feeds[input] = found[what]!
      }
      prepared.push({ shape, feeds })
    }
    return prepared
  }

  async #update(prepared: readonly Prepared[], learningRate: number): Promise<Record<string, number>> {
    const scalars = scalarFeeds({ ...this.#settings.optimizer.scalars(this.#updates + 1, learningRate) })
    const [first] = prepared
    const report =
      first !== undefined && prepared.length === 1
        ? await runFor(this.#programs.update(first.shape), { ...first.feeds, ...scalars })
        : await this.#updateInParts(prepared, scalars)
    if (!Number.isFinite(report['loss']) || !Number.isFinite(report['gradientNorm'])) {
      // The buffers of before the update are untouched.
      for (const vector of [this.#state.model, this.#state.head])
        for (const memory of Object.values<StateMemory>({ ...vector })) memory.swap()
      throw new UserError(
        `The loss of model '${this.#context.name}' is ${report['loss']} at step ${this.#step}, with a gradient of norm ${report['gradientNorm']}: lower the learning rate or clip the gradient.`,
      )
    }
    this.#updates++
    return report
  }

  async #updateInParts(prepared: readonly Prepared[], scalars: Feeds): Promise<Record<string, number>> {
    const { gradients } = this.#programs
    for (const { current } of Object.values(gradients)) current.fill(0)
    const shares: Record<string, number>[] = []
    for (const { shape, feeds } of prepared) {
      const weights = this.#model.weights.current
      const head = this.#state.head?.weights.current
      shares.push(
        await runFor(this.#programs.accumulate(shape), { ...feeds, weights, ...(head && { head }) }),
      )
    }
    const sums = combine(shares, (values) => values.reduce((a, b) => a + b, 0))
    const totals = Object.fromEntries(Object.entries(gradients).map(([name, { current }]) => [name, current]))
    return { ...sums, ...(await runFor(this.#programs.apply(), { ...scalars, ...totals })) }
  }
}

function copyOf({ weights, firstMoment, secondMoment }: TrainedVector) {
  return {
    weights: weights.current.slice(),
    firstMoment: firstMoment.current.slice(),
    secondMoment: secondMoment.current.slice(),
  }
}

function total(packs: readonly Pack[], value: (pack: Pack) => number): number {
  return packs.reduce((sum, pack) => sum + value(pack), 0)
}
