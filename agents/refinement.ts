import { judged } from 'coevo/learn'
import { askAgain, askVerdict, readVerdict } from './classroom/words.ts'
import type { Exchange } from './classroom/classroom.ts'
import type { Question, Script } from './classroom/talk.ts'
import type { LessonWork } from './lesson.ts'

/** How a response is judged and refined. */
export interface RefinementRules {
  /** Of each text, by the critic; 1 or more. */
  readonly judgements: number
  /** How often a refinement of a refinement is tried; 0 judges the response and leaves it at that. */
  readonly depth: number
  /** Refinements of one text; 1 or more. */
  readonly branch: number
  /** Of the refinements of one depth, how many are refined further: those with the highest value; 1 or more. */
  readonly kept: number
}

/** One judgement, or one refinement: which question it was the reply to. */
interface Reply {
  readonly turn: number
  readonly text: string
}

/** A text of the tree: the solver's response, or a refinement of the critic's. */
export interface Node {
  readonly text: string
  /** Null for the solver's response. */
  readonly parent: Node | null
  /** 0 for the solver's response. */
  readonly depth: number
  /** The reply in which it was written. */
  readonly turn: number
  readonly judgements: readonly Reply[]
  /** V: the share of its judgements that pass it, in [0, 1]. */
  readonly value: number
}

/** What became of a response. */
export interface Tree {
  /** In the order in which they were judged: the solver's response first. */
  readonly nodes: readonly Node[]
  /** The first refinement that is good enough; null where there is none, or no need of one. */
  readonly refined: Node | null
}

/** The questions to the solver and the verifier come first. */
const ASKED_BEFORE = 2

/**
 * Makes the script of a refinement, which is held over the protocol of reviews: the solver's response is judged by the
 * verifier, for measurement, and then by the critic, several times. If most judgements find it wrong, the critic
 * refines it, breadth first, until most find a refinement right:
 *
 *     teacher → solver     task
 *     teacher → verifier   submission
 *     teacher → critic     draft       ⟲ judgements of the response
 *     teacher → critic     draft       ⟲ a refinement, then judgements of it
 *
 * What a draft's prompt ends in tells the critic which of the two it is asked for. The verdict decides nothing.
 * Source: Cheng et al. 2024, "SPaR: Self-Play with Tree-Search Refinement to Improve Instruction-Following in Large
 * Language Models".
 */
export function refinementScript(
  rules: RefinementRules,
): Script<LessonWork, 'task' | 'submission' | 'draft'> {
  return {
    agents: ['solver', 'critic', 'verifier'],
    first: ({ prompt }) => ({ type: 'task', payload: { attempt: 0, prompt } }),
    next({ prompt }, said) {
      const [response, submission] = said
      const answer = response!.type === 'task' ? response!.reply.text : ''
      if (submission?.type !== 'submission')
        return { type: 'submission', payload: { attempt: 0, prompt, answer } }
      const step = replay(rules, said)
      return step.done ? { score: submission.reply.score } : step.value
    },
  }
}

/** Reads from what was said in a session that was finished what became of the response. */
export function treeOf(rules: RefinementRules, said: readonly Exchange[]): Tree {
  const { done, value } = replay(rules, said)
  if (!done) throw new Error('the session was cut short')
  return value
}

/** Says whether most judgements pass a response; null for a tie. */
export function passes({ judgements }: Node): boolean | null {
  return judged(judgements.map(isPass)).passes
}

const isPass = ({ text }: Reply) => readVerdict(text) === 1

type Growth = Generator<Question<'draft'>, Tree, Reply>

/** Grows the tree anew by all that the critic has said. */
function replay(rules: RefinementRules, said: readonly Exchange[]): IteratorResult<Question<'draft'>, Tree> {
  const [response, ...others] = said.filter(({ type }) => type === 'task' || type === 'draft')
  const growth = grow(rules, response!.asked.prompt, { turn: 0, text: textOf(response!) })
  let step = growth.next()
  for (const [i, reply] of others.entries())
    step = growth.next({ turn: ASKED_BEFORE + i, text: textOf(reply) })
  return step
}

const textOf = ({ reply }: Exchange) => ('text' in reply ? reply.text : '')

function* grow(rules: RefinementRules, question: string, response: Reply): Growth {
  const root = yield* judge(rules, question, response, null)
  const nodes = [root]
  let parents = passes(root) === false ? [root] : []
  for (let depth = 1; depth <= rules.depth && parents.length > 0; depth++) {
    const children: Node[] = []
    for (const parent of parents)
      for (let i = 0; i < rules.branch; i++) {
        const refinement = yield ask(askAgain(question, parent.text), parent.text, depth)
        // What was judged before is not judged again: chance would let it pass in the end.
        if (nodes.some(({ text }) => text === refinement.text)) continue
        const child = yield* judge(rules, question, refinement, parent)
        nodes.push(child)
        if (child.value > 1 / 2) return { nodes, refined: child }
        children.push(child)
      }
    parents = children.toSorted((a, b) => b.value - a.value).slice(0, rules.kept)
  }
  return { nodes, refined: null }
}

function* judge(
  { judgements: count }: RefinementRules,
  question: string,
  { turn, text }: Reply,
  parent: Node | null,
): Generator<Question<'draft'>, Node, Reply> {
  const depth = parent === null ? 0 : parent.depth + 1
  const judgements: Reply[] = []
  while (judgements.length < count) judgements.push(yield ask(askVerdict(question, text), text, depth))
  return { text, parent, depth, turn, judgements, value: judged(judgements.map(isPass)).value }
}

const ask = (prompt: string, answer: string, attempt: number): Question<'draft'> => ({
  type: 'draft',
  payload: { attempt, prompt, answer },
})
