import type { WeightedTurn } from './experience.ts'

/** One token that the loss looks at, standing for every identical one. */
export interface Target {
  /** The index of its sequence and of the token whose hidden state predicts it. */
  readonly sequence: number
  readonly position: number
  readonly token: number
  /** The ids it was chosen among, sorted; null where the whole vocabulary was open. */
  readonly allowed: readonly number[] | null
  readonly behaviourLogp: number
  /** The weighted mean advantage of the tokens it stands for, which all have its sign. */
  readonly advantage: number
  /** Their total weight. */
  readonly weight: number
}

/** Turns as the training graph reads them: distinct sequences, and targets that point into them. */
export interface Pack {
  readonly sequences: readonly (readonly number[])[]
  readonly targets: readonly Target[]
  /** How many turns and target tokens went in, and their total weights. */
  readonly turns: number
  readonly tokens: number
  readonly turnWeight: number
  readonly tokenWeight: number
}

interface Decision {
  readonly context: readonly number[]
  readonly position: number
  readonly index: number
  readonly source: WeightedTurn
}

/**
 * Packs turns without changing the loss.
 *
 * - A forced token (one allowed id) has no gradient: it stays as context and is no target.
 * - A sequence ends before its last target; one that begins another is read there, since a causal
 *   decoder gives equal hidden states for equal prefixes.
 * - Targets that agree in all but advantage and weight become one for each sign of the advantage, with the total
 *   weight and the weighted mean advantage. That is exact for every objective whose term is positively
 *   homogeneous in the advantage (clipped or not), plus terms that do not depend on it.
 */
export function pack(turns: readonly WeightedTurn[]): Pack {
  const perTurn = turns.map(decisionsOf)
  const decisions = perTurn.flat()
  const deciding = turns.filter((_, i) => perTurn[i]!.length > 0)
  const { sequences, find } = distinctSequences(decisions.map(({ context }) => context))
  const merged = new Map<
    string,
    { target: Omit<Target, 'advantage' | 'weight'>; weight: number; sum: number }
  >()
  for (const { context, position, index, source } of decisions) {
    const { turn, advantage, weight } = source
    const target = {
      sequence: find(context),
      position,
      token: turn.completion[index]!,
      allowed: turn.allowed[index] ?? null,
      behaviourLogp: turn.logprobs[index]!,
    }
    const { sequence, token, allowed, behaviourLogp } = target
    const key = [sequence, position, token, behaviourLogp, Math.sign(advantage), allowed?.join() ?? '*'].join(
      ' ',
    )
    const same = merged.get(key)
    if (same === undefined) merged.set(key, { target, weight, sum: weight * advantage })
    else {
      same.weight += weight
      same.sum += weight * advantage
    }
  }
  return {
    sequences,
    targets: [...merged.values()].map(({ target, weight, sum }) => ({
      ...target,
      weight,
      advantage: sum / weight,
    })),
    turns: deciding.length,
    tokens: decisions.length,
    turnWeight: total(deciding),
    tokenWeight: total(decisions.map(({ source }) => source)),
  }
}

function total(items: readonly { readonly weight: number }[]): number {
  return items.reduce((sum, { weight }) => sum + weight, 0)
}

function decisionsOf(source: WeightedTurn): Decision[] {
  const { prompt, completion, allowed } = source.turn
  const open = [...completion.keys()].filter((index) => allowed[index]?.length !== 1)
  const context = [...prompt, ...completion.slice(0, open.at(-1) ?? 0)]
  return open.map((index) => ({ context, position: prompt.length + index - 1, index, source }))
}

/** Finds the contexts that begin no other one, in lexicographic order, and where each context is read. */
function distinctSequences(contexts: readonly (readonly number[])[]) {
  const unique = new Map(contexts.map((context) => [context.join(' '), context]))
  const sorted = [...unique].toSorted(([, a], [, b]) => lexicographic(a, b))
  const sequences: (readonly number[])[] = []
  const places = new Map<string, number>()
  // What begins with a context follows it at once in this order, so one look ahead suffices.
  for (const [key, context] of sorted.toReversed()) {
    const longer = sequences.at(-1)
    if (longer === undefined || !context.every((token, i) => token === longer[i])) sequences.push(context)
    places.set(key, sequences.length - 1)
  }
  return { sequences, find: (context: readonly number[]) => places.get(context.join(' '))! }
}

function lexicographic(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) if (a[i] !== b[i]) return a[i]! - b[i]!
  return a.length - b.length
}
