import { audit } from 'coevo/agents/audit-session'
import { RIGHT, WRONG } from 'coevo/agents/classroom/words'
import { withTrueVerdicts } from 'coevo/agents/work/true-verdicts'
import { describeSession } from 'coevo/testing'
import { expect, test } from 'vitest'
import { doubling as task, fakeChooser } from '../doubling.ts'

const models = () => ({ solver: fakeChooser(), judge: fakeChooser() })
const audits = audit({
  task,
  request: () => 'pose',
  generator: { name: 'poser', say: (_, random) => `twice ${random.int(5)}` },
  solver: { model: 'solver', texts: (digit) => [String(2 * digit), '7'] },
  verifier: { model: 'judge', texts: [RIGHT, WRONG] },
  answers: 3,
})
const shown = withTrueVerdicts(audits)

describeSession('audits with true verdicts', () => ({ kind: shown, models: models() }))

test('a verifier is shown the truth about each answer, whatever it said', async () => {
  const sessions = Array.from({ length: 20 }, (_, i) => i)
  const context = { seed: 1, concurrency: 8, sessions, models: models() }
  const [before, after] = [await audits.play(context), await shown.play(context)]
  const { tokenizer } = context.models.judge
  for (const [i, { roles }] of after.entries()) {
    const [solver, , verifier] = roles
    expect([solver, verifier!.return]).toEqual([before[i]!.roles[0], before[i]!.roles[2]!.return])
    for (const { prompt, completion, logprobs, reward } of verifier!.turns) {
      const [, question, answer] = /question (.*) answer (.*) verdict/.exec(tokenizer.decode(prompt))!
      const truth = task.verify(task.parse!(question!)!, answer!).score === 1
      expect(tokenizer.decode(completion.slice(0, -1))).toBe(truth ? RIGHT : WRONG)
      expect(completion.at(-1)).toBe(tokenizer.endOfTurn)
      expect([logprobs, reward]).toEqual([[0, 0], 1])
    }
  }
  const said = new Set(before.flatMap(({ roles }) => roles[2]!.turns.map(({ reward }) => reward)))
  expect(said).toEqual(new Set([1, -1]))
})
