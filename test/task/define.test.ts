import { UserError } from 'coevo/core'
import { taskNamed, taskParameters, type Task } from 'coevo/task'
import { describeTask } from 'coevo/testing'
import { describe, expect, it } from 'vitest'
import { sums } from './sums.ts'

const tasks: readonly Task[] = [sums]

describeTask(sums)
describeTask(sums.with({ check: true }))

describe('a family of tasks', () => {
  it('is the task of its defaults', () => {
    expect(sums.with({})).toBe(sums)
    expect(sums.solve([12, 30])).toBe('4 2')
  })

  it('names a task after what differs', () => {
    const checked = sums.with({ check: true })
    expect(checked.name).toBe('sums:check=true')
    expect(checked.title).toBe('Sums (check true)')
    expect(checked.solve([12, 30])).toBe('even 4 2')
  })

  it('lists its parameters', () => {
    expect(taskParameters(sums)).toEqual([
      {
        name: 'check',
        default: false,
        description: 'whether the parity of the sum is written before it',
      },
    ])
  })
})

describe('taskNamed', () => {
  it('finds a task by its name, and one with parameters', () => {
    expect(taskNamed('sums', tasks)).toBe(sums)
    expect(taskNamed('sums:check=true', tasks).name).toBe('sums:check=true')
  })

  it.each([
    ['sumz', "There is no task 'sumz'; did you mean 'sums'? Known: sums."],
    ['sums:chek=true', "Task 'sums' has no parameter 'chek'; did you mean 'check'? Its parameters: check."],
    ['sums:check=maybe', "Parameter 'check' of task 'sums' cannot be maybe: Invalid input: expected boolean"],
    ['sums:check', "'check' is no parameter of task 'sums'; write name=value, with commas between several."],
  ])("refuses '%s' in one sentence", (text, message) => {
    expect(() => taskNamed(text, tasks)).toThrow(UserError)
    expect(() => taskNamed(text, tasks)).toThrow(message)
  })
})
