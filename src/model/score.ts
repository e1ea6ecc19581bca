import { UserError } from '../core/index.ts'
import type { Score, ScoreRequest } from './model.ts'
import type { Memo } from './memo.ts'
import { readAll, releaseAll } from './read.ts'
import { logProbability } from './sampling.ts'
import type { DecoderSession, Outlook, Reading } from './session.ts'
import { childOf } from './trie.ts'

/** A completion token that was one of several. */
interface Question {
  readonly allowed: readonly number[] | null
  readonly token: number
  /** Of the token in the completion. */
  readonly index: number
}

/** Scores all sequences with one version of the weights; equal ones are read once. */
export async function score(
  session: DecoderSession,
  memo: Memo,
  requests: readonly ScoreRequest[],
): Promise<Score[]> {
  const { context } = session.config
  const questions = requests.map((request, i) => questionsOf(request, i, context))
  const readings = new Map<string, Reading>()
  const keys = requests.map(({ prompt, completion }, i) => {
    const [last] = questions[i]!.slice(-1)
    if (last === undefined) return undefined
    const tokens = [...prompt, ...completion.slice(0, last.index)]
    const positions = questions[i]!.map(({ index }) => prompt.length + index - 1)
    const key = positions.length === 1 ? tokens.join() : `${tokens.join()}|${positions.join()}`
    readings.set(key, { tokens, positions })
    return key
  })
  const answers = new Map<string, readonly Outlook[]>()
  for (const [key, { tokens, positions }] of readings) {
    const outlook = positions.length === 1 ? memo.get(tokens) : undefined
    if (outlook !== undefined) answers.set(key, [outlook])
  }
  const open = [...readings].filter(([key]) => !answers.has(key))
  const reads = await readAll(
    session,
    open.map(([, reading]) => reading),
  )
  for (const [i, [key, { positions }]] of open.entries()) {
    const { outlooks } = reads[i]!
    answers.set(key, outlooks)
    if (positions.length === 1) memo.set(key, outlooks[0]!)
  }
  releaseAll(reads)
  return requests.map(({ completion }, i) => {
    const logprobs = completion.map(() => 0)
    for (const [n, { allowed, token, index }] of questions[i]!.entries()) {
      logprobs[index] = logProbability(answers.get(keys[i]!)![n]!, allowed, token)
    }
    return { logprobs }
  })
}

/** The tokens that need the network: those that were not forced. */
function questionsOf(
  { prompt, completion, constraint }: ScoreRequest,
  at: number,
  context: number,
): Question[] {
  if (prompt.length + completion.length > context)
    throw new UserError(
      `Sequence ${at} to score has ${prompt.length + completion.length} tokens; the model reads at most ${context}.`,
    )
  const questions: Question[] = []
  let node = constraint?.root
  for (const [index, token] of completion.entries()) {
    const allowed = node?.tokens ?? null
    if (allowed === null || allowed.length > 1) questions.push({ allowed, token, index })
    if (node === undefined) continue
    node = childOf(node, token)
    if (node === undefined)
      throw new UserError(
        `Sequence ${at} to score has the token ${token}, which its constraint does not allow.`,
      )
  }
  return questions
}
