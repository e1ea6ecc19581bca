import { defineTask } from 'coevo/task'
import { drawMaze, MOVES, shortestPath, step, type Maze, type Move } from './grids/maze.ts'
import { listWords, splitWords, UNREADABLE, verdict, wordsOf } from './words/answer.ts'

const [LEAST, MOST] = [2, 7]
const MOST_WALLS = 0.5

/**
 * The cells of a longest shortest path, at most. No two of its cells touch but neighbours on it, so each of the
 * n² - p others touches at most 4 of its p cells, and each of these has 2 sides that touch no other cell of the
 * path, its ends one more, of which at most 4 n are the border's: 2 p + 2 - 4 n ≤ 4 (n² - p).
 */
const LONGEST = Math.floor((4 * MOST * MOST + 4 * MOST - 2) / 6)

const mostWalls = (size: number) => Math.floor(MOST_WALLS * size * size)

const isMove = (word: string): word is Move => (MOVES as readonly string[]).includes(word)

/** Where moves lead, or null where one of them cannot be made. */
function walk(maze: Maze, moves: readonly Move[]): number | null {
  let cell: number | null = maze.start
  for (const move of moves) if (cell !== null) cell = step(maze, cell, move)
  return cell
}

/**
 * Finds a shortest way through a maze: 's # . / . . . / # # g =' is answered 'down right right down'.
 *
 * Rows are separated by '/'; '#' is a wall, 's' the start, 'g' the goal. Any shortest way is right. The dials are
 * the `size` of the square and the share of its cells that are `walls`; where so many would close every way, there
 * are as many as fit.
 */
export const maze = defineTask<Maze, 'size' | 'walls'>({
  name: 'maze',
  title: 'Maze',
  rules:
    "Find a shortest way from s to g. Rows are separated by '/', walls are '#'. Write the moves, each a word: " +
    'up, down, left or right.',
  dials: {
    size: { min: LEAST, max: MOST, kind: 'whole', default: 4, description: 'cells of a row' },
    walls: {
      min: 0,
      max: MOST_WALLS,
      kind: 'real',
      default: 0.25,
      description: 'share of the cells that are walls',
    },
  },
  vocabulary: ['.', '#', 's', 'g', '/', '=', ...MOVES],
  maxWords: LONGEST - 1,
  generate: ({ size, walls }, random) =>
    drawMaze(size, Math.min(Math.round(walls * size * size), mostWalls(size)), random),
  difficulty: ({ size, walls }) => ({ size, walls: walls.length / (size * size) }),
  prompt({ size, walls, start, goal }) {
    const cell = (at: number) => (at === start ? 's' : at === goal ? 'g' : walls.includes(at) ? '#' : '.')
    const rows = Array.from({ length: size }, (_, row) =>
      Array.from({ length: size }, (_, column) => cell(row * size + column)).join(' '),
    )
    return `${rows.join(' / ')} =`
  },
  solve: (problem) => shortestPath(problem)!.join(' '),
  verify(problem, answer) {
    const moves = listWords(answer)
    if (moves.length === 0 || !moves.every(isMove)) return UNREADABLE
    return verdict(moves.length === shortestPath(problem)!.length && walk(problem, moves) === problem.goal)
  },
  parse(prompt) {
    const words = wordsOf(prompt)
    const rows = splitWords(words.slice(0, -1), '/')
    const size = rows.length
    if (words.at(-1) !== '=' || size < LEAST || size > MOST) return null
    if (rows.some((row) => row.length !== size)) return null
    const cells = rows.flat()
    const places = (word: string) => cells.flatMap((cell, at) => (cell === word ? [at] : []))
    const [walls, starts, goals] = [places('#'), places('s'), places('g')]
    if (starts.length !== 1 || goals.length !== 1 || walls.length > mostWalls(size)) return null
    if (walls.length + places('.').length + 2 !== cells.length) return null
    const problem = { size, walls, start: starts[0]!, goal: goals[0]! }
    return shortestPath(problem) === null ? null : problem
  },
})
