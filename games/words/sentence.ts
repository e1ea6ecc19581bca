/** The longest word of a sentence, in letters. */
const LONGEST = 24

/** What a sentence is spelled with. */
export const SPELLING = ['(', ')', "'", ...'abcdefghijklmnopqrstuvwxyz0123456789'.split('')]

/**
 * Reads free text as a sentence: words of a … z, digits and apostrophes with single spaces between them, and
 * nothing else, so that no text can pass for something that the game says. Accents are dropped, other scripts
 * are not read.
 *
 * limit: how many words it may have. Returns null for more, for a word of more than 24 letters, and for none.
 */
export function readSentence(text: string, limit: number): string | null {
  const plain = text
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .replaceAll('’', "'")
    .toLowerCase()
  const words = plain.match(/[a-z0-9]+(?:'[a-z0-9]+)*/g)
  if (words === null || words.length > limit) return null
  return words.some((word) => word.length > LONGEST) ? null : words.join(' ')
}

/** Writes a sentence in words that a player knows, the others spelled: 'i like ( q u i c h e )'. */
export function spell(sentence: string, known: ReadonlySet<string>): string {
  return sentence
    .split(' ')
    .map((word) => (known.has(word) ? word : `( ${word.split('').join(' ')} )`))
    .join(' ')
}

/** Words that a conversation needs: most of Ogden's hundred "operations" and a few forms of them. */
export const COMMON =
  'i you he she it we they me him her us them my your his our their this that these those who what when where ' +
  'why how which a an the and or but if because while than as for of to from with without in on at by about ' +
  'over under up down out off into near far before after again ever never always now then here there today ' +
  'come get give go keep let make put seem take be do have say see send may will can could would should must ' +
  'am is are was were been being has had does did done made said seen went got gave took not no yes please ' +
  'all any every some such other same more most much many little few very only even still so too well quite ' +
  'almost enough together one two three first last good bad big small new old long short high low hot cold ' +
  'like love want need know think tell ask talk word guess thing people man woman child animal plant food ' +
  'drink house home room street town country day night year time life work play place water air fire earth ' +
  'sun rain colour red green blue white black hand head eye body use used live found often'
