import { stream } from 'coevo/core'
import { adamW } from 'coevo/learn'
import { decoder, decoderConfig, initialParameters, checkpointLayout, type DecoderConfig } from 'coevo/model'
import {
  compile,
  gatherElements,
  gradients,
  input,
  layoutSize,
  logSoftmax,
  mean,
  neg,
  views,
  type Float,
  type Program,
  type ProgramSpec,
} from 'coevo/tensor'

export const adam = { learningRate: 1e-3, beta1: 0.9, beta2: 0.95, epsilon: 1e-8 }

/** A decoder and the batch that it is trained on. */
export interface Size {
  readonly name: string
  readonly config: DecoderConfig
  readonly batch: number
  /** Tokens a sequence. */
  readonly length: number
}

export const sizes: readonly Size[] = [
  { name: '64 wide, 2 layers', config: decoderConfig('tiny', 64), batch: 64, length: 32 },
  { name: '128 wide, 4 layers', config: decoderConfig('small', 256), batch: 32, length: 64 },
]

/**
 * Counts the floating-point operations of the matrix products of one step: forward once, backward twice.
 *
 * All that is elementwise counts nothing, and attention counts whole rows, as both sides compute them or might.
 */
export function flopsPerStep({ config, batch, length }: Size): number {
  const { width, layers, heads, keyValueHeads, headSize, feedForward, vocabularySize } = config
  const attentionWeights = width * headSize * (2 * heads + 2 * keyValueHeads)
  const weights = layers * (attentionWeights + 3 * width * feedForward) + width * vocabularySize
  const attention = layers * 2 * heads * headSize * length
  return 3 * 2 * batch * length * (weights + attention)
}

export const tokensPerStep = ({ batch, length }: Size): number => batch * length

/** One step on one batch: mean cross-entropy of the next token, its gradient, and Adam over the flat vector. */
export function trainingStep({ config, batch, length }: Size): ProgramSpec {
  const layout = checkpointLayout(config)
  const vector = (name: string) => input(name, 'float32', [layoutSize(layout)])
  const [weights, firstMoment, secondMoment] = [
    vector('weights'),
    vector('firstMoment'),
    vector('secondMoment'),
  ]
  const tokens = input('tokens', 'int64', [batch, length])
  const targets = input('targets', 'int64', [batch * length, 1])
  const { hidden, head } = decoder(config, views(weights, layout), tokens)
  const loss = neg(mean(gatherElements(logSoftmax(head(hidden)), targets, 1)))
  const [gradient] = gradients(loss, [weights]) as [Float]
  const rate = (name: string) => input(name, 'float32', [])
  const rates = {
    learningRate: rate('learningRate'),
    firstCorrection: rate('firstCorrection'),
    secondCorrection: rate('secondCorrection'),
  }
  const optimizer = adamW({ ...adam, maxGradientNorm: Infinity })
  const next = optimizer.update({ weights, firstMoment, secondMoment }, gradient, rates)
  return {
    inputs: [tokens, targets, ...Object.values(rates)],
    outputs: { loss },
    state: {
      weights: { input: weights, output: next.weights },
      firstMoment: { input: firstMoment, output: next.firstMoment },
      secondMoment: { input: secondMoment, output: next.secondMoment },
    },
    threads: 2,
  }
}

/** What a run of either side starts from: weights, and a batch of random tokens with random targets. */
export function startOf({ config, batch, length }: Size) {
  const random = stream(1, 'train-step', config.width)
  const ids = () =>
    BigInt64Array.from({ length: batch * length }, () => BigInt(random.int(config.vocabularySize)))
  return { weights: initialParameters(config, random), tokens: ids(), targets: ids() }
}

/** A training run that takes steps one after the other. */
export class Training {
  readonly #program: Program
  readonly #start: ReturnType<typeof startOf>
  #steps = 0

  private constructor(program: Program, start: ReturnType<typeof startOf>) {
    this.#program = program
    this.#start = start
    program.load('weights', start.weights)
  }

  static async start(size: Size, options: ProgramSpec['options'] = {}): Promise<Training> {
    return new Training(await compile({ ...trainingStep(size), options }), startOf(size))
  }

  /** Returns the loss before the step. */
  async step(): Promise<number> {
    const { tokens, targets } = this.#start
    const optimizer = adamW({ ...adam, maxGradientNorm: Infinity })
    const scalars = Object.entries(optimizer.scalars(++this.#steps, adam.learningRate))
    const rates = Object.fromEntries(scalars.map(([name, value]) => [name, Float32Array.of(value)]))
    const { loss } = await this.#program.run({ tokens, targets, ...rates })
    return (loss!.data as Float32Array)[0]!
  }

  async release(): Promise<void> {
    await this.#program.release()
  }
}
