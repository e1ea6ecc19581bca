import type { Json } from '../../core/index.ts'
import type { Task } from '../task.ts'
import type { Report } from './rules.ts'

/** Kebab-case, and after a colon the parameters that differ from their defaults: 'addition:scratchpad=true'. */
const NAME = /^[a-z0-9]+(-[a-z0-9]+)*(:\w+=[^\s,=]+(,\w+=[^\s,=]+)*)?$/

/** Checks what a task says before any problem. Returns whether problems can be drawn at all. */
export function checkDeclaration<Problem extends Json>(
  { name, title, rules, dials, vocabulary, maxWords }: Task<Problem>,
  report: Report,
): boolean {
  let sound = true
  const note = (message: string) => {
    sound = false
    report('declaration', message)
  }
  if (!NAME.test(name)) note(`the name '${name}' is not kebab-case`)
  if (title === '' || rules === '') note('the title or the rules are empty')
  if (!Number.isInteger(maxWords) || maxWords < 1) note(`maxWords is ${maxWords}, not a positive integer`)
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
