import { checkTask, defineTask, TASK_MOMENT, type Task } from 'coevo/task'
import { addition } from 'coevo/tasks/addition'
import { describe, expect, test } from 'vitest'

const change = (part: object) => ({ ...addition, ...part }) as unknown as Task

test.each<[object, string]>([
  [{ name: 'My Task' }, `Task "My Task": name: must be kebab-case: 'my-task'.`],
  [{ verify: undefined }, 'Task "addition": verify: must be a function.'],
  [{ dials: undefined }, 'Task "addition": dials: Invalid input: expected record, received undefined.'],
  [{ dials: { digits: { min: '1' } } }, 'Task "addition": dials.digits.min: '],
  [{ maxWords: 0 }, 'Task "addition": maxWords: Too small'],
  [{ vocabulary: 'a b' }, 'Task "addition": vocabulary: '],
  [{ parse: 1 }, 'Task "addition": parse: must be a function.'],
])('%o is refused with its place', (part, message) => {
  expect(() => defineTask(change(part))).toThrow(message)
})

describe('a method that fails is named, in a moment', () => {
  test.each<[object, string]>([
    [{ solve: () => undefined }, 'solve gives undefined, not a text'],
    [{ prompt: () => 3 }, 'prompt gives 3, not a text'],
    [{ verify: () => null }, 'verify gives null, not an object'],
    [{ difficulty: () => undefined }, 'difficulty gives undefined, not an object'],
    [
      {
        solve: () => {
          throw new Error('no idea')
        },
      },
      'solve throws: no idea',
    ],
  ])('%o', (part, message) => {
    const found = checkTask(change(part), TASK_MOMENT).map((violation) => violation.message)
    expect(found.join('\n')).toContain(message)
  })
})

test('a sound task has no violation, also in a moment', () => {
  expect(checkTask(addition, TASK_MOMENT)).toEqual([])
})
