import type { Random } from 'coevo/core'

/** A square of cells with walls, row by row; where the way begins and ends. */
export type Maze = {
  readonly size: number
  /** The cells that are walls, in ascending order. */
  readonly walls: readonly number[]
  readonly start: number
  readonly goal: number
}

export const MOVES = ['up', 'down', 'left', 'right'] as const
export type Move = (typeof MOVES)[number]

/** The cell after a move, or null outside the square or in a wall. */
export function step({ size, walls }: Pick<Maze, 'size' | 'walls'>, cell: number, move: Move): number | null {
  const [row, column] = [Math.floor(cell / size), cell % size]
  const [down, right] = { up: [-1, 0], down: [1, 0], left: [0, -1], right: [0, 1] }[move] as [number, number]
  const [y, x] = [row + down, column + right]
  if (y < 0 || y >= size || x < 0 || x >= size) return null
  return walls.includes(y * size + x) ? null : y * size + x
}

/** Finds a shortest way from the start to the goal, by breadth-first search; null where there is none. */
export function shortestPath(maze: Maze): Move[] | null {
  const reached = new Map<number, { from: number; move: Move } | null>([[maze.start, null]])
  // A map is visited in the order of insertion, what is added meanwhile too: it is the queue.
  for (const [cell] of reached) {
    if (cell === maze.goal) break
    for (const move of MOVES) {
      const next = step(maze, cell, move)
      if (next !== null && !reached.has(next)) reached.set(next, { from: cell, move })
    }
  }
  if (!reached.has(maze.goal)) return null
  const path: Move[] = []
  for (let by = reached.get(maze.goal); by; by = reached.get(by.from)) path.unshift(by.move)
  return path
}

/** How many moves two cells are apart where there are no walls. */
function distance(size: number, a: number, b: number): number {
  return Math.abs(Math.floor(a / size) - Math.floor(b / size)) + Math.abs((a % size) - (b % size))
}

/**
 * Draws a start and a goal at least size - 1 moves apart, then walls in drawn places, none of which parts start from
 * goal: so many, or as many as there can be.
 */
export function drawMaze(size: number, walls: number, random: Random): Maze {
  const cells = Array.from({ length: size * size }, (_, cell) => cell)
  const take = (from: number[]) => from.splice(random.int(from.length), 1)[0]!
  const start = take(cells)
  // From the middle a corner is so far, from anywhere else another one is farther.
  const goal = take(cells.filter((cell) => distance(size, start, cell) >= size - 1))
  cells.splice(cells.indexOf(goal), 1)
  let maze: Maze = { size, walls: [], start, goal }
  while (cells.length > 0 && maze.walls.length < walls) {
    const narrower = { ...maze, walls: [...maze.walls, take(cells)].toSorted((a, b) => a - b) }
    if (shortestPath(narrower) !== null) maze = narrower
  }
  return maze
}
