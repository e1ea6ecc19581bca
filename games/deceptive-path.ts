import { z } from 'zod'
import { UserError } from 'coevo/core'
import { defineGameFamily, type GameRules } from 'coevo/game'

/** The goal's number (null until chance has drawn it), the places passed so far, and the goals guessed. */
export type DeceptivePathState = {
  readonly goal: number | null
  readonly path: readonly number[]
  readonly guesses: readonly number[]
}

const WALKER = 0
const OBSERVER = 1
const SEATS = ['walker', 'observer']

const list = (what: string) =>
  z
    .string()
    .regex(/^[a-z0-9]+(\/[a-z0-9]+)+$/, `write ${what} as a/b/c`)
    .refine((text) => new Set(text.split('/')).size === text.split('/').length, `${what} must differ`)

/** Places by number, and from each the places that a road leads to, ascending. */
interface Roads {
  readonly places: readonly string[]
  readonly next: readonly (readonly number[])[]
}

function readRoads(text: string): Roads {
  const ends = text.split('/').map((road) => road.split('-'))
  const places = [...new Set(ends.flat())]
  const next = places.map((place) =>
    places.flatMap((other, i) =>
      ends.some((road) => road.includes(place) && road.includes(other) && other !== place) ? [i] : [],
    ),
  )
  return { places, next }
}

/** Returns how many roads it takes at least from each place to another; Infinity where none lead. */
function distancesTo(goal: number, { next }: Roads): number[] {
  const distances = next.map((_, place) => (place === goal ? 0 : Infinity))
  const queue = [goal]
  for (const place of queue)
    for (const other of next[place]!)
      if (distances[other] === Infinity) {
        distances[other] = distances[place]! + 1
        queue.push(other)
      }
  return distances
}

/** Returns after how many steps, at most, a walker arrives that keeps within the limit. */
function longestWalk(
  start: number,
  goal: number,
  steps: number,
  { next }: Roads,
  distances: number[],
): number {
  let longest = 0
  let reached = new Set([start])
  for (let step = 1; step <= steps; step++) {
    reached = new Set(
      [...reached].flatMap((place) => next[place]!).filter((to) => distances[to]! <= steps - step),
    )
    if (reached.delete(goal)) longest = step
  }
  return longest
}

/**
 * A walker goes along roads to a goal that only it knows, and must be there in time; an observer sees every
 * step and guesses after each where it leads.
 *
 * Chance draws one of the goals, each as likely. The walker moves to a neighbouring place from which it can
 * still arrive in time, and does not hear the guesses. The game ends when it is there. A return of the
 * walker's is the number of wrong guesses less that of right ones, over the most guesses that a game has; the
 * observer's is the opposite.
 *
 * Source: P. Masters and S. Sardina, "Deceptive path-planning", IJCAI (2017), who rank a path by the steps at
 * which its goal is not the likeliest to an observer. There the observer's rule is fixed; here it is a player.
 */
export const deceptivePath = defineGameFamily({
  name: 'deceptive-path',
  title: 'Deceptive path',
  parameters: z.object({
    roads: z
      .string()
      .regex(/^[a-z0-9]+-[a-z0-9]+(\/[a-z0-9]+-[a-z0-9]+)*$/, 'write roads as a-b/b-c')
      .default('gate-square/square-north/square-south/north-south/north-harbour/south-mill')
      .describe('which places a road joins: a-b/b-c'),
    start: z.string().default('gate').describe('where the walker sets out'),
    goals: list('goals').default('harbour/mill').describe('where it may be going: a/b'),
    steps: z.int().min(2).max(30).default(4).describe('in how many steps the walker must arrive'),
  }),
  make(set): GameRules<DeceptivePathState> {
    const { steps } = set
    const roads = readRoads(set.roads)
    const { places, next } = roads
    const find = (place: string) => {
      const at = places.indexOf(place)
      if (at < 0)
        throw new UserError(`No road of game 'deceptive-path' leads to '${place}'; roads: ${set.roads}.`)
      return at
    }
    const start = find(set.start)
    const goals = set.goals.split('/').map(find)
    const distances = goals.map((goal) => distancesTo(goal, roads))
    for (const [i, goal] of goals.entries())
      if (goal === start || distances[i]![start]! > steps)
        throw new UserError(
          `In game 'deceptive-path' the goal '${places[goal]}' is not 1 to ${steps} steps from '${set.start}'; change steps, start or goals.`,
        )
    const longest = Math.max(...goals.map((goal, i) => longestWalk(start, goal, steps, roads, distances[i]!)))

    function actor({ goal, path, guesses }: DeceptivePathState) {
      if (goal === null) return 'chance'
      if (path.at(-1) === goals[goal]) return 'nobody'
      return guesses.length < path.length - 1 ? OBSERVER : WALKER
    }

    return {
      facets: {
        players: 2,
        utility: 'zero-sum',
        information: 'imperfect',
        chance: 'sampled',
        dynamics: 'sequential',
        utilityRange: [-1, 1],
        maxMoves: 2 * longest - 1,
        actions: places.length,
      },
      vocabulary: [
        ...new Set([
          'seat',
          ...SEATS,
          'goal',
          'unknown',
          'path',
          'left',
          'guessed',
          'none',
          'go',
          'guess',
          ...places,
          ...Array.from({ length: steps + 1 }, (_, n) => `${n}`),
        ]),
      ],
      rules:
        `Deceptive path. These places are joined by roads: ${set.roads.replaceAll('/', ', ')}. A walker sets out ` +
        `from ${set.start} to one of ${set.goals.replaceAll('/', ', ')}, which only it knows, and must arrive within ` +
        `${steps} steps. After every step but the last an observer, who has seen the path, guesses the goal; the ` +
        'walker does not hear the guess. Every right guess is a point for the observer, every wrong one a point ' +
        'for the walker.',
      initial: () => ({ goal: null, path: [start], guesses: [] }),
      actor,
      chance: ({ goal }) =>
        goal === null ? goals.map((_, action) => ({ action, probability: 1 / goals.length })) : [],
      legal(state) {
        const who = actor(state)
        if (who === OBSERVER) return goals.map((_, i) => i)
        if (who !== WALKER) return []
        const left = steps - state.path.length
        return next[state.path.at(-1)!]!.filter((place) => distances[state.goal!]![place]! <= left)
      },
      apply(state, action) {
        const { goal, path, guesses } = state
        const who = actor(state)
        if (who === 'chance') return { goal: action, path, guesses }
        return who === WALKER
          ? { goal, path: [...path, action], guesses }
          : { goal, path, guesses: [...guesses, action] }
      },
      returns({ goal, guesses }) {
        const wrong = guesses.filter((guess) => guess !== goal).length
        const points = longest === 1 ? 0 : (2 * wrong - guesses.length) / (longest - 1)
        return [points, 0 - points]
      },
      label: (state, action) =>
        actor(state) === OBSERVER ? `guess ${places[goals[action]!]}` : `go ${places[action]}`,
      observation({ goal, path, guesses }, player) {
        const told = goal === null ? 'unknown' : places[goals[goal]!]!
        const guessed = guesses.map((guess) => places[goals[guess]!]!).join(' ') || 'none'
        const own = player === WALKER ? `goal ${told}` : `guessed ${guessed}`
        const walked = path.map((place) => places[place]).join(' ')
        return `seat ${SEATS[player]} ${own} path ${walked} left ${steps + 1 - path.length}`
      },
    }
  },
})

export default deceptivePath
