import type { Random } from '../../core/index.ts'

/** What nobody can have meant, or could have meant to do harm. */
export const ODD: readonly string[] = [
  '',
  ' ',
  '\n',
  '\u0000',
  '\uD800',
  '__proto__',
  'constructor',
  'NaN',
  '-0',
  '1e999',
  '9'.repeat(400),
  '( ( (',
  '\\boxed{',
  '${1}',
  '🎲 ٣ ３',
]

/** How long a long text is, in characters. */
const LONG = 100_000

/** Texts of 100,000 characters on which a careless reader takes for ever. */
export function longTexts(solution: string): readonly string[] {
  return ['1', ' ', '(', 'a ', '1 ', '- ', '\n', '\\boxed{', `${solution} `, '1 + '].map((part) =>
    part.repeat(Math.ceil(LONG / part.length)).slice(0, LONG),
  )
}

/** Writes a text of up to some hundred characters: any characters at all, or words of a vocabulary. */
export function anyText(random: Random, vocabulary: readonly string[]): string {
  const length = random.int(60)
  const unit = [
    () => random.int(0x10000),
    () => 0x20 + random.int(0x5f),
    () => '0123456789 .,/-+*=()%'.charCodeAt(random.int(21)),
  ][random.int(4)]
  if (unit === undefined)
    return Array.from({ length }, () => vocabulary[random.int(vocabulary.length)]).join(' ')
  return String.fromCharCode(...Array.from({ length }, unit))
}

/** Spoils one word of a text: leaves it out, writes it twice, or puts another of the vocabulary in its place. */
export function spoil(random: Random, text: string, vocabulary: readonly string[]): string {
  const words = text.split(' ')
  const place = random.int(words.length)
  const other = vocabulary[random.int(vocabulary.length)]!
  const put = [[], [words[place]!, words[place]!], [other], [other]][random.int(4)]!
  return words.toSpliced(place, 1, ...put).join(' ')
}
