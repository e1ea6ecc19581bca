import { UserError, type Json } from 'coevo/core'
import { demonstrationTurn, type Episode, type RoleEpisode, type TurnGrouping } from 'coevo/learn'
import type { Model } from 'coevo/model'
import type { SessionKind } from 'coevo/scenario'
import type { Verdict } from 'coevo/task'
import { teaching } from './classroom/teaching.ts'
import type { TeachingOptions } from './classroom/teaching-kind.ts'
import { readVerdict } from './classroom/words.ts'
import type { LessonWork } from './lesson.ts'
import { lastScore, unreadableAnswers, verdictsOf } from './lesson-session.ts'
import { withoutSpecials, type Speaker } from './policy/speaker.ts'
import { passes, refinementScript, treeOf, type RefinementRules, type Tree } from './refinement.ts'
import { reviewProtocol } from './review.ts'

/** A session that is over, and what was made of the response. */
export interface Grown<Problem extends Json> {
  readonly problem: Problem
  readonly tree: Tree
  /** What the verifier said of the response. */
  readonly verdict: Verdict
}

export interface RefinementOptions<Name extends string, Problem extends Json>
  extends Omit<TeachingOptions<Name, Problem>, 'concluded'>, Partial<RefinementRules> {
  /** Which problem a session is about. */
  readonly problem: (session: number) => Problem
  /** Answers once. */
  readonly solver: Speaker<Name, Problem>
  /** Judges and refines. */
  readonly critic: Speaker<Name, Problem>
  /** Is shown each session that was finished, as soon as it is: for measurements. */
  readonly grown?: (grown: Grown<Problem>) => void
}

/**
 * Describes refinements as a kind of session: a solver answers once; a critic judges the answer several times and, if
 * it finds it wrong, refines it in a tree until it finds a refinement right.
 *
 * Rewards are the critic's word, never the verifier's, whose score is the solver's return and is there to be looked at.
 * The solver's response earns 1 where most judgements pass it, 0 where most do not, and ½ for a tie. The refinement, if
 * there is one, follows as a turn to the same question, with a reward of 1; as nobody sampled it from there, its
 * ln-probabilities are 0. The critic's turns earn 1 where it is to imitate itself: in the refinement that ended the
 * search, and in judgements that agree with the majority of a text on which it was of two minds.
 *
 * The rules are those of the paper unless given: 5 judgements, 3 refinements of a text, the best 2 refined further, 3
 * levels. Source: Cheng et al. 2024, "SPaR".
 *
 * @example refinement({ task, problem, solver: { model: 'actor' }, critic: { model: 'refiner' } })
 * @throws UserError for rules that are no counts.
 */
export function refinement<Problem extends Json, const Name extends string = never>(
  options: RefinementOptions<Name, Problem>,
): SessionKind<Name> {
  const { task, problem, solver, critic, judgements = 5, branch = 3, kept = 2, depth = 3, grown } = options
  const rules = { judgements, branch, kept, depth }
  for (const [name, count] of Object.entries(rules)) {
    const least = name === 'depth' ? 0 : 1
    if (!(Number.isInteger(count) && count >= least))
      throw new UserError(`refinement: ${name} is ${count}; it must be a whole number from ${least} on.`)
  }
  const refinements = new Map<number, string>()
  const kind = teaching<Name, Problem>(
    {
      protocol: reviewProtocol,
      script: refinementScript(rules),
      speakers: { solver, critic },
      criticise: (prompt) => prompt,
      open(session) {
        const posed = problem(session)
        return { work: { prompt: task.prompt(posed) } satisfies LessonWork, problem: posed }
      },
      earn(said) {
        const tree = treeOf(rules, said)
        const passed = passes(tree.nodes[0]!)
        const own = imitable(tree)
        const drafts = said.filter(({ type }) => type === 'draft')
        return {
          solver: { ...lastScore(verdictsOf(said)), rewards: [passed === null ? 1 / 2 : Number(passed)] },
          critic: {
            return: tree.refined === null ? 0 : 1,
            rewards: drafts.map(({ asked }) => (own.has(asked.turn) ? 1 : 0)),
          },
        }
      },
      unreadable: unreadableAnswers,
    },
    {
      ...options,
      concluded({ session, problem, said, end }) {
        if (end !== 'finished') return
        const tree = treeOf(rules, said)
        if (tree.refined !== null) refinements.set(session, tree.refined.text)
        grown?.({ problem: problem!, tree, verdict: verdictsOf(said)[0]! })
      },
    },
  )

  function withRefinement(episode: Episode, models: Readonly<Record<Name, Model>>): Episode {
    const refined = refinements.get(episode.session)
    if (refined === undefined || 'say' in solver) return episode
    const { tokenizer } = models[solver.model]
    const ply = 1 + Math.max(...episode.roles.flatMap(({ turns }) => turns.map((turn) => turn.ply)))
    const turn = demonstrationTurn(
      tokenizer,
      { prompt: '', completion: withoutSpecials(tokenizer)(refined) },
      ply,
    )
    const roles = episode.roles.map((role): RoleEpisode => {
      const [response] = role.turns
      return role.role !== 'solver'
        ? role
        : { ...role, turns: [response!, { ...turn, prompt: response!.prompt, reward: 1 }] }
    })
    return { ...episode, roles }
  }

  return {
    ...kind,
    async play(context) {
      refinements.clear()
      const episodes = await kind.play(context)
      return episodes.map((episode) => withRefinement(episode, context.models))
    },
  }
}

/** Pairs a refinement with the response that it refines, for `preferences`. */
export const refinedPairs: TurnGrouping = { turns: ({ session }) => `${session}` }

/** Pairs responses to one question with each other, and leaves out refinements, for `preferences`. */
export const independentPairs: TurnGrouping = {
  turns: ({ session }, { turns }, turn) => (turn === turns[0] ? turn.prompt.join(' ') : `refined ${session}`),
}

/** Finds the questions in whose answers a critic is to imitate itself. */
function imitable({ nodes, refined }: Tree): Set<number> {
  const agreeing = nodes
    .filter(({ value }) => value > 0 && value < 1 && value !== 1 / 2)
    .flatMap(({ value, judgements }) =>
      judgements.filter(({ text }) => readVerdict(text) === (value > 1 / 2 ? 1 : 0)),
    )
  return new Set([...agreeing, ...(refined === null ? [] : [refined])].map(({ turn }) => turn))
}
