import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { setTimeout as wait } from 'node:timers/promises'
import { oneLine, UserError } from 'coevo/core'
import { z } from 'zod'

/** What the process answers to one question. */
const answerSchema = z.object({
  id: z.int(),
  move: z.union([z.string(), z.number()]).optional(),
  /** Why it has no move. */
  error: z.string().optional(),
  usage: z
    .object({ prompt_tokens: z.int().nonnegative(), completion_tokens: z.int().nonnegative() })
    .nullish(),
})

export type LineAnswer = z.output<typeof answerSchema>

/** A process that reads questions and writes answers, a line of JSON each. */
export interface LineProcess {
  /** Whether it can still be asked. */
  readonly alive: boolean
  /** Asks it. @throws UserError that says in a sentence what went wrong; the process is gone then. */
  ask(question: { readonly id: number }): Promise<LineAnswer>
  stop(): void
}

/** The longest line that is read, in UTF-16 units. */
const LINE = 1 << 20
/** As much of its last words is kept. */
const LAST_WORDS = 4096
/** Milliseconds that it has to end by itself. */
const GRACE = 1000

/**
 * Starts a process, without a shell and out of reach of Ctrl-C. It ends when it is stopped, when it fails to answer,
 * and with this process.
 *
 * @param timeout milliseconds for an answer
 */
export function startLines(name: string, argv: readonly [string, ...string[]], timeout: number): LineProcess {
  const [program, ...rest] = argv
  const waiting = new Map<number, { resolve: (answer: LineAnswer) => void; reject: (error: Error) => void }>()
  let child: ChildProcessWithoutNullStreams | null = null
  let line = ''
  let lastWords = ''

  const kill = (signal: NodeJS.Signals = 'SIGKILL') => {
    try {
      // Whatever it has started itself goes with it.
      if (child?.pid !== undefined) process.kill(-child.pid, signal)
    } catch {
      child?.kill(signal)
    }
  }
  const killNow = () => kill()

  /** Ends it, and tells everybody who waits why. */
  function fail(what: string): void {
    if (child === null) return
    const said = oneLine(lastWords.trim().split('\n').at(-1) ?? '', 200)
    const error = new UserError(
      `'${oneLine(name)}' ${what}${said === '' ? '' : `; its last words: '${said}'`}.`,
    )
    kill()
    child = null
    process.off('exit', killNow)
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
  }

  function hear(text: string): void {
    const read = answerSchema.safeParse(parse(text))
    if (!read.success)
      return fail(`wrote '${oneLine(text, 80)}', which is no answer such as {"id": 1, "move": "…"}`)
    const asked = waiting.get(read.data.id)
    if (asked === undefined) return fail(`answered question ${read.data.id}, which is not open`)
    waiting.delete(read.data.id)
    asked.resolve(read.data)
  }

  const started = spawn(program, rest, { stdio: 'pipe', detached: true })
  child = started
  process.once('exit', killNow)
  started.stdout.setEncoding('utf8').on('data', (text: string) => {
    const lines = (line + text).split('\n')
    line = lines.pop()!
    for (const each of lines) if (child === started && each.trim() !== '') hear(each)
    if (line.length > LINE) fail(`writes more than ${LINE >> 20} MiB without ending the line`)
  })
  started.stderr.setEncoding('utf8').on('data', (text: string) => {
    lastWords = (lastWords + text).slice(-LAST_WORDS)
  })
  // A process that has ended reads nothing: 'close' says so.
  started.stdin.on('error', () => {})
  started.on('error', (error: NodeJS.ErrnoException) =>
    fail(`cannot be started (${error.code ?? error.message})`),
  )
  started.on('close', (code, signal) =>
    fail(`ended ${signal === null ? `with code ${code}` : `by ${signal}`}`),
  )

  return {
    get alive() {
      return child !== null
    },
    ask(question) {
      const answered = new Promise<LineAnswer>((resolve, reject) => {
        if (child === null) return reject(new UserError(`'${oneLine(name)}' is not running.`))
        waiting.set(question.id, { resolve, reject })
        child.stdin.write(`${JSON.stringify(question)}\n`)
      })
      const over = new AbortController()
      const late = wait(timeout, undefined, { signal: over.signal }).then(
        () => fail(`did not answer within ${timeout / 1000} s`),
        () => {},
      )
      void late
      return answered.finally(() => over.abort())
    },
    stop() {
      if (child === null) return
      child.stdin.end()
      kill('SIGTERM')
      const stopped = child
      stopped.once('close', () => process.off('exit', killNow))
      void wait(GRACE, undefined, { ref: false }).then(() => {
        if (stopped.exitCode === null && stopped.signalCode === null) kill()
      })
      for (const { reject } of waiting.values()) reject(new UserError(`'${oneLine(name)}' was stopped.`))
      waiting.clear()
    },
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
