import { playthrough, replay, solveByMinimax } from 'coevo/game'
import { dotsAndBoxes } from 'coevo/games/dots-and-boxes'
import { describeGame } from 'coevo/testing'
import { expect, test } from 'vitest'
import { expectGolden } from './golden.ts'
import { actionsOf } from './moves.ts'

describeGame(dotsAndBoxes)
describeGame(dotsAndBoxes.with({ rows: 1, columns: 1 }))
describeGame(dotsAndBoxes.with({ rows: 2, columns: 4 }), { visits: 300, playouts: 10 })

const TWO = ['a1 b1', 'b1 c1', 'a2 b2', 'b2 c2', 'a1 a2', 'c1 c2', 'b1 b2']
const row = dotsAndBoxes.with({ rows: 1, columns: 2 })

test('who closes two boxes with one line owns both', () => {
  const end = replay(row, actionsOf(row, TWO))
  expect(end.boxes).toEqual(['a', 'a'])
  expect(row.actor(end)).toBe('nobody')
  expect(row.returns(end)).toEqual([1, -1])
})

test('who closes a box draws again, who does not passes the turn', () => {
  const moves = ['a1 b1', 'b1 c1', 'a2 b2', 'b2 c2', 'a1 a2', 'b1 b2']
  const turns = moves.map((_, i) => replay(row, actionsOf(row, moves.slice(0, i + 1))).turn)
  expect(turns).toEqual([1, 0, 1, 0, 1, 1])
})

test('equal boxes are a draw', () => {
  const end = replay(row, actionsOf(row, ['a1 b1', 'a2 b2', 'a1 a2', 'b1 c1', 'b1 b2', 'b2 c2', 'c1 c2']))
  expect([end.boxes, row.returns(end)]).toEqual([
    ['a', 'b'],
    [0, 0],
  ])
})

/** Solves a grid by its margin alone: the boxes that the player to move gains over the other, by lines drawn. */
function margin(rows: number, columns: number): number {
  const side = (r: number, c: number) => 1 << ((rows + 1) * columns + r * (columns + 1) + c)
  const boxes = Array.from({ length: rows * columns }, (_, box) => {
    const [r, c] = [Math.floor(box / columns), box % columns]
    return (1 << (r * columns + c)) | (1 << ((r + 1) * columns + c)) | side(r, c) | side(r, c + 1)
  })
  const count = rows * (columns + 1) + columns * (rows + 1)
  const best = new Int8Array(1 << count)
  for (let drawn = (1 << count) - 2; drawn >= 0; drawn--) {
    let most = -128
    for (let line = 0; line < count; line++) {
      const next = drawn | (1 << line)
      if (next === drawn) continue
      const won = boxes.filter((box) => (next & box) === box && (drawn & box) !== box).length
      most = Math.max(most, won > 0 ? won + best[next]! : -best[next]!)
    }
    best[drawn] = most
  }
  return best[0]!
}

test.each([
  [1, 1, -1],
  [1, 2, 0],
  [1, 3, -1],
  [2, 2, 1],
])('with best play a grid of %d × %d ends as its margin says', (rows, columns, value) => {
  expect(Math.sign(margin(rows, columns))).toBe(value)
  expect(solveByMinimax(dotsAndBoxes.with({ rows, columns })).values[0]).toBe(value)
})

test('a playthrough reads as it did', () => {
  expectGolden(playthrough(row, actionsOf(row, TWO)), 'dots-and-boxes.golden.txt', import.meta)
})
