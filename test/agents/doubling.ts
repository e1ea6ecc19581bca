import type { Game } from 'coevo/game'
import { withTeachingWords } from 'coevo/agents/classroom/words'
import type { Task } from 'coevo/task'
import { fakeModel } from './fake-model.ts'

const digits = Array.from({ length: 10 }, (_, digit) => String(digit))

/** Doubles a digit up to 4: 'twice 3' is answered '6'. */
export const doubling: Task<number, 'size'> = {
  name: 'doubling',
  title: 'Doubling',
  rules: 'Double the digit.',
  dials: { size: { min: 0, max: 4, kind: 'whole', default: 4, description: 'the largest digit' } },
  vocabulary: ['twice', ...digits],
  maxWords: 1,
  generate: ({ size }, random) => random.int(size + 1),
  difficulty: (digit) => ({ size: digit }),
  prompt: (digit) => `twice ${digit}`,
  solve: (digit) => String(2 * digit),
  verify: (digit, answer) => ({
    score: answer === String(2 * digit) ? 1 : 0,
    readable: digits.includes(answer),
  }),
  parse: (prompt) => (/^twice [0-4]$/.test(prompt) ? Number(prompt.at(-1)) : null),
}

/** A model without weights that knows the words of sessions about doubling. */
export const fakeSpeaker = (answer: (prompt: string) => string) =>
  fakeModel(
    { vocabulary: withTeachingWords([...doubling.vocabulary, 'pose']) } as Partial<Game> as Game,
    answer,
  )

/** A model without weights that writes one of these texts, each alike. */
export const fakeChooser = () =>
  fakeModel({ vocabulary: withTeachingWords(doubling.vocabulary) } as Partial<Game> as Game)
