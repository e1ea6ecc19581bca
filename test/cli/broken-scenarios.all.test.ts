import { stream } from 'coevo/core'
import { test } from 'vitest'
import { temporaryFolder } from '../temporary-folder.ts'
import { expectSentence } from './broken-scenarios-check.ts'
import { brokenScenarios } from './broken-scenarios.ts'

const root = temporaryFolder('broken')
const all = brokenScenarios()
const random = stream(11, 'broken scenarios')
const drawn = new Set(Array.from({ length: 12 }, () => all[random.int(all.length)]!))

test.for([...drawn])('$name', (broken) => expectSentence(root, broken))
