import type { Pack } from './pack.ts'

/** The static sizes of a training graph. Packs of about the same size share one. */
export interface BatchShape {
  readonly sequences: number
  /** Tokens a sequence. */
  readonly length: number
  readonly targets: number
  /** Whether any target chose among a part of the vocabulary, so that the graph reads a mask. */
  readonly constrained: boolean
}

/** A pack as arrays, padded to its shape. The targets' arrays have `targets` entries or rows. */
export interface Batch {
  readonly shape: BatchShape
  /** [sequences, length] token ids, padded at the end. */
  readonly tokens: Int32Array
  /** Where each target's hidden state is among the sequences × length. */
  readonly rows: Int32Array
  readonly chosen: Int32Array
  /** [targets, vocabulary] 1 where a token was allowed; present when constrained. Padding allows all. */
  readonly allowed?: Uint8Array
  readonly behaviourLogp: Float32Array
  readonly advantage: Float32Array
  /** 0 for padding. */
  readonly weight: Float32Array
}

/** Returns the smallest of 1, 2, 3, 4, 6, 8, 12, 16, 24, … that is at least n: at most half is padding. */
export function bucket(n: number): number {
  const power = 2 ** Math.ceil(Math.log2(Math.max(1, n)))
  return power >= 4 && n <= power * 0.75 ? power * 0.75 : power
}

/** Returns the shape that a pack is padded to: a function of the pack alone, so that runs repeat. */
export function batchShape({ sequences, targets }: Pick<Pack, 'sequences' | 'targets'>): BatchShape {
  return {
    sequences: bucket(sequences.length),
    length: bucket(Math.max(...sequences.map((sequence) => sequence.length))),
    targets: bucket(targets.length),
    constrained: targets.some(({ allowed }) => allowed !== null),
  }
}

/** Lays a pack out as arrays. padding: the token id that fills sequences up. */
export function batch(
  pack: Pick<Pack, 'sequences' | 'targets'>,
  vocabularySize: number,
  padding: number,
): Batch {
  const shape = batchShape(pack)
  const tokens = new Int32Array(shape.sequences * shape.length).fill(padding)
  for (const [i, sequence] of pack.sequences.entries()) tokens.set(sequence, i * shape.length)
  const column = (value: (target: Pack['targets'][number]) => number) =>
    Array.from({ length: shape.targets }, (_, t) => (t < pack.targets.length ? value(pack.targets[t]!) : 0))
  return {
    shape,
    tokens,
    rows: Int32Array.from(column(({ sequence, position }) => sequence * shape.length + position)),
    chosen: Int32Array.from(column(({ token }) => token)),
    ...(shape.constrained && { allowed: mask(pack, shape.targets, vocabularySize) }),
    behaviourLogp: Float32Array.from(column(({ behaviourLogp }) => behaviourLogp)),
    advantage: Float32Array.from(column(({ advantage }) => advantage)),
    weight: Float32Array.from(column(({ weight }) => weight)),
  }
}

function mask({ targets }: Pick<Pack, 'targets'>, rows: number, vocabularySize: number): Uint8Array {
  const result = new Uint8Array(rows * vocabularySize).fill(1)
  for (const [t, { allowed }] of targets.entries()) {
    if (allowed === null) continue
    const row = result.subarray(t * vocabularySize, (t + 1) * vocabularySize).fill(0)
    for (const token of allowed) row[token] = 1
  }
  return result
}
