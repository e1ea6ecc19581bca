/** What every task must keep, by the name that a violation carries. */
export const TASK_RULES = {
  declaration: 'name, dials, vocabulary and longest solution are well formed',
  'plain-problems': 'problems are plain JSON and mean the same after a round trip',
  purity: 'no method changes its problem, and the same call gives the same answer',
  randomness: 'no method draws from the global generator or reads the clock',
  exceptions: 'no method throws: not at the ends of the dials, and not on any text',
  variety: 'there is more than one problem, and two with one prompt are one',
  difficulty: 'a problem is as hard as the dials asked for, and turning a dial up makes it harder',
  vocabulary: 'prompts and solutions are words of the vocabulary separated by single spaces',
  length: 'no solution has more words than declared',
  solutions: 'every solution scores 1',
  verdicts: 'scores are in [0, 1], and what cannot be read scores 0',
  judgement: 'no one text is right for every problem, and not every spoilt solution is right still',
  time: 'no answer or prompt of 100,000 characters takes more than a second of processor time',
  parsing: 'a prompt is read as its problem, and what is read as one is as sound as one that was generated',
} as const

export type TaskRule = keyof typeof TASK_RULES

/** A rule that a task breaks, with the prompt of the first problem that shows it, if one does. */
export interface TaskViolation {
  readonly rule: TaskRule
  readonly message: string
  readonly prompt: string | null
}

/** Tells a violation in half a sentence: '"12" scores 2, in the problem "3 + 4"'. */
export function formatTaskViolation({ message, prompt }: TaskViolation): string {
  return prompt === null ? message : `${message}, in the problem ${JSON.stringify(prompt)}`
}

/** Records a violation by the problem under check. */
export type Report = (rule: TaskRule, message: string) => void
