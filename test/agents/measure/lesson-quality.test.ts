import { lessonQuality } from 'coevo/agents/measure/lesson-quality'
import { expect, test } from 'vitest'
import { doubling as task, fakeSpeaker } from '../doubling.ts'

const context = { seed: 1, concurrency: 1 }

/** Asks for the doubles of 1 and of 2. */
const similar = () =>
  [1, 2].map((digit) => ({
    prompt: `twice ${digit}`,
    verify: (answer: string) => task.verify(digit, answer),
  }))

/** Writes these texts at each problem, one after the other. */
function inTurn(...texts: readonly string[]) {
  let next = 0
  return fakeSpeaker(() => texts[next++ % texts.length]!)
}

/** Is right after the lessons 'pose 6' and 'twice 6', about one question after any other with a 7, and never else. */
const student = fakeSpeaker((prompt) => {
  const [word, number, , digit] = prompt.split(' ')
  if (number === '6') return String(2 * Number(digit))
  return word === 'twice' && number === '7' && digit === '1' ? '2' : '9'
})

const quality = (lessons: number) =>
  lessonQuality({
    task: { ...task, verify: (digit, lesson) => task.verify(digit, lesson.split(' ').at(-1)!) },
    author: 'author',
    student: 'student',
    exam: similar,
    problems: [3],
    lessons,
    isSound: (_, lesson) => lesson.startsWith('twice'),
    answer: (lesson) => lesson.split(' ').at(-1)!,
  })

test('lessons vote, by their number or by what is learned from them', async () => {
  // The first is the greedy one.
  const author = inTurn('pose 6', 'twice 8', 'twice 8', 'twice 8', 'twice 6', 'gibberish')
  expect(await quality(5).evaluate({ ...context, models: { author, student } })).toEqual({
    accuracy: 1,
    sound: 0,
    lucky: 1,
    taught: 1,
    'chosen/majority': 0,
    'chosen/sum': 1,
    'chosen/max': 1,
  })
})

test('many lessons that teach a part outweigh one that teaches all', async () => {
  const author = inTurn('twice 7', 'twice 7', 'twice 7', 'twice 7', 'twice 6')
  expect(await quality(4).evaluate({ ...context, models: { author, student } })).toEqual({
    accuracy: 0,
    sound: 1,
    lucky: 0,
    taught: 0.5,
    'chosen/majority': 0,
    'chosen/sum': 0,
    'chosen/max': 1,
  })
})

test('nothing is chosen of what cannot be read', async () => {
  const author = inTurn('gibberish')
  const measured = await quality(2).evaluate({ ...context, models: { author, student } })
  expect(measured).toMatchObject({ 'chosen/majority': 0, 'chosen/sum': 0, 'chosen/max': 0 })
  expect(Object.keys(measured)).toEqual(quality(2).metrics)
})
