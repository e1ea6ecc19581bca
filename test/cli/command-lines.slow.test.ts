import { afterAll, expect, test } from 'vitest'
import { temporaryFolder } from '../temporary-folder.ts'
import { expectAnswer } from './command-lines.ts'

const root = temporaryFolder('command-lines')
// A line that was spoiled into something right makes its folders there.
const before = process.cwd()
process.chdir(root)
afterAll(() => process.chdir(before))

test('a spoiled command line is answered, or told in a sentence', async () => {
  const codes: number[] = []
  for (let number = 0; number < 3000; number++) codes.push(await expectAnswer(number))
  expect(codes.filter((code) => code === 2).length).toBeGreaterThan(codes.length / 2)
})
