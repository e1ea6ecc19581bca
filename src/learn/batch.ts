import type { Part, Segment, Target } from './pack.ts'

/** The static sizes of a training graph. Packs of about the same size share one. */
export interface BatchShape {
  readonly sequences: number
  /** Tokens a sequence. */
  readonly length: number
  readonly targets: number
  /** Whether any target chose among a part of the vocabulary, so that the graph reads a mask. */
  readonly constrained: boolean
  /** Turns; present where the loss is about turns or pairs. */
  readonly segments?: number
  /** Present where the loss is about pairs. */
  readonly pairs?: number
  /** Present where the learner has a value head. */
  readonly values?: number
}

/** A pack as arrays, padded to its shape. */
export interface Batch {
  readonly shape: BatchShape
  /** [sequences, length] token ids, padded at the end. */
  readonly tokens: Int32Array
  /** [targets] Where each target's hidden state is among the sequences × length. */
  readonly rows: Int32Array
  /** [targets] */
  readonly chosen: Int32Array
  /** [targets, vocabulary] 1 where a token was allowed; present when constrained. Padding allows all. */
  readonly allowed?: Uint8Array
  /** [targets] */
  readonly behaviourLogp: Float32Array
  /** [targets], or [segments] where there are any. */
  readonly advantage: Float32Array
  readonly pull: Float32Array
  /** [targets], [segments] or [pairs]: whatever the loss is about. 0 for padding. */
  readonly weight: Float32Array
  /** [targets] the segment that each belongs to, and 1, or 0 for padding; present with segments. */
  readonly segment?: Int32Array
  readonly present?: Float32Array
  /** [segments] how many targets each has, at least 1; present with segments. */
  readonly segmentLength?: Float32Array
  /** [pairs] segments; present with pairs. */
  readonly winner?: Int32Array
  readonly loser?: Int32Array
  /** [values] where the hidden state is, and numbers as in `ValueRow`; present with values. */
  readonly valueRows?: Int32Array
  readonly valueBefore?: Float32Array
  readonly valueTarget?: Float32Array
  readonly valueWeight?: Float32Array
}

/** Returns the smallest of 1, 2, 3, 4, 6, 8, 12, 16, 24, … that is at least n: at most half is padding. */
export function bucket(n: number): number {
  const power = 2 ** Math.ceil(Math.log2(Math.max(1, n)))
  return power >= 4 && n <= power * 0.75 ? power * 0.75 : power
}

/** Returns the shape that a pack is padded to: a function of the pack alone, so that runs repeat. */
export function batchShape({ sequences, targets, segments, pairs, values }: Part): BatchShape {
  return {
    sequences: bucket(sequences.length),
    length: bucket(Math.max(...sequences.map((sequence) => sequence.length))),
    targets: bucket(targets.length),
    constrained: targets.some(({ allowed }) => allowed !== null),
    ...(segments && { segments: bucket(segments.length) }),
    ...(pairs && { pairs: bucket(pairs.length) }),
    ...(values && { values: bucket(values.length) }),
  }
}

/** Lays a pack out as arrays. padding: the token id that fills sequences up. */
export function batch(pack: Part, vocabularySize: number, padding: number): Batch {
  const shape = batchShape(pack)
  const { sequences, targets, segments, pairs, values } = pack
  const tokens = new Int32Array(shape.sequences * shape.length).fill(padding)
  for (const [i, sequence] of sequences.entries()) tokens.set(sequence, i * shape.length)
  const turns: readonly Pick<Target, 'advantage' | 'pull' | 'weight'>[] = segments ?? targets
  const items: readonly Pick<Target, 'weight'>[] = pairs ?? turns
  return {
    shape,
    tokens,
    rows: integers(targets, shape.targets, ({ sequence, position }) => sequence * shape.length + position),
    chosen: integers(targets, shape.targets, ({ token }) => token),
    ...(shape.constrained && { allowed: mask(pack, shape.targets, vocabularySize) }),
    behaviourLogp: reals(targets, shape.targets, ({ behaviourLogp }) => behaviourLogp),
    advantage: reals(turns, shape.segments ?? shape.targets, ({ advantage }) => advantage),
    pull: reals(turns, shape.segments ?? shape.targets, ({ pull }) => pull),
    weight: reals(items, shape.pairs ?? shape.segments ?? shape.targets, ({ weight }) => weight),
    ...(segments && segmentArrays(segments, shape)),
    ...(pairs && {
      winner: integers(pairs, shape.pairs!, ({ winner }) => winner),
      loser: integers(pairs, shape.pairs!, ({ loser }) => loser),
    }),
    ...(values && {
      valueRows: integers(
        values,
        shape.values!,
        ({ sequence, position }) => sequence * shape.length + position,
      ),
      valueBefore: reals(values, shape.values!, ({ before }) => before),
      valueTarget: reals(values, shape.values!, ({ target }) => target),
      valueWeight: reals(values, shape.values!, ({ weight }) => weight),
    }),
  }
}

function segmentArrays(segments: readonly Segment[], shape: BatchShape) {
  const segment = new Int32Array(shape.targets)
  const present = new Float32Array(shape.targets)
  const segmentLength = new Float32Array(shape.segments!).fill(1)
  for (const [i, { first, count }] of segments.entries()) {
    segment.fill(i, first, first + count)
    present.fill(1, first, first + count)
    segmentLength[i] = Math.max(1, count)
  }
  return { segment, present, segmentLength }
}

/** One number an item, and 0 for padding. */
function integers<Item>(items: readonly Item[], size: number, value: (item: Item) => number): Int32Array {
  const result = new Int32Array(size)
  for (const [i, item] of items.entries()) result[i] = value(item)
  return result
}

function reals<Item>(items: readonly Item[], size: number, value: (item: Item) => number): Float32Array {
  const result = new Float32Array(size)
  for (const [i, item] of items.entries()) result[i] = value(item)
  return result
}

function mask({ targets }: Pick<Part, 'targets'>, rows: number, vocabularySize: number): Uint8Array {
  const result = new Uint8Array(rows * vocabularySize).fill(1)
  for (const [t, { allowed }] of targets.entries()) {
    if (allowed === null) continue
    const row = result.subarray(t * vocabularySize, (t + 1) * vocabularySize).fill(0)
    for (const token of allowed) row[token] = 1
  }
  return result
}
