import type { Json, Random } from 'coevo/core'
import { isTestPrompt, type Task } from 'coevo/task'
import type { TextPolicy } from '../policy/speaker.ts'
import { ANSWER, QUESTION } from '../classroom/words.ts'

/** Ends what asks for a new question. */
export const POSE = 'pose'

/** What a model that reads such requests needs beside the vocabulary of its task. */
export const craftingWords: readonly string[] = [QUESTION, ANSWER, POSE]

/** How often a variant is looked for before there is none. */
const TRIES = 300

/** A question, and an answer to it from which a new question is to be made. */
export interface Occasion {
  readonly question: string
  readonly answer: string
}

/** Puts a question and an answer before one who is to pose another: 'question Q answer Y pose'. */
export const askVariant = ({ question, answer }: Occasion) =>
  [QUESTION, question, ANSWER, answer, POSE].filter((part) => part !== '').join(' ')

/** Reads what `askVariant` wrote; null for anything else. */
export function readOccasion(request: string): Occasion | null {
  const words = request.split(' ')
  const middle = words.indexOf(ANSWER)
  if (words[0] !== QUESTION || middle < 0 || words.at(-1) !== POSE) return null
  return { question: words.slice(1, middle).join(' '), answer: words.slice(middle + 1, -1).join(' ') }
}

/** Reads a proposal as a problem: null for what the task cannot read, or cannot answer to its own satisfaction. */
export function readProposal<Problem extends Json>(
  task: Task<Problem, never>,
  proposal: string,
): Problem | null {
  const problem = task.parse!(proposal)
  return problem !== null && task.verify(problem, task.solve(problem)).score === 1 ? problem : null
}

/** Reads it likewise as a problem to train on: null too for one that is kept for tests. */
export function readLesson<Problem extends Json>(
  task: Task<Problem, never>,
  proposal: string,
): Problem | null {
  const problem = readProposal(task, proposal)
  return problem === null || isTestPrompt(task.prompt(problem)) ? null : problem
}

/**
 * Makes a problem near another: a word of its prompt is changed, dropped or put in, wherever something comes of it
 * that can be trained on. Null where 300 tries find none.
 *
 * @param harder whether its dials have to stand higher altogether; if not, they may stand anywhere
 */
export function variantOf<Problem extends Json, Dials extends string>(
  task: Task<Problem, Dials>,
  problem: Problem,
  harder: boolean,
  random: Random,
): Problem | null {
  const prompt = task.prompt(problem)
  const height = heightOf(task, problem)
  for (let i = 0; i < TRIES; i++) {
    const variant = readLesson(task, edited(prompt, task.vocabulary, random))
    if (variant === null || task.prompt(variant) === prompt) continue
    if (!harder || heightOf(task, variant) > height) return variant
  }
  return null
}

/** Makes a wrong answer of a right one, by such an edit. */
export function slipIn<Problem extends Json>(
  task: Task<Problem, never>,
  problem: Problem,
  random: Random,
): string {
  const solution = task.solve(problem)
  for (let i = 0; i < TRIES; i++) {
    const answer = edited(solution, task.vocabulary, random)
    if (task.verify(problem, answer).score < 1) return answer
  }
  return ''
}

/**
 * Crafts by rule: of a question that was answered wrongly one near it, of one that was answered rightly one that is
 * harder. An empty text where there is none.
 */
export function craftByRule<Problem extends Json, Dials extends string>(
  task: Task<Problem, Dials>,
  request: string,
  random: Random,
): string {
  const occasion = readOccasion(request)
  const problem = occasion === null ? null : task.parse!(occasion.question)
  if (occasion === null || problem === null) return ''
  const isRight = task.verify(problem, occasion.answer).score === 1
  const variant = variantOf(task, problem, isRight, random)
  return variant === null ? '' : task.prompt(variant)
}

/** Makes a teacher that crafts by rule. */
export function ruleTeacher<Problem extends Json, Dials extends string>(
  task: Task<Problem, Dials>,
): TextPolicy<Problem> {
  return { name: 'rule', say: (request, random) => craftByRule(task, request, random) }
}

/** Asks for a question after an answer that is wrong by a word: what one who crafts is warmed up with. */
export function askAfterSlip<Problem extends Json>(
  task: Task<Problem, never>,
  problem: Problem,
  random: Random,
): string {
  return askVariant({ question: task.prompt(problem), answer: slipIn(task, problem, random) })
}

/** Changes, drops or puts in one word. */
function edited(text: string, vocabulary: readonly string[], random: Random): string {
  const words = text.split(' ')
  const at = random.int(words.length)
  const word = () => vocabulary[random.int(vocabulary.length)]!
  switch (random.int(3)) {
    case 0:
      return words.with(at, word()).join(' ')
    case 1:
      return words.toSpliced(at, 1).join(' ')
    default:
      return words.toSpliced(at, 0, word()).join(' ')
  }
}

/** The sum of the dials, each between 0 and 1. */
function heightOf<Problem extends Json, Dials extends string>(
  task: Task<Problem, Dials>,
  problem: Problem,
): number {
  return Object.entries<number>(task.difficulty(problem)).reduce((sum, [name, value]) => {
    const { min, max } = task.dials[name as Dials]
    return sum + (value - min) / (max - min)
  }, 0)
}
