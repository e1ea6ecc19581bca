import { cpSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stream, UserError, type Random } from 'coevo/core'
import { resume, run, type RunEvent } from 'coevo/scenario'
import { openRun } from 'coevo/store'
import { expect } from 'vitest'
import { coinScenario } from './fakes.ts'

/** A run as a kill leaves it, half-way, with a log that is not yet in the database; and its digest when finished. */
export async function killedRun(root: string): Promise<{ folder: string; digest: string }> {
  const whole = await run(coinScenario, { seed: 3, out: join(root, 'whole') })
  const stop = new AbortController()
  const onEvent = (event: RunEvent) => event.type === 'step' && event.step === 4 && stop.abort()
  const { run: halted } = await run(coinScenario, { seed: 3, out: root, signal: stop.signal, onEvent })
  const folder = join(root, 'killed')
  const copied = (event: RunEvent) => {
    if (event.type === 'checkpoint' && event.step === 9) cpSync(halted, folder, { recursive: true })
  }
  await resume(coinScenario, { folder: halted, onEvent: copied })
  return { folder, digest: whole.digest }
}

/** Ways to damage a file, each drawn from a stream. */
const DAMAGES: Readonly<Record<string, (path: string, random: Random) => void>> = {
  lost: (path) => rmSync(path),
  emptied: (path) => writeFileSync(path, ''),
  cut: (path, random) =>
    writeFileSync(path, readFileSync(path).subarray(0, random.int(statSync(path).size + 1))),
  flipped(path, random) {
    const bytes = readFileSync(path)
    if (bytes.length > 0) bytes[random.int(bytes.length)]! ^= 1 << random.int(8)
    writeFileSync(path, bytes)
  },
  zeroed(path, random) {
    const bytes = readFileSync(path)
    const from = random.int(bytes.length + 1)
    writeFileSync(path, bytes.fill(0, from, Math.min(bytes.length, from + 512)))
  },
  'longer than it was': (path, random) =>
    writeFileSync(
      path,
      Buffer.concat([readFileSync(path), Buffer.alloc(1 + random.int(5000), random.int(256))]),
    ),
}

/**
 * Damages one file of a copy of the run and takes it up again: it ends with the digest of the run that was not
 * damaged, or is refused in one sentence, and then nothing of it has changed but what the sentence says.
 */
export async function expectTruth(
  { folder, digest }: { readonly folder: string; readonly digest: string },
  number: number,
): Promise<string> {
  const random = stream('damage', number)
  const copy = `${folder}-${number}`
  cpSync(folder, copy, { recursive: true })
  const files = readdirSync(copy, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(copy, name)).isFile())
    .toSorted()
  const file = files[random.int(files.length)]!
  const kinds = Object.keys(DAMAGES)
  const kind = kinds[random.int(kinds.length)]!
  DAMAGES[kind]!(join(copy, file), random)
  const what = `${file} ${kind}`
  try {
    const result = await resume(coinScenario, { folder: copy })
    expect({ what, digest: result.digest }).toEqual({ what, digest })
    const store = openRun(copy)
    expect({ what, digest: store.digest }).toEqual({ what, digest })
    store.close()
    return `${what}: held`
  } catch (error) {
    if (!(error instanceof UserError)) throw new Error(`${what}: ${String(error)}`, { cause: error })
    // oxlint-disable-next-line no-control-regex -- that is what must not be there
    expect(error.message).toMatch(/^[^\x00-\x1f\x7f]+\.$/)
    return `${what}: told`
  } finally {
    rmSync(copy, { recursive: true })
  }
}
