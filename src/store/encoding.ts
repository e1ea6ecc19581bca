import { canonicalJson } from '../core/index.ts'
import type { Episode, Turn } from '../learn/experience.ts'

/** A turn as bytes, little-endian; the other fields are views of parts of `bytes`. */
export interface EncodedTurn {
  readonly ply: number
  readonly seat: number
  /** Four int32 (ply and the lengths of what follows), then logprobs, prompt, completion, allowed. */
  readonly bytes: Uint8Array
  /** Float64 per completion token. */
  readonly logprobs: Uint8Array
  /** Int32 per token. */
  readonly prompt: Uint8Array
  /** Int32 per token. */
  readonly completion: Uint8Array
  /** Per completion token an int32 count, −1 for null, followed by that many int32 ids. */
  readonly allowed: Uint8Array
}

export interface EncodedEpisode {
  readonly session: number
  readonly game: string
  readonly end: Episode['end']
  /** JSON: by seat, everything of a role but its turns. */
  readonly roles: string
  /** Canonical JSON of the episode without its turns, but with their number. */
  readonly header: string
  readonly turns: readonly EncodedTurn[]
}

const HEADER = 16

export function encodeEpisode({ session, game, end, roles }: Episode): EncodedEpisode {
  const summaries = roles.map(({ turns, ...role }) => ({ ...role, turns: turns.length }))
  return {
    session,
    game,
    end,
    roles: JSON.stringify(summaries),
    header: canonicalJson({ session, game, end, roles: summaries }),
    turns: roles.flatMap((role, seat) => role.turns.map((turn) => encodeTurn(turn, seat))),
  }
}

/** Rebuilds an episode from its roles' JSON and its turns. */
export function decodeEpisode(
  session: { session: number; game: string; end: Episode['end']; roles: string },
  turns: readonly Omit<EncodedTurn, 'bytes'>[],
): Episode {
  const roles = JSON.parse(session.roles) as (Omit<Episode['roles'][number], 'turns'> & { turns: number })[]
  return {
    session: session.session,
    game: session.game,
    roles: roles.map((role, seat) => ({
      ...role,
      turns: turns.filter((turn) => turn.seat === seat).map(decodeTurn),
    })),
    end: session.end,
  }
}

function encodeTurn({ ply, prompt, completion, logprobs, allowed }: Turn, seat: number): EncodedTurn {
  let choices = allowed.length
  for (const ids of allowed) choices += ids?.length ?? 0
  const size = HEADER + 8 * logprobs.length + 4 * (prompt.length + completion.length + choices)
  const bytes = new Uint8Array(size)
  new Int32Array(bytes.buffer, 0, 4).set([ply, prompt.length, completion.length, choices])
  new Float64Array(bytes.buffer, HEADER, logprobs.length).set(logprobs)
  const ints = new Int32Array(bytes.buffer, HEADER + 8 * logprobs.length)
  ints.set(prompt)
  ints.set(completion, prompt.length)
  let at = prompt.length + completion.length
  for (const ids of allowed) {
    ints[at++] = ids === null ? -1 : ids.length
    if (ids === null) continue
    ints.set(ids, at)
    at += ids.length
  }
  const promptAt = HEADER + 8 * logprobs.length
  const completionAt = promptAt + 4 * prompt.length
  const allowedAt = completionAt + 4 * completion.length
  return {
    ply,
    seat,
    bytes,
    logprobs: bytes.subarray(HEADER, promptAt),
    prompt: bytes.subarray(promptAt, completionAt),
    completion: bytes.subarray(completionAt, allowedAt),
    allowed: bytes.subarray(allowedAt),
  }
}

function decodeTurn({ ply, prompt, completion, logprobs, allowed }: Omit<EncodedTurn, 'bytes'>): Turn {
  const choices: (number[] | null)[] = []
  const flat = int32(allowed)
  for (let at = 0; at < flat.length;) {
    const count = flat[at++]!
    choices.push(count < 0 ? null : flat.slice(at, at + count))
    at += Math.max(count, 0)
  }
  return {
    ply,
    prompt: int32(prompt),
    completion: int32(completion),
    logprobs: Array.from(new Float64Array(logprobs.slice().buffer)),
    allowed: choices,
  }
}

/** Copies, because a view into SQLite's memory need not be aligned. */
function int32(bytes: Uint8Array): number[] {
  return Array.from(new Int32Array(bytes.slice().buffer))
}
