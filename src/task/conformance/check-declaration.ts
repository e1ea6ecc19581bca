import type { Json } from '../../core/index.ts'
import { misdeclaredTask } from '../declaration.ts'
import type { Task } from '../task.ts'
import type { Report } from './rules.ts'

/** Checks what a task says before any problem. Returns whether problems can be drawn at all. */
export function checkDeclaration<Problem extends Json>(task: Task<Problem>, report: Report): boolean {
  const why = misdeclaredTask(task)
  if (why !== null) {
    report('declaration', why)
    return false
  }
  const { title, rules, dials, vocabulary } = task
  let sound = true
  const note = (message: string) => {
    sound = false
    report('declaration', message)
  }
  if (title === '' || rules === '') note('the title or the rules are empty')
  if (vocabulary.length === 0) note('the vocabulary is empty')
  if (new Set(vocabulary).size < vocabulary.length) note('the vocabulary repeats a word')
  const odd = vocabulary.find((word) => word === '' || /\s/.test(word))
  if (odd !== undefined) note(`the vocabulary holds '${odd}', which is not one word`)
  for (const [dial, { min, max, kind, default: usual, description }] of Object.entries(dials)) {
    const ends = [min, max, usual]
    if (!(min < max && usual >= min && usual <= max && ends.every(Number.isFinite)))
      note(`dial '${dial}' stands at ${usual} in ${min} … ${max}`)
    if (kind === 'whole' && !ends.every(Number.isInteger))
      note(`dial '${dial}' is whole, but its ends or its default are not`)
    if (description === '') note(`dial '${dial}' has no description`)
  }
  return sound
}
