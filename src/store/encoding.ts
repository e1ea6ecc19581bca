import type { Episode, RoleEpisode, Turn } from '../learn/experience.ts'
import { ByteWriter, readNaturals, readReals } from './bytes.ts'

/** A turn as bytes, in the form of the turns table. */
export interface EncodedTurn {
  readonly ply: number
  readonly seat: number
  readonly prompt: Uint8Array
  readonly completion: Uint8Array
  readonly logprobs: Uint8Array
  readonly allowed: Uint8Array
}

export interface EncodedEpisode {
  readonly session: number
  readonly game: string
  readonly end: Episode['end']
  /**
   * JSON: by seat, everything of a role but its turns, their number, their own rewards if any has one, and the places
   * of those that were cut off.
   */
  readonly roles: string
  readonly turns: readonly EncodedTurn[]
}

/** Episodes ready to be stored, and the bytes that stand for all of them in a digest. */
export interface EncodedEpisodes {
  readonly episodes: readonly EncodedEpisode[]
  /** One text an episode: everything but the turns. */
  readonly text: string
  /** Every turn, in order. */
  readonly bytes: Uint8Array
}

/** Where the four parts of a turn begin and end in the bytes of all. */
type Places = readonly [prompt: number, completion: number, logprobs: number, allowed: number, end: number]

export function encodeEpisodes(episodes: readonly Episode[]): EncodedEpisodes {
  const writer = new ByteWriter()
  const placed = episodes.map(({ roles }) =>
    roles.flatMap(({ turns }, seat) =>
      turns.map((turn) => ({ ply: turn.ply, seat, places: writeTurn(writer, turn) })),
    ),
  )
  const encoded = episodes.map(({ session, game, end, roles }, i) => ({
    session,
    game,
    end,
    roles: JSON.stringify(roles.map((role) => ({ ...summarise(role), ...cutOffTurns(role) }))),
    turns: placed[i]!.map(({ ply, seat, places: [prompt, completion, logprobs, allowed, end] }) => ({
      ply,
      seat,
      prompt: writer.slice(prompt, completion),
      completion: writer.slice(completion, logprobs),
      logprobs: writer.slice(logprobs, allowed),
      allowed: writer.slice(allowed, end),
    })),
  }))
  const text = episodes.map(({ session, game, end, roles }) =>
    JSON.stringify([session, game, end, JSON.stringify(roles.map(summarise))]),
  )
  return { episodes: encoded, text: text.join('\n'), bytes: writer.slice(0, writer.length) }
}

/** Rebuilds an episode from its row and its turns, which are sorted by ply. */
export function decodeEpisode(
  { session, game, end, roles }: Omit<EncodedEpisode, 'turns'>,
  turns: readonly EncodedTurn[],
): Episode {
  const summaries = JSON.parse(roles) as (ReturnType<typeof summarise> & ReturnType<typeof cutOffTurns>)[]
  return {
    session,
    game,
    roles: summaries.map(({ rewards, cutOffTurns, ...role }, seat) => ({
      ...role,
      turns: turns
        .filter((turn) => turn.seat === seat)
        .map((turn, i) => ({
          ...decodeTurn(turn),
          ...(rewards?.[i] != null && { reward: rewards[i] }),
          ...(cutOffTurns?.includes(i) === true && { cutOff: true as const }),
        })),
    })),
    end,
  }
}

/** Names the fields one by one, so that their order, and the digest, do not depend on who made the role. */
function summarise(told: RoleEpisode) {
  const { role, model, policy, return: gain, illegal, parseFailures, turns } = told
  const { cutOff, empty, forfeited } = told
  return {
    role,
    model,
    ...(policy !== undefined && { policy }),
    return: gain,
    illegal,
    parseFailures,
    ...(cutOff !== undefined && { cutOff }),
    ...(empty !== undefined && { empty }),
    ...(forfeited !== undefined && { forfeited }),
    turns: turns.length,
    ...(turns.some(({ reward }) => reward !== undefined) && {
      rewards: turns.map(({ reward }) => reward ?? null),
    }),
  }
}

/** The places of the turns that were cut off. Stored, but no part of the digest: runs of 0.1 do not know them. */
function cutOffTurns({ turns }: RoleEpisode): { readonly cutOffTurns?: readonly number[] } {
  const places = turns.flatMap(({ cutOff }, i) => (cutOff === true ? [i] : []))
  return places.length === 0 ? {} : { cutOffTurns: places }
}

/** Writes ply and lengths, which only the digest needs, then the four parts. */
function writeTurn(writer: ByteWriter, { ply, prompt, completion, logprobs, allowed }: Turn): Places {
  writer.naturals([ply, prompt.length, completion.length])
  const promptAt = writer.length
  writer.naturals(prompt)
  const completionAt = writer.length
  writer.naturals(completion)
  const logprobsAt = writer.length
  writer.reals(logprobs)
  const allowedAt = writer.length
  for (const ids of allowed) {
    writer.natural(ids === null ? 0 : ids.length + 1)
    if (ids !== null) writer.naturals(ids)
  }
  return [promptAt, completionAt, logprobsAt, allowedAt, writer.length]
}

function decodeTurn({ ply, prompt, completion, logprobs, allowed }: EncodedTurn): Turn {
  const choices: (number[] | null)[] = []
  const flat = readNaturals(allowed)
  for (let at = 0; at < flat.length;) {
    const count = flat[at++]! - 1
    choices.push(count < 0 ? null : flat.slice(at, at + count))
    at += Math.max(count, 0)
  }
  return {
    ply,
    prompt: readNaturals(prompt),
    completion: readNaturals(completion),
    logprobs: readReals(logprobs),
    allowed: choices,
  }
}
