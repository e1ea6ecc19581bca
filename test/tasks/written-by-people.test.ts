import type { Json } from 'coevo/core'
import type { Task } from 'coevo/task'
import { addition } from 'coevo/tasks/addition'
import { countdown } from 'coevo/tasks/countdown'
import { instructions } from 'coevo/tasks/instructions'
import { linearEquations } from 'coevo/tasks/linear-equations'
import { maze } from 'coevo/tasks/maze'
import { sorting } from 'coevo/tasks/sorting'
import { sudoku } from 'coevo/tasks/sudoku'
import { describe, expect, test } from 'vitest'

/** Answers to a problem as people and language models write them. */
function written<Problem extends Json, Dials extends string>(
  task: Task<Problem, Dials>,
  prompt: string,
  right: readonly string[],
  wrong: readonly string[],
): void {
  describe(`${task.name}: ${prompt}`, () => {
    const problem = task.parse!(prompt)!
    test.each(right)('right: %s', (answer) => {
      expect(task.verify(problem, answer)).toEqual({ score: 1, readable: true })
    })
    test.each(wrong)('wrong: %s', (answer) => {
      expect(task.verify(problem, answer).score).toBeLessThan(1)
    })
  })
}

written(
  countdown,
  'make 8 4 of 2 5 , 3 , 7 , 4 =',
  [
    '(25+3)*(7-4)',
    '(25+3)*(7-4) = 84',
    '84 = (25+3)*(7-4)',
    '$(25+3)\\times(7-4)$',
    '(25 + 3) × (7 − 4)',
    '\\boxed{(25+3)\\cdot(7-4)}',
    '<think>25*3 = 75</think><answer>(25+3)*(7-4)</answer>',
  ],
  ['(25+3)*(7-4) = 85', '84', '84 = 84', '(25+3)*3', '(25+3)*(7-4) or 84', '25+3*(7-4)'],
)

written(
  addition,
  '1 0 0 0 + 1 2 =',
  ['1,012', '$1012$', '**1012**', '1{,}012', 'The answer is 1012.', '\\boxed{1012}', '1 0 1 2'],
  ['1,021', '1.012', '1012 or 1013', '1, 0 1 2', '\\boxed{1000 + 12', '<think>1012'],
)

written(
  linearEquations.with({ solutions: 'rational' }),
  '4 x + 7 = 2 x + 4 , x =',
  ['-3/2', 'x = -3/2', '$x=-\\frac{3}{2}$', '\\frac{-3}{2}', '-1.5', '−1.5', '\\boxed{x = -1.50}'],
  ['3/2', 'x = 1.5', '-\\frac{2}{3}', '-1.05', 'y = -3/2', '-1.5 or 1.5'],
)

written(
  maze,
  's # . / . . . / # # g =',
  [
    'down, right, right, down',
    'down -> right -> right -> down',
    'Down → Right → Right → Down',
    '["down", "right", "right", "down"]',
  ],
  ['down, right, down, right', 'right, down, right, down', 'down, right, right', 'down, right, right, up'],
)

written(
  sorting,
  'sort 3 1 2 1 =',
  ['1, 1, 2, 3', '[1,1,2,3]', '1123', '$1, 1, 2, 3$'],
  ['1, 2, 1, 3', '[3,2,1,1]', '1 , 1 2 3', '1, 2, 3'],
)

written(
  sudoku,
  '1 2 3 4 / 3 4 . 2 / 2 1 4 3 / 4 3 2 . =',
  [
    '[[1,2,3,4],[3,4,1,2],[2,1,4,3],[4,3,2,1]]',
    '1234\n3412\n2143\n4321',
    '1 2 | 3 4\n3 4 | 1 2\n----+----\n2 1 | 4 3\n4 3 | 2 1',
    '| 1 | 2 | 3 | 4 |\n|---|---|---|---|\n| 3 | 4 | 1 | 2 |\n| 2 | 1 | 4 | 3 |\n| 4 | 3 | 2 | 1 |',
  ],
  ['[[1,2,3,4],[3,4,2,1],[2,1,4,3],[4,3,1,2]]', '1234\n3412\n2143\n432', '1234\n3412\n2143\n432.'],
)

written(
  instructions,
  'words 3 , first red , avoid blue =',
  ['red, red, green', 'Red red green.', '"red green red"'],
  ['red, blue, green', 'green, red, red', 'red , red , green'],
)
