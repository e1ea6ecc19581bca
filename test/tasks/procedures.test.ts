import { procedures } from 'coevo/tasks/procedures'
import { fc, test as fcTest } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { anyProblem } from './any-problem.ts'
import { expectGoldenTask } from './golden.ts'
import { describeLaws } from './laws.ts'

const kinds = ['bubble', 'rotate', 'stack', 'rewrite', 'insert'] as const

describe.each(kinds)('%s', (kind) => {
  const task = procedures.with({ kind })
  describeLaws(task)

  fcTest.prop([anyProblem(task), fc.nat(5)])('a slip costs the steps from there on', (problem, at) => {
    fc.pre(at < problem.instructions.length)
    const steps = task.solve(problem).split(' , ')
    const slip = steps.with(at, `${steps[at]} 0`).join(' , ')
    expect(task.verify(problem, slip)).toEqual({ score: at / steps.length, readable: true })
  })
})

test.each([
  ['bubble', '3 1 2 0 : pass , pass', '1 2 0 3 , 1 0 2 3'],
  ['rotate', '1 2 3 4 : left 1 , right 3 , left 9', '2 3 4 1 , 3 4 1 2 , 4 1 2 3'],
  ['stack', '1 2 : push 9 , add , swap , double , drop', '1 2 9 , 1 1 , 1 1 , 1 1 1 , 1 1'],
  ['rewrite', '1 2 1 2 : 1 2 > 2 1 , 9 9 > 0 0', '2 1 1 2 , 2 1 1 2'],
  ['insert', '1 2 : put 9 at 1 , put 8 at 3', '1 9 2 , 1 9 2 8'],
] as const)('%s: %s', (kind, prompt, answer) => {
  const task = procedures.with({ kind })
  expect(task.solve(task.parse!(`${prompt} =`)!)).toBe(answer)
})

test.each([
  ['bubble', '1 2 : left 1 ='],
  ['stack', '1 2 : drop , drop ='],
  ['stack', '1 2 : constructor ='],
  ['insert', '1 2 : put 3 at 3 ='],
  ['rotate', '1 2 : left 1'],
  ['rotate', '1 2 : ='],
  ['rotate', '1 : left 1 ='],
] as const)('%s: %j is no problem', (kind, prompt) => {
  expect(procedures.with({ kind }).parse!(prompt)).toBeNull()
})

fcTest.prop([anyProblem(procedures)])('enough passes of bubble sort sort', ({ items }) => {
  const instructions = items.map(() => 'pass')
  const last = procedures.solve({ items, instructions }).split(' , ').at(-1)
  expect(last).toBe(items.toSorted((a, b) => a - b).join(' '))
})

test('a few problems read as they did', () => {
  expectGoldenTask(
    'procedures',
    kinds.map((kind) => [procedures.with({ kind })] as const),
    import.meta,
  )
})
