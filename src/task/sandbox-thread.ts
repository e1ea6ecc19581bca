import { fileURLToPath } from 'node:url'
import { parentPort, workerData } from 'node:worker_threads'
import { importFailure, type Json } from '../core/index.ts'
import type { SandboxReply, SandboxTask } from './sandbox.ts'

type Verify = (problem: Json, answer: string) => unknown

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- threads have no origins
const tell = (reply: SandboxReply) => parentPort!.postMessage(reply)
const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

/** Finds the verifier among what a file exports. */
function find(exported: { readonly verify?: unknown; readonly default?: unknown }): Verify {
  const { default: usual } = exported
  const candidates = [
    exported.verify,
    usual,
    (usual as { readonly verify?: unknown } | null | undefined)?.verify,
  ]
  const verify = candidates.find((candidate) => typeof candidate === 'function')
  if (verify === undefined) throw new Error('it exports no function verify(problem, answer)')
  return verify as Verify
}

// Standard output belongs to the program, whose result stands there.
process.stdout.write = process.stderr.write.bind(process.stderr)

const { module: url } = workerData as SandboxTask
try {
  const verify = find((await import(url)) as object)
  parentPort!.on('message', ({ problem, answer }: { problem: Json; answer: string }) => {
    void judge(verify, problem, answer).then(tell)
  })
  tell({ kind: 'ready', value: null })
} catch (error) {
  tell({ kind: 'failed', error: `cannot be loaded: ${importFailure(fileURLToPath(url), error)}` })
}

/** Says what the verifier gives as plain data, or how it fails. */
async function judge(verify: Verify, problem: Json, answer: string): Promise<SandboxReply> {
  try {
    const text = JSON.stringify(await verify(problem, answer)) as string | undefined
    return { kind: 'verdict', value: text === undefined ? null : JSON.parse(text) }
  } catch (error) {
    return { kind: 'failed', error: `fails: ${messageOf(error)}` }
  }
}
