import { modelWriter, type ModelWriterOptions } from './model-writer.ts'
import type { Policy } from './policy.ts'

/** How a model is asked for a move. */
export interface ModelPolicyOptions extends ModelWriterOptions {
  /** The model's name in the scenario. */
  readonly name: string
  /** Whether it may write nothing but the label of a legal action. */
  readonly constrain: boolean
}

/** Lets a model decide: it reads the observation and writes the text of a move. */
export function modelPolicy({ name, constrain, ...options }: ModelPolicyOptions): Policy {
  const write = modelWriter(options)
  return {
    name,
    model: name,
    decide: ({ observation, legal }, random) => write(observation, random(), constrain ? legal : null),
  }
}
