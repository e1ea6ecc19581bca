import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createRun, openRun, type RunStore } from '../../src/store/index.ts'

/** A run that prints a line a step, for tests that kill it: node killed-run.ts <root> [<folder to resume>]. */
const [root, folder] = process.argv.slice(2)
const header = { scenario: 'killed', source: null, seed: 3, options: {}, versions: {}, settings: {} }
const STEPS = 60

async function advance(store: RunStore): Promise<void> {
  console.log(store.folder)
  for (let step = (store.checkpoint?.step ?? 0) + 1; step <= STEPS; step++) {
    const metrics = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`metric-${i}`, i / step]))
    store.commitStep({ step, metrics })
    console.log(`step ${step}`)
    if (step % 3 !== 0) continue
    const write = (at: string) =>
      Promise.resolve(writeFileSync(join(at, 'weights'), `${step}`.repeat(1 << 18)))
    await store.commitCheckpoint({ step, state: step, write })
  }
  store.finish({ digest: store.digest })
  console.log(`digest ${store.digest}`)
  store.close()
}

await advance(folder === undefined ? createRun(root!, header) : openRun(folder))
