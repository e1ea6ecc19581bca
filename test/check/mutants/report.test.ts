import { checkProtocol, formatViolation } from 'coevo/check'
import { expect, test } from 'vitest'
import { expectGolden } from '../../games/golden.ts'
import { exampleMutants } from './examples.ts'
import { matchMutants } from './match.ts'

test.for<readonly [name: string, file: string]>([
  ['a referee waits for a move without a timeout', 'no-timeout.golden.md'],
  ['a late answer counts for the next turn', 'late-answer.golden.md'],
  ['an acceptor forgets when it restarts what it promised and accepted', 'forgetful-acceptor.golden.md'],
])('the report of %s', async ([name, file]) => {
  const { system } = [...matchMutants, ...exampleMutants].find((mutant) => mutant.name === name)!
  const { protocol, violations } = await checkProtocol(system)
  expect(violations).toHaveLength(1)
  expectGolden(formatViolation(violations[0]!, { protocol, system: system.name }), file, import.meta)
})
