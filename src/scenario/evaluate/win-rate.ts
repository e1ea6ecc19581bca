import { mean, meanOfFew, proportion, UserError, type Interval } from '../../core/index.ts'
import type { Episode } from '../../learn/experience.ts'
import type { Evaluation } from '../plan.ts'
import type { SessionKind } from '../session.ts'

/** From so many games on the normal interval does. */
const MANY = 30

type Ends = '' | '/low' | '/high'
type WinRateMetric<Against extends string> =
  | `winRate/${Against}${Ends}`
  | `meanReturn/${Against}${Ends}`
  | `drawRate/${Against}`
  | `unfinished/${Against}`

/**
 * Plays a model against a fixed opponent, the same number of games from every seat.
 *
 * A win is a return above every other role's. Each estimate comes with its 95 % interval under
 * '/low' and '/high': Wilson's for the win rate, the normal one for the mean return, Student's below 30 games. 'unfinished' is the
 * share of games that an illegal move or a timeout ended: the estimates then say little about play.
 */
export function winRate<const Name extends string, const Against extends string>(options: {
  /** The model that is measured; it sits in one seat of each kind. */
  readonly model: Name
  /** The opponent's name, which ends the metrics' names. */
  readonly against: Against
  /** One kind of session a seat. */
  readonly seats: readonly SessionKind<Name>[]
  /** Over all seats together; a multiple of their number. */
  readonly games: number
}): Evaluation<Name, WinRateMetric<Against>> {
  const { model, against, seats, games } = options
  if (seats.length === 0 || games % seats.length !== 0 || games < 2)
    throw new UserError(
      `The win rate against '${against}' needs a number of games that ${seats.length} seats share evenly, not ${games}.`,
    )
  const metrics = (['winRate', 'meanReturn'] as const).flatMap((name) =>
    (['', '/low', '/high'] as const).map((end) => `${name}/${against}${end}` as const),
  )
  return {
    models: [model],
    metrics: [...metrics, `drawRate/${against}`, `unfinished/${against}`],
    async evaluate(context) {
      const share = games / seats.length
      const outcomes = []
      for (const [seat, kind] of seats.entries()) {
        const sessions = Array.from({ length: share }, (_, i) => seat * share + i)
        for (const episode of await kind.play({ ...context, sessions }))
          outcomes.push(outcome(episode, model, kind.name))
      }
      const wins = outcomes.filter(({ margin }) => margin > 0).length
      const unfinished = outcomes.filter(({ finished }) => !finished).length
      const draws = outcomes.filter(({ margin }) => margin === 0).length
      return {
        ...named(`winRate/${against}`, proportion(wins, games)),
        ...named(`meanReturn/${against}`, (games < MANY ? meanOfFew : mean)(outcomes.map(({ own }) => own))),
        [`drawRate/${against}`]: draws / games,
        [`unfinished/${against}`]: unfinished / games,
      } as Record<WinRateMetric<Against>, number>
    },
  }
}

interface Outcome {
  readonly own: number
  readonly margin: number
  readonly finished: boolean
}

function outcome({ roles, end }: Episode, model: string, kind: string): Outcome {
  const own = roles.filter((role) => role.model === model)
  const others = roles.filter((role) => role.model !== model)
  if (own.length !== 1 || others.length === 0)
    throw new UserError(
      `A win rate of '${model}' needs it in exactly one seat of '${kind}', with an opponent.`,
    )
  const best = Math.max(...others.map((role) => role.return))
  return { own: own[0]!.return, margin: own[0]!.return - best, finished: end === 'finished' }
}

function named(name: string, { estimate, low, high }: Interval): Record<string, number> {
  return { [name]: estimate, [`${name}/low`]: low, [`${name}/high`]: high }
}
