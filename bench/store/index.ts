import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { parseArgs } from 'node:util'
import type { Message } from 'coevo/bus'
import type { Episode } from 'coevo/learn'
import { createRun } from 'coevo/store'

/** Rows a second that one step writes to a run folder, beside bare inserts into SQLite. */
interface Result {
  readonly benchmark: 'store'
  readonly goals: { readonly rows: number }
  readonly rowsPerSecond: Readonly<Record<string, number>>
}

const ROWS = 100_000
const REPEATS = 5

/** Writes 100,000 rows of each kind in one transaction and prints the best of five rates. */
export async function run(args: readonly string[]): Promise<Result> {
  const { values } = parseArgs({ args: [...args], options: { json: { type: 'boolean', default: false } } })
  const root = mkdtempSync(join(tmpdir(), 'coevo-bench-'))
  const header = { scenario: 'bench', source: null, seed: 1, options: {}, versions: {}, settings: {} }
  const store = createRun(root, header)
  const bare = new DatabaseSync(join(root, 'bare.sqlite'))
  bare.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT)',
  )
  const insert = bare.prepare('INSERT INTO t VALUES (?, ?)')
  const ways: Record<string, (step: number) => void> = {
    'bare inserts of a number and a text': (step) => {
      bare.exec('BEGIN')
      for (let i = 0; i < ROWS; i++) insert.run(step * ROWS + i, 'turn')
      bare.exec('COMMIT')
    },
    messages: (step) => store.commitStep({ step, journal: messages(step) }),
    'turns, with their sessions': (step) => store.commitStep({ step, episodes: episodes(step) }),
    metrics: (step) => store.commitStep({ step, timings: metrics }),
  }
  const rowsPerSecond: Record<string, number> = {}
  const fastest: Record<string, number> = {}
  for (let step = 0; step < REPEATS; step++)
    for (const [name, write] of Object.entries(ways)) {
      const begin = performance.now()
      write(step)
      fastest[name] = Math.min(fastest[name] ?? Infinity, performance.now() - begin)
    }
  for (const [name, milliseconds] of Object.entries(fastest)) {
    rowsPerSecond[name] = Math.round((ROWS * 1000) / milliseconds)
    if (!values.json) console.log(`${name.padEnd(38)} ${rowsPerSecond[name]} rows/s`)
  }
  bare.close()
  store.close()
  rmSync(root, { recursive: true })
  const result: Result = { benchmark: 'store', goals: { rows: 500_000 }, rowsPerSecond }
  if (values.json) console.log(JSON.stringify(result))
  return Promise.resolve(result)
}

const metrics = Object.fromEntries(Array.from({ length: ROWS }, (_, i) => [`metric-${i}`, i]))

/** Eight messages a session. */
function messages(step: number): Message[] {
  const payload = { legal: [0, 1], observation: 'seat first card queen moves none' }
  return Array.from({ length: ROWS }, (_, i) => {
    const session = `session-${step}-${i >> 3}`
    const seq = i & 7
    return {
      id: `${session}#${seq}`,
      session,
      from: 'referee',
      to: 'player-0',
      type: 'turn',
      payload,
      seq,
      cause: null,
    }
  })
}

/** Four turns a session: a prompt of twelve tokens and an answer of two. */
function episodes(step: number): Episode[] {
  const prompt = Array.from({ length: 12 }, (_, i) => i)
  const turn = (ply: number) => ({
    ply,
    prompt,
    completion: [3, 4],
    logprobs: [-0.1, -0.2],
    allowed: [[3, 5], null],
  })
  const role = { model: 'policy', return: 1, illegal: 0, parseFailures: 0 }
  return Array.from({ length: ROWS / 4 }, (_, i) => ({
    session: (step * ROWS) / 4 + i,
    game: 'kuhn-poker',
    roles: [0, 1].map((seat) => ({ ...role, role: `player-${seat}`, turns: [turn(seat), turn(seat + 2)] })),
    end: 'finished',
  }))
}
