import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { digest, type Json } from '../../src/core/index.ts'
import { checkStep } from '../../src/store/rules.ts'
import type { Checkpoint, CheckpointContent, RunHeader, RunStore, StepRows } from '../../src/store/store.ts'

/** A run that lives as long as its process; only the files of checkpoints are on disk. */
export class MemoryRun implements RunStore {
  readonly id = 'memory'
  readonly folder = mkdtempSync(join(tmpdir(), 'coevo-memory-'))
  header: RunHeader
  checkpoint: Checkpoint | null = null
  result: Json | null = null
  #steps: StepRows[] = []

  constructor(header: RunHeader) {
    this.header = header
  }

  /** What a kill at this moment leaves. */
  killed(): MemoryRun {
    const copy = new MemoryRun(this.header)
    copy.checkpoint = this.checkpoint
    copy.result = this.result
    copy.#steps = this.#steps.filter(({ step }) => step <= (this.checkpoint?.step ?? -1))
    return copy
  }

  get digest(): string {
    const { scenario, seed, options } = this.header
    const steps = this.#steps.map(({ step, metrics = {}, episodes = [] }) => ({ step, metrics, episodes }))
    const folder = this.checkpoint?.folder
    const paths = folder === undefined ? [] : readdirSync(folder, { recursive: true, encoding: 'utf8' })
    const files = paths.toSorted().filter((path) => path.includes('.'))
    const texts = files.map((path) => [path, readFileSync(join(folder!, path), 'base64')])
    return digest({ scenario, seed, options, steps, texts } as unknown as Json)
  }

  commitStep(rows: StepRows): void {
    checkStep(rows, this.#steps.at(-1)?.step ?? -1, this.checkpoint?.step)
    const known = new Set(this.#all('episodes').map(({ session }) => session))
    if (rows.episodes?.some(({ session }) => known.has(session))) throw new Error('A session came twice')
    this.#steps.push(rows)
  }

  async commitCheckpoint(content: CheckpointContent): Promise<void> {
    const last = this.#steps.at(-1)?.step ?? -1
    if (content.step < last || content.step === this.checkpoint?.step)
      throw new Error(`A checkpoint of step ${content.step} cannot follow step ${last}`)
    const folder = mkdtempSync(join(this.folder, 'checkpoint-'))
    await content.write(folder)
    this.checkpoint = { step: content.step, folder, state: content.state }
  }

  changeCode({ versions, code }: Parameters<RunStore['changeCode']>[0]): void {
    const { changes = [], versions: before, code: old, ...rest } = this.header
    const change = { step: this.checkpoint?.step ?? 0, versions: before, code: old }
    this.header = { ...rest, versions, code, changes: [...changes, change] }
  }

  finish(result: Json): void {
    const last = this.#steps.at(-1)?.step
    if (last !== this.checkpoint?.step) throw new Error(`Step ${last} has rows that no checkpoint holds`)
    this.result = result
  }

  metrics(name?: string) {
    const rows = this.#steps.flatMap(({ step, metrics = {}, timings = {} }) =>
      [metrics, timings].flatMap((group, kind) =>
        Object.entries(group).map(([name, value]) => ({ step, name, value, timing: kind === 1 })),
      ),
    )
    return rows
      .filter((row) => name === undefined || row.name === name)
      .toSorted((a, b) => a.step - b.step || (a.name < b.name ? -1 : 1))
  }

  episodes(step?: number) {
    return this.#steps
      .filter((rows) => step === undefined || rows.step === step)
      .flatMap(({ episodes = [], kept }) => episodes.filter(({ session }) => kept?.has(session) ?? true))
  }

  journal(session: string) {
    return this.#all('journal').filter((message) => message.session === session)
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }

  #all<Part extends 'episodes' | 'journal'>(
    part: Part,
    step?: number,
  ): NonNullable<StepRows[Part]>[number][] {
    const steps = this.#steps.filter((rows) => step === undefined || rows.step === step)
    return steps.flatMap((rows) => [...(rows[part] ?? [])] as NonNullable<StepRows[Part]>[number][])
  }
}
