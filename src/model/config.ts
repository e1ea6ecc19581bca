import { lookUp, UserError } from '../core/index.ts'

/** The shape of a Llama decoder (Touvron et al. 2023): RMSNorm, rotary positions, grouped queries, SwiGLU. */
export interface DecoderConfig {
  readonly vocabularySize: number
  /** Numbers per token between the layers ('hidden_size'). */
  readonly width: number
  readonly layers: number
  readonly heads: number
  /** Key and value heads, a divisor of `heads` (Ainslie et al. 2023). */
  readonly keyValueHeads: number
  /** Numbers per head: a multiple of 16. */
  readonly headSize: number
  /** Width of the SwiGLU layer ('intermediate_size'). */
  readonly feedForward: number
  /** The longest sequence, prompt and completion together, in tokens. */
  readonly context: number
  readonly ropeTheta: number
  readonly epsilon: number
  /** Uses the embedding as the output head too. */
  readonly tied: boolean
}

/** The one dial: how large a decoder is. */
export type DecoderSize = keyof typeof sizes

const sizes = {
  nano: { width: 32, layers: 2 },
  tiny: { width: 64, layers: 2 },
  small: { width: 128, layers: 4 },
  medium: { width: 256, layers: 6 },
  large: { width: 512, layers: 8 },
} as const

export const decoderSizes = Object.keys(sizes) as readonly DecoderSize[]

/**
 * Derives a decoder's shape from its size.
 *
 * Heads are 32 wide (16 in 'nano'); from 'medium' on, pairs of them share keys and values. The feed-forward
 * layer is 8/3 of the width, rounded up to a multiple of 32. The head is not tied to the embedding, so that a
 * fresh model can start near the uniform policy. `knobs` overrides any of it.
 *
 * @throws UserError when there is no such size or the knobs do not make a decoder.
 */
export function decoderConfig(
  size: DecoderSize,
  vocabularySize: number,
  knobs: Partial<DecoderConfig> = {},
): DecoderConfig {
  const { width, layers } = { ...lookUp('size of decoder', size, sizes), ...knobs }
  const headSize = knobs.headSize ?? (width < 64 ? 16 : 32)
  const heads = knobs.heads ?? width / headSize
  return validDecoder({
    vocabularySize,
    width,
    layers,
    heads,
    keyValueHeads: width < 256 ? heads : heads / 2,
    headSize,
    feedForward: Math.ceil(((8 / 3) * width) / 32) * 32,
    context: 512,
    ropeTheta: 10_000,
    epsilon: 1e-5,
    tied: false,
    ...knobs,
  })
}

/** Far beyond what fits a machine; a damaged file asks for more, and would keep it busy for ever. */
const LARGEST = {
  vocabularySize: 2 ** 24,
  width: 2 ** 16,
  layers: 1024,
  heads: 1024,
  headSize: 2 ** 12,
  feedForward: 2 ** 20,
  context: 2 ** 20,
} as const

/** Returns a decoder's shape unchanged. @throws UserError naming the number that is out of range. */
export function validDecoder(config: DecoderConfig): DecoderConfig {
  const { heads, keyValueHeads, headSize, ropeTheta, epsilon, tied: _, ...counts } = config
  for (const [name, value] of Object.entries({ ...counts, heads, keyValueHeads, headSize }))
    if (!Number.isInteger(value) || value < 1)
      throw new UserError(`The decoder's ${name} is ${value}; it must be a whole number from 1 on.`)
  for (const [name, most] of Object.entries(LARGEST) as [keyof typeof LARGEST, number][])
    if (config[name] > most)
      throw new UserError(`The decoder's ${name} is ${config[name]}; at most ${most} can be run here.`)
  if (headSize % 16 !== 0)
    throw new UserError(`The decoder's headSize is ${headSize}; it must be a multiple of 16.`)
  if (heads % keyValueHeads !== 0)
    throw new UserError(
      `The decoder has ${heads} heads, which ${keyValueHeads} key-value heads cannot share evenly.`,
    )
  if (!(ropeTheta >= 1 && ropeTheta <= 1e12))
    throw new UserError(`The decoder's ropeTheta is ${ropeTheta}; it must be between 1 and 1e12.`)
  if (!(epsilon > 0 && epsilon <= 1))
    throw new UserError(`The decoder's epsilon is ${epsilon}; it must be above 0 and at most 1.`)
  return config
}
