import { stream } from '../core/index.ts'
import type { Pack } from './pack.ts'

/**
 * Splits turns or pairs at random into so many packs of about equally many, empty ones left out.
 *
 * The order is drawn from the stream (seed, 'minibatches', step), so it repeats; one pack keeps all in order.
 */
export function minibatches<Item>(
  items: readonly Item[],
  pack: (items: readonly Item[]) => Pack,
  count: number,
  seed: number,
  step: number,
): Pack[] {
  const order = count === 1 ? [...items] : shuffled(items, seed, step)
  return Array.from({ length: count }, (_, i) =>
    pack(order.slice(Math.floor((i * order.length) / count), Math.floor(((i + 1) * order.length) / count))),
  ).filter(({ targets, values = [] }) => targets.length + values.length > 0)
}

/** Fisher–Yates. */
function shuffled<Item>(items: readonly Item[], seed: number, step: number): Item[] {
  const random = stream(seed, 'minibatches', step)
  const order = [...items]
  for (let i = order.length - 1; i > 0; i--) {
    const other = random.int(i + 1)
    ;[order[i], order[other]] = [order[other]!, order[i]!]
  }
  return order
}
