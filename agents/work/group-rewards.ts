import { UserError } from 'coevo/core'
import type { Episode } from 'coevo/learn'
import type { Model } from 'coevo/model'
import type { Work } from 'coevo/scenario'

/** One of several sessions on the same problem, as whoever compares them sees it. */
export interface Attempt {
  /** What the first role wrote in its last turn, without the mark of its end. */
  readonly text: string
  /** Whether the verifier could read an answer. */
  readonly readable: boolean
  /** What the session returned: the verifier's score. */
  readonly score: number
}

/** What a group of attempts earned. */
export interface GroupEarned {
  /** In the order of the attempts. */
  readonly rewards: readonly number[]
  /** What is logged, as a mean over the groups of a step: { 'solver/labelAccuracy': 1 }. */
  readonly measures?: Readonly<Record<string, number>>
}

export interface GroupRewardsOptions {
  /** Sessions of a group: they follow each other in number, as those of `taskWork` do. */
  readonly attempts: number
  /** Rewards the attempts of a group by comparing them; those whose verifier failed are left out. */
  readonly reward: (attempts: readonly Attempt[]) => GroupEarned
}

/**
 * Rewards attempts at a problem by comparing them once all have been made: by a vote, by how new each is.
 *
 * The return of a session's first role is replaced, whatever the session itself gave it; learners and curriculum see
 * the new one. An episode therefore depends on the others of its group, which are always played in one step.
 *
 * @throws UserError in a step whose sessions are no whole groups, or for a reward that leaves an attempt out.
 */
export function groupRewards<Name extends string>(
  work: Work<Name>,
  { attempts, reward }: GroupRewardsOptions,
): Work<Name> {
  let measured: readonly Readonly<Record<string, number>>[] = []

  function rewarded(episodes: readonly Episode[], models: Readonly<Record<Name, Model>>): Episode[] {
    const judged = episodes.filter(({ end }) => end !== 'error')
    const { rewards, measures = {} } = reward(judged.map((episode) => attemptOf(episode, models)))
    if (rewards.length !== judged.length)
      throw new UserError(`groupRewards: ${rewards.length} rewards for ${judged.length} attempts.`)
    if (judged.length > 0) measured = [...measured, measures]
    const earned = new Map(judged.map(({ session }, i) => [session, rewards[i]!]))
    return episodes.map((episode) => {
      const [first, ...others] = episode.roles
      const own = earned.get(episode.session) ?? first!.return
      return { ...episode, roles: [{ ...first!, return: own }, ...others] }
    })
  }

  return {
    ...work,
    next(step) {
      const { kind, sessions } = work.next(step)
      if (sessions % attempts !== 0)
        throw new UserError(`groupRewards: ${sessions} sessions are no whole groups of ${attempts}.`)
      return {
        sessions,
        kind: {
          ...kind,
          async play(context) {
            const episodes = await kind.play(context)
            measured = []
            const groups = Map.groupBy(episodes, ({ session }) => Math.floor(session / attempts))
            return [...groups.values()].flatMap((group) => rewarded(group, context.models))
          },
        },
      }
    },
    metrics: () => ({ ...work.metrics?.(), ...means(measured) }),
  }
}

function attemptOf<Name extends string>({ roles }: Episode, models: Readonly<Record<Name, Model>>): Attempt {
  const { model, turns, return: score, parseFailures } = roles[0]!
  const { tokenizer } = models[model as Name]
  const { completion } = turns.at(-1)!
  const written = completion.at(-1) === tokenizer.endOfTurn ? completion.slice(0, -1) : completion
  return { text: tokenizer.decode(written), readable: parseFailures === 0, score }
}

/** Averages every measure over the groups that have it. */
function means(groups: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const all = Map.groupBy(groups.flatMap(Object.entries<number>), ([name]) => name)
  return Object.fromEntries(
    [...all].map(([name, found]) => [name, found.reduce((sum, [, value]) => sum + value, 0) / found.length]),
  )
}
