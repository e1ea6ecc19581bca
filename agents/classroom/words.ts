/** The words that sessions put between a question, an answer and what is said of them. */
export const QUESTION = 'question'
export const ANSWER = 'answer'
export const CRITIQUE = 'critique'
export const AGAIN = 'again'
export const VERDICT = 'verdict'
export const RIGHT = 'right'
export const WRONG = 'wrong'

/** All of them: what a model that reads them needs beside the vocabulary of its task. */
export const teachingWords: readonly string[] = [QUESTION, ANSWER, CRITIQUE, AGAIN, VERDICT, RIGHT, WRONG]

/** Adds these words to a vocabulary that may have some of them. */
export function withTeachingWords(vocabulary: readonly string[]): string[] {
  return [...new Set([...vocabulary, ...teachingWords])]
}

const sentence = (...parts: readonly string[]) => parts.filter((part) => part !== '').join(' ')

/** Puts a question and an answer to it before one who is to try once more. */
export const askAgain = (question: string, answer: string) =>
  sentence(QUESTION, question, ANSWER, answer, AGAIN)

/** Puts a question and an answer to it before one who is to say what is wrong with it. */
export const askCritique = (question: string, answer: string) =>
  sentence(QUESTION, question, ANSWER, answer, CRITIQUE)

/** Puts a question, an answer and a critique of it before one who is to answer better. */
export const askRevision = (question: string, answer: string, critique: string) =>
  sentence(QUESTION, question, ANSWER, answer, CRITIQUE, critique, AGAIN)

/** Puts a question and an answer to it before one who is to say whether it is right. */
export const askVerdict = (question: string, answer: string) =>
  sentence(QUESTION, question, ANSWER, answer, VERDICT)

/** Reads a verdict from a text that ends in one: 1 for right, 0 for wrong, null for neither. */
export function readVerdict(text: string): 0 | 1 | null {
  const last = text.trimEnd().split(/\s+/).at(-1)
  return last === RIGHT ? 1 : last === WRONG ? 0 : null
}
