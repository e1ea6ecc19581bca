import {
  banded,
  failurePrioritised,
  learnability,
  mixedArms,
  mixedBoxes,
  sec,
  tsclWindow,
  uniformArms,
  uniformBox,
  oracleWindow,
  type ArmCurriculum,
} from 'coevo/curriculum'
import { describeCurriculum } from 'coevo/testing'
import { describe, expect, test } from 'vitest'
import { teach } from './student.ts'

const arms = ['1', '2', '3', '4', '5']
const box = { digits: [1, 9], carries: [0, 1] } as const

const all: Readonly<Record<string, () => ArmCurriculum>> = {
  'failure-prioritised': () => failurePrioritised({ arms }),
  'failure-prioritised without smoothing': () => failurePrioritised({ arms, smoothing: 0, decay: 1 }),
  learnability: () => learnability({ arms }),
  'learnability without smoothing': () => learnability({ arms, smoothing: 0, uniform: 0.2 }),
  banded: () => banded({ arms }),
  'a mixture': () =>
    mixedArms([{ curriculum: sec({ arms }), weight: 3 }, { curriculum: tsclWindow({ arms }) }]),
}
for (const [name, fresh] of Object.entries(all)) describeCurriculum(name, fresh)
describeCurriculum('a mixture over a box', () =>
  mixedBoxes([{ curriculum: uniformBox({ box }) }, { curriculum: oracleWindow({ box }), weight: 2 }]),
)

describe('by success', () => {
  /** Three arms that succeed never, half the time and always. */
  const seen = (curriculum: ArmCurriculum) => {
    curriculum.update([
      { choice: 0, returns: [0, 0] },
      { choice: 1, returns: [0, 1] },
      { choice: 2, returns: [1, 1] },
    ])
    return curriculum.probabilities()
  }
  const three = { arms: ['never', 'half', 'always'] }
  const close = (values: readonly number[]) => values.map((value): unknown => expect.closeTo(value, 12))

  test('failures first: in proportion to 1 − success', () => {
    expect(seen(failurePrioritised({ ...three, smoothing: 0 }))).toEqual(close([2 / 3, 1 / 3, 0]))
    // With two attempts supposed, one of them right: ¼, ½ and ¾.
    expect(seen(failurePrioritised(three))).toEqual(close([1 / 2, 1 / 3, 1 / 6]))
  })

  test('learnability: in proportion to p (1 − p)', () => {
    expect(seen(learnability({ ...three, smoothing: 0 }))).toEqual(close([0, 1, 0]))
    expect(seen(learnability(three))).toEqual(close([3 / 10, 4 / 10, 3 / 10]))
  })

  test('banded: those in the band, or those nearest to it', () => {
    expect(seen(banded({ ...three, smoothing: 0, uniform: 0 }))).toEqual(close([0, 1, 0]))
    expect(seen(banded({ ...three, smoothing: 0 }))).toEqual(close([0.1 / 3, 0.9 + 0.1 / 3, 0.1 / 3]))
    expect(seen(banded({ ...three, smoothing: 0, uniform: 0, band: [0.8, 0.9] }))).toEqual(close([0, 0, 1]))
  })

  test('older returns count less', () => {
    const curriculum = failurePrioritised({ arms: ['a'], decay: 0.5, smoothing: 0 })
    curriculum.update([{ choice: 0, returns: [0, 0] }])
    curriculum.update([{ choice: 0, returns: [1] }])
    expect(curriculum.metrics()['curriculum/success/a']).toBeCloseTo(1 / 2, 12)
  })

  test.each([
    ['learnability', () => learnability({ arms })],
    ['banded', () => banded({ arms })],
  ])('%s takes a student from easy to hard, sooner than by chance', (_, fresh) => {
    const { steps, middles } = teach(fresh())
    expect(middles).toEqual(middles.toSorted((a, b) => a - b))
    expect(steps).toBeLessThan(teach(uniformArms({ arms })).steps)
  })
})

describe('a mixture', () => {
  test('draws from each as often as its weight says, and all learn', () => {
    const two = { arms: ['a', 'b'] }
    const parts = [failurePrioritised({ ...two, smoothing: 0 }), uniformArms(two)] as const
    const mixture = mixedArms([{ curriculum: parts[0], weight: 3 }, { curriculum: parts[1] }])
    mixture.update([
      { choice: 0, returns: [0] },
      { choice: 1, returns: [1] },
    ])
    expect(parts[0].probabilities()).toEqual([1, 0])
    expect(mixture.probabilities()).toEqual([expect.closeTo(7 / 8, 12), expect.closeTo(1 / 8, 12)])
  })
})

test.each([
  [
    () => banded({ arms, band: [0.8, 0.2] }),
    'banded: the band goes from 0.8 to 0.2; give the lower end first.',
  ],
  [() => learnability({ arms, decay: 0 }), 'learnability: decay is 0; it must be above 0 and at most 1.'],
  [() => failurePrioritised({ arms, smoothing: -1 }), 'smoothing is -1; it must be from 0 on.'],
  [() => mixedArms([]), 'mixture: there are no curricula; give one at least.'],
  [() => mixedArms([{ curriculum: sec({ arms }), weight: 0 }]), 'mixture: weight is 0; it must be above 0.'],
  [
    () => mixedArms([{ curriculum: sec({ arms }) }, { curriculum: uniformArms({ arms: ['a'] }) }]),
    "mixture: 'sec' and 'uniform' choose among different things; give them the same.",
  ],
])('mistakes are told in a sentence: %#', (mistake, sentence) => expect(mistake).toThrow(sentence))
