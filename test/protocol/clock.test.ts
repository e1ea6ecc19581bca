import { createVirtualClock } from 'coevo/protocol'
import { fc, test as property } from '@fast-check/vitest'
import { expect, test } from 'vitest'

property.prop([fc.array(fc.tuple(fc.nat({ max: 5 }), fc.boolean()))])(
  'fires what was not cleared by due time, then by the order it was set in',
  (plan) => {
    const clock = createVirtualClock()
    const fired: number[] = []
    const timers = plan.map(([delay], i) => clock.setTimeout(() => fired.push(i), delay))
    for (const [i, [, cleared]] of plan.entries()) if (cleared) clock.clearTimeout(timers[i])
    while (clock.advance());
    const expected = plan
      .map(([delay, cleared], i) => ({ delay, cleared, i }))
      .filter(({ cleared }) => !cleared)
      .toSorted((a, b) => a.delay - b.delay)
    expect(fired).toEqual(expected.map(({ i }) => i))
  },
)

test('a timer set by a timer is due after it', () => {
  const clock = createVirtualClock()
  const fired: string[] = []
  clock.setTimeout(() => {
    fired.push('a')
    clock.setTimeout(() => fired.push('c'), 2)
  }, 2)
  clock.setTimeout(() => fired.push('b'), 3)
  while (clock.advance());
  expect(fired).toEqual(['a', 'b', 'c'])
  expect(clock.advance()).toBe(false)
})
