import { setImmediate } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { UserError } from '../../core/index.ts'
import { checkGame, MOMENT, type Game } from '../../game/index.ts'
import { checkTask, TASK_MOMENT, type Task } from '../../task/index.ts'
import { resolveFromCoevo } from '../resolve.ts'
import type { AuditReply, AuditTask } from './audit-file.ts'
import { gameAudit, taskAudit, type Audit } from './findings.ts'
import { openMarks } from './marks.ts'
import { subjectsOf, type Subjects } from './subjects.ts'
import { watched } from './watched.ts'

const { url, memory, request, scope } = workerData as AuditTask
const marks = openMarks(memory)

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- threads have no origins
const tell = (reply: AuditReply) => parentPort!.postMessage(reply)

const auditGame = (game: Game): Audit =>
  gameAudit(game.name, checkGame(watched(game, marks), scope === 'moment' ? MOMENT : {}))
const auditTask = (task: Task): Audit =>
  taskAudit(task.name, checkTask(watched(task, marks), scope === 'moment' ? TASK_MOMENT : {}))

/** Loads the file and finds what there is to audit. */
async function load(): Promise<Subjects | null> {
  marks.write('import')
  const module = (await import(url)) as Readonly<Record<string, unknown>>
  marks.write('build')
  return subjectsOf(module, request)
}

resolveFromCoevo()
try {
  const subjects = await load()
  const audits = subjects && [...subjects.games.map(auditGame), ...subjects.tasks.map(auditTask)]
  // What was rejected meanwhile is told before the end.
  await setImmediate()
  tell({ kind: 'done', audits })
} catch (error) {
  const reason = error instanceof Error ? error.message : String(error)
  tell({ kind: 'unloaded', reason, isUserError: error instanceof UserError })
}
