import { contextOf, distinctSequences, openPlaces } from './decisions.ts'
import type { Turn, WeightedTurn } from './experience.ts'

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
  /** The weighted mean of how much the pull to the reference counts for them. */
  readonly pull: number
  /** Their total weight. */
  readonly weight: number
}

/** What a target is, all but what it counts for. */
type Place = Omit<Target, 'advantage' | 'pull' | 'weight'>

/** Consecutive targets that are one turn. Advantage, pull and weight are the turn's. */
export interface Segment {
  readonly first: number
  readonly count: number
  readonly advantage: number
  readonly pull: number
  readonly weight: number
}

/** Two segments by their places. */
export interface Pair {
  readonly winner: number
  readonly loser: number
  readonly weight: number
}

/** A prompt whose value is read, at its last token. */
export interface ValueRow {
  readonly sequence: number
  readonly position: number
  readonly before: number
  readonly target: number
  readonly weight: number
}

/** What a training graph reads: distinct sequences, and targets that point into them. */
export interface Part {
  readonly sequences: readonly (readonly number[])[]
  readonly targets: readonly Target[]
  /** Present where the loss is about turns or pairs. */
  readonly segments?: readonly Segment[]
  /** Present where the loss is about pairs. */
  readonly pairs?: readonly Pair[]
  /** Present where the learner has a value head. */
  readonly values?: readonly ValueRow[]
}

/** All turns of a minibatch. */
export interface Pack extends Part {
  /** How many turns and target tokens went in, and their total weights. */
  readonly turns: number
  readonly tokens: number
  readonly turnWeight: number
  readonly tokenWeight: number
  /** The pairs' total weight, 0 without pairs. */
  readonly pairWeight: number
  /** The total weight of turns with a value, 0 without values. */
  readonly valueTotal: number
}

/**
 * Packs turns without changing a loss over tokens.
 *
 * - A forced token (one allowed id) has no gradient: it stays as context and is no target. A turn of such tokens alone
 *   is left out, unless it has a value to be trained.
 * - A sequence ends before its last target; one that begins another is read there, since a causal
 *   decoder gives equal hidden states for equal prefixes.
 * - Targets that agree in all but advantage, pull and weight become one for each sign of the advantage, with the
 *   total weight and the weighted means. That is exact for every objective whose term is positively
 *   homogeneous in the advantage (clipped or not), plus terms that do not depend on it and are linear in the pull.
 */
export function pack(turns: readonly WeightedTurn[]): Pack {
  const found = placed(turns)
  const merged = new Map<string, Place & Merged>()
  for (const { source, open, sequence } of found.turns) {
    const { turn } = source
    for (const index of open) {
      const target = targetOf(turn, index, sequence)
      const { position, token, allowed, behaviourLogp } = target
      const place = `${sequence} ${position} ${token} ${behaviourLogp} ${Math.sign(source.advantage)}`
      const key = allowed === null ? place : `${place} ${allowed.join()}`
      const same = merged.get(key)
      if (same === undefined) merged.set(key, { ...target, ...begin(source) })
      else addTo(same, source)
    }
  }
  return {
    sequences: found.sequences,
    targets: [...merged.values()].map(meansOf),
    ...valueRows(found.turns),
    ...totalsOf(turns),
    pairWeight: 0,
  }
}

/** Returns where the values of turns are read, one row a turn, if they have any. */
export function valueRows(turns: readonly PlacedTurn<WeightedTurn>[]): Pick<Part, 'values'> {
  const values = turns.flatMap(({ source: { turn, value, weight }, sequence }): ValueRow[] =>
    value === undefined ? [] : [{ sequence, position: turn.prompt.length - 1, ...value, weight }],
  )
  return values.length > 0 ? { values } : {}
}

/** Sums of what equal tokens or turns count for. */
export interface Merged {
  weight: number
  advantages: number
  pulls: number
}

/** Begins the sums with one turn. */
export function begin({ advantage, pull = 1, weight }: WeightedTurn): Merged {
  return { weight, advantages: weight * advantage, pulls: weight * pull }
}

export function addTo(sums: Merged, { advantage, pull = 1, weight }: WeightedTurn): void {
  sums.weight += weight
  sums.advantages += weight * advantage
  sums.pulls += weight * pull
}

/** Replaces sums by the total weight and weighted means. */
export function meansOf<Item extends Merged>({ weight, advantages, pulls, ...item }: Item) {
  return { ...item, weight, advantage: advantages / weight, pull: pulls / weight }
}

/** A turn with its decisions, and the sequence that they and its value are read from. */
export interface PlacedTurn<Source> {
  readonly source: Source
  readonly open: readonly number[]
  readonly sequence: number
}

/** Finds the sequences of turns, leaving out those that have neither a choice nor a value. */
export function placed<Source extends Pick<WeightedTurn, 'turn' | 'value'>>(turns: readonly Source[]) {
  const read = turns
    .map((source) => ({ source, open: openPlaces(source.turn) }))
    .filter(({ source, open }) => open.length > 0 || source.value !== undefined)
  const { sequences, places } = distinctSequences(
    read.map(({ source, open }) => contextOf(source.turn, open)),
  )
  return {
    sequences,
    turns: read.map(({ source, open }, i): PlacedTurn<Source> => ({
      source,
      open,
      sequence: places[i]!,
    })),
  }
}

/** Counts the turns with a choice and their decisions, and adds up their weights and those of turns with a value. */
export function totalsOf(turns: readonly Pick<WeightedTurn, 'turn' | 'weight' | 'value'>[]) {
  const totals = { turns: 0, tokens: 0, turnWeight: 0, tokenWeight: 0, valueTotal: 0 }
  for (const { turn, weight, value } of turns) {
    if (value !== undefined) totals.valueTotal += weight
    const { length } = openPlaces(turn)
    if (length === 0) continue
    totals.turns++
    totals.turnWeight += weight
    totals.tokens += length
    for (let i = 0; i < length; i++) totals.tokenWeight += weight
  }
  return totals
}

/** Returns what target a token of a completion is. */
export function targetOf(
  { prompt, completion, allowed, logprobs }: Turn,
  index: number,
  sequence: number,
): Place {
  return {
    sequence,
    position: prompt.length + index - 1,
    token: completion[index]!,
    allowed: allowed[index] ?? null,
    behaviourLogp: logprobs[index]!,
  }
}
