import { describeTask } from 'coevo/testing'
import { expect, test } from 'vitest'
import task from './task.ts'

describeTask(task, { texts: ['seven', '7.0', '[7]'] })

test('a digit that is not the largest is wrong', () => {
  expect(task.verify([3, 7, 2], '7')).toEqual({ score: 1, readable: true })
  expect(task.verify([3, 7, 2], '3')).toEqual({ score: 0, readable: true })
})
