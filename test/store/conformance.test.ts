import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { describeStore } from '../../src/store/conformance.ts'
import { createRun, openRun } from '../../src/store/index.ts'
import { MemoryRun } from './memory.ts'
import { temporaryFolder } from '../temporary-folder.ts'

const root = temporaryFolder('store')

describeStore('memory', {
  create: (header) => new MemoryRun(header),
  kill: (store) => (store as MemoryRun).killed(),
})

let copies = 0
describeStore('SQLite', {
  create: (header) => createRun(root, header),
  // The files as they are while the store is open, write-ahead log included, are what a kill leaves.
  kill(store) {
    const copy = join(root, `killed-${copies++}`)
    cpSync(store.folder, copy, { recursive: true })
    return openRun(copy)
  },
})
