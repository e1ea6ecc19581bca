import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ownCode, UserError, type Json } from '../../core/index.ts'
import type { GameTree, Strategy } from '../../game/index.ts'
import { openCache } from '../../store/index.ts'

/** What was asked of a solver. */
export interface Task {
  readonly tree: GameTree
  readonly algorithm: string
  /** Null for an exact method. */
  readonly iterations: number | null
  readonly seed: number
}

/** What it answered. */
export interface Solved {
  readonly strategy: Strategy
  /** How many were run; null for an exact method. */
  readonly iterations: number | null
  /** How long it took, the listing of the states included. */
  readonly seconds: number
}

const STRATEGY = 'strategy.bin'
const FACTS = 'facts.json'

/** Finds what was solved before; null where that was never asked, or is no longer whole. */
export function findSolved(task: Task): Solved | null {
  const folder = solutions().find(keyOf(task))
  if (folder === null) return null
  const bytes = readFileSync(join(folder, STRATEGY))
  const strategy = new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length))
  return { strategy, ...(JSON.parse(readFileSync(join(folder, FACTS), 'utf8')) as Omit<Solved, 'strategy'>) }
}

/** Stores an answer for the next time. Returns why it cannot be, which is no reason to lose it; null where it is. */
export async function keepSolved(task: Task, { strategy, ...facts }: Solved): Promise<string | null> {
  try {
    await solutions().keep(keyOf(task), (folder) => {
      writeFileSync(join(folder, STRATEGY), bytesOf(strategy))
      writeFileSync(join(folder, FACTS), `${JSON.stringify(facts)}\n`)
    })
    return null
  } catch (error) {
    if (error instanceof UserError) return error.message
    throw error
  }
}

const solutions = () => openCache('solutions')

/** Names the game by all that a solver sees of it, so that a game whose rules have changed is another; and the solver. */
function keyOf({ tree, algorithm, iterations, seed }: Task): Json {
  return { coevo: ownCode(), game: tree.game.name, tree: digestOf(tree), algorithm, iterations, seed }
}

function digestOf({ game, informationSets, ...tree }: GameTree): string {
  const hash = createHash('sha256')
  const arrays = ['actor', 'informationSet', 'firstEdge', 'child', 'chance', 'returns'] as const
  for (const name of arrays) {
    const bytes = bytesOf(tree[name])
    hash.update(`${name} ${bytes.length}\n`).update(bytes)
  }
  for (const { key, state, actions } of informationSets)
    hash.update(`${JSON.stringify([key, actions.map((action) => game.label(state, action))])}\n`)
  return hash.digest('hex')
}

function bytesOf({ buffer, byteOffset, byteLength }: NodeJS.TypedArray): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength)
}
