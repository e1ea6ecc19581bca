import { test } from 'vitest'
import { temporaryFolder } from '../temporary-folder.ts'
import { expectSentence } from './broken-scenarios-check.ts'
import { brokenScenarios } from './broken-scenarios.ts'

const root = temporaryFolder('broken')

test.for(brokenScenarios())('$name', (broken) => expectSentence(root, broken))
