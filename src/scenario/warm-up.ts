import { createHash } from 'node:crypto'
import { ownCode, stream, UserError, type Json, type Random } from '../core/index.ts'
import { demonstrationTurn, type Demonstration } from '../learn/demonstration.ts'
import { returns } from '../learn/estimators/returns.ts'
import type { Episode } from '../learn/experience.ts'
import { learner } from '../learn/learner.ts'
import { sft } from '../learn/objectives/sft.ts'
import type { Trainable } from '../learn/trainable.ts'
import { openCache } from '../store/index.ts'
import type { ModelFactory, Preparation } from './plan.ts'
import { versions } from './versions.ts'

export interface WarmUpOptions<M extends Trainable> {
  /** Makes the model with fresh weights. */
  readonly model: ModelFactory<M>
  /** Draws what it is shown: a prompt and what is to be written. */
  readonly examples: (random: Random) => Demonstration
  /** Stops when so large a share of fresh examples is answered well, greedily: in (0, 1]. */
  readonly accuracy: number
  /** Says whether an answer will do. Default: it is the demonstrated one. */
  readonly accept?: (example: Demonstration, answer: string) => boolean
  /** Gives up after so many steps. Default 2000. */
  readonly steps?: number
  /** Examples a step. Default 256. */
  readonly batch?: number
  /** Steps from one look at its answers to the next: by so many it may pass its goal. Default 20. */
  readonly every?: number
  /** Of AdamW, constant after 20 steps. Default 2e-3. */
  readonly learningRate?: number
}

/** The answers of every so many steps are judged, on so many examples. */
const EVERY = 20
/** How many points above its goal are worth a word. */
const PASSED = 5
const JUDGED = 256

/**
 * Makes a model that has been trained on demonstrations until it answers a chosen share of them.
 *
 * What comes of it is kept in a cache, by the first weights, the first examples, these options, the scenario's code
 * and the versions that compute; the seed decides all of them. A cached model is the very one that was trained.
 *
 * @throws UserError, when the model is made, for one that does not get so far.
 */
export function warmUp<M extends Trainable>(options: WarmUpOptions<M>): ModelFactory<M> {
  const { accuracy, steps = 2000, batch = 256, learningRate = 2e-3, every = EVERY } = options
  if (!(accuracy > 0 && accuracy <= 1))
    throw new UserError(`warmUp: accuracy is ${accuracy}; it must be in (0, 1].`)
  for (const [name, count] of Object.entries({ steps, batch, every }))
    if (!(Number.isInteger(count) && count >= 1))
      throw new UserError(`warmUp: ${name} is ${count}; it must be a whole number from 1.`)
  return async (seed, preparation) => {
    const model = await options.model(seed, preparation)
    const examples = (count: number, ...name: readonly (string | number)[]) => {
      const random = stream(seed, 'warm-up', ...name)
      return Array.from({ length: count }, () => options.examples(random))
    }
    const key: Json = {
      weights: sha256(model.weights.current),
      examples: examples(JUDGED, 'step', 1).map(({ prompt, completion }) => [prompt, completion]),
      settings: { seed, accuracy, steps, batch, learningRate, every },
      code: preparation?.code ?? ownCode(),
      computed: { ...versions(), processor: process.arch, warmUp: VERSION },
    }
    const folder = await openCache('warm-ups').folder(key, async (place) => {
      await train(model, { ...options, steps, batch, learningRate, every }, examples, seed, preparation)
      await model.save(place)
    })
    await model.load(folder)
    return model
  }
}

/** Raised when the same key would come to another model. */
const VERSION = 1

async function train<M extends Trainable>(
  model: M,
  options: WarmUpOptions<M> & Required<Pick<WarmUpOptions<M>, 'steps' | 'batch' | 'learningRate' | 'every'>>,
  examples: (count: number, ...name: readonly (string | number)[]) => Demonstration[],
  seed: number,
  preparation: Preparation | undefined,
): Promise<void> {
  const { accuracy, steps, batch, learningRate, every } = options
  const name = preparation?.name ?? model.name
  const imitation = learner({
    estimator: returns(),
    objective: sft(),
    learningRate: { kind: 'warm-up', steps: 20, to: learningRate },
  })(model, { name, seed, steps })
  const test = examples(JUDGED, 'test')
  let reached = 0
  for (let step = 1; step <= steps; step++) {
    await imitation.learn(episodesOf(model, name, examples(batch, 'step', step)))
    if (step % every !== 0 && step !== steps) continue
    reached = await shareOf(
      model,
      test,
      options.accept ?? ((example, answer) => example.completion === answer),
    )
    preparation?.report(
      `warm-up, step ${step}: ${Math.round(100 * reached)} % of ${Math.round(100 * accuracy)} %`,
    )
    if (reached < accuracy) continue
    const points = Math.round(100 * (reached - accuracy))
    if (points >= PASSED)
      preparation?.report(
        `warm-up: it has passed its goal by ${points} points, for it looks every ${every} steps; 'every' has it look more often`,
      )
    return
  }
  throw new UserError(
    `The warm-up of '${name}' answered ${(100 * reached).toFixed(1)} % of its examples after ${steps} steps, not ${100 * accuracy} %: give it more steps, a larger model or easier examples.`,
  )
}

function episodesOf(model: Trainable, name: string, examples: readonly Demonstration[]): Episode[] {
  return examples.map((example, session) => ({
    session,
    game: 'warm-up',
    end: 'finished',
    roles: [
      {
        role: 'solver',
        model: name,
        turns: [demonstrationTurn(model.tokenizer, example)],
        return: 1,
        illegal: 0,
        parseFailures: 0,
      },
    ],
  }))
}

/** Returns the share of examples that the model answers well when it writes what is most likely. */
async function shareOf(
  model: Trainable,
  examples: readonly Demonstration[],
  accept: (example: Demonstration, answer: string) => boolean,
): Promise<number> {
  const { tokenizer } = model
  const random = stream('greedy')
  const longest = Math.max(...examples.map(({ completion }) => tokenizer.encode(completion).length))
  const answers = await model.generate(
    examples.map(({ prompt }) => ({
      prompt: tokenizer.encode(prompt),
      maxNewTokens: longest + 1,
      temperature: 0,
      random,
    })),
  )
  const right = answers.filter(({ tokens, finished }, i) =>
    accept(examples[i]!, tokenizer.decode(finished ? tokens.slice(0, -1) : tokens)),
  )
  return right.length / examples.length
}

function sha256(weights: Float32Array): string {
  return createHash('sha256')
    .update(new Uint8Array(weights.buffer, weights.byteOffset, weights.byteLength))
    .digest('hex')
}
