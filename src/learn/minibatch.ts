import { stream } from '../core/index.ts'
import type { WeightedTurn } from './experience.ts'
import { pack, type Pack } from './pack.ts'

/**
 * Splits turns at random into so many packs of about equally many turns, empty ones left out.
 *
 * The order is drawn from the stream (seed, 'minibatches', step), so it repeats; one pack keeps all turns in order.
 */
export function minibatches(
  turns: readonly WeightedTurn[],
  count: number,
  seed: number,
  step: number,
): Pack[] {
  const order = count === 1 ? [...turns] : shuffled(turns, seed, step)
  return Array.from({ length: count }, (_, i) =>
    pack(order.slice(Math.floor((i * order.length) / count), Math.floor(((i + 1) * order.length) / count))),
  ).filter(({ targets }) => targets.length > 0)
}

/** Fisher–Yates. */
function shuffled(turns: readonly WeightedTurn[], seed: number, step: number): WeightedTurn[] {
  const random = stream(seed, 'minibatches', step)
  const order = [...turns]
  for (let i = order.length - 1; i > 0; i--) {
    const other = random.int(i + 1)
    ;[order[i], order[other]] = [order[other]!, order[i]!]
  }
  return order
}
