import * as fc from 'fast-check'
import type { Episode, RoleEpisode, Turn } from './experience.ts'

/** Where example episodes come from: the trained model and the size of the vocabulary. */
export const exampleModel = 'learner'
export const exampleVocabulary = 7

/** A turn whose prompts repeat often, with one to three completion tokens. */
export function exampleTurns(ply: number): fc.Arbitrary<Turn> {
  const token = fc.nat({ max: exampleVocabulary - 1 })
  const choice = fc.oneof(
    fc
      .tuple(token, fc.constantFrom(-1.5, -0.5))
      .map(([chosen, logprob]) => ({ chosen, allowed: null, logprob })),
    fc
      .tuple(fc.uniqueArray(token, { minLength: 1, maxLength: 3 }), fc.constantFrom(-0.25, -0.5, -1))
      .map(([ids, logprob]) => ({
        chosen: ids[0]!,
        allowed: ids.toSorted((a, b) => a - b),
        logprob: ids.length === 1 ? 0 : logprob,
      })),
  )
  return fc
    .tuple(
      fc.array(fc.nat({ max: 1 }), { minLength: 1, maxLength: 2 }),
      fc.array(choice, { minLength: 1, maxLength: 3 }),
    )
    .map(([prompt, choices]) => ({
      ply,
      prompt,
      completion: choices.map(({ chosen }) => chosen),
      logprobs: choices.map(({ logprob }) => logprob),
      allowed: choices.map(({ allowed }) => allowed),
    }))
}

/** An episode of two seats that move in turn; the second may be played by another model or a script. */
function episode(session: number): fc.Arbitrary<Episode> {
  return fc
    .tuple(
      fc.constantFrom('kuhn-poker', 'tic-tac-toe'),
      fc.constantFrom(exampleModel, 'other', null),
      fc
        .nat({ max: 4 })
        .chain((plies) => fc.tuple(...Array.from({ length: plies }, (_, ply) => exampleTurns(ply)))),
      fc.integer({ min: -2, max: 2 }),
    )
    .map(([game, second, drawn, value]) => {
      const role = (seat: number, model: string | null): RoleEpisode => ({
        role: `player-${seat}`,
        model,
        ...(model === null && { policy: 'script' }),
        turns: model === null ? [] : drawn.filter(({ ply }) => ply % 2 === seat),
        return: seat === 0 ? value : -value,
        illegal: 0,
        parseFailures: 0,
      })
      return { session, game, roles: [role(0, exampleModel), role(1, second)], end: 'finished' as const }
    })
}

/** Episodes with sessions 0, 1, … in that order. */
export const exampleEpisodes: fc.Arbitrary<readonly Episode[]> = fc
  .nat({ max: 8 })
  .chain((n) => fc.tuple(...Array.from({ length: n }, (_, session) => episode(session))))
