import { readNumber, spellNumber } from '../digits/number.ts'

export const NAMES = ['ann', 'ben', 'cleo', 'dan', 'eva', 'finn', 'gus', 'hal', 'ida', 'joe'] as const
export const THINGS = ['apples', 'books', 'coins', 'shells'] as const

/** How many somebody has: a number of them, or a number more, fewer or times what another has. */
export type Relation = 'as' | 'more' | 'fewer' | 'times'

export type Fact = {
  readonly who: string
  readonly relation: Relation
  readonly amount: number
  /** Who is spoken of; null where the relation is 'as'. */
  readonly than: string | null
}

/** What each has of one thing, and of whom it is asked. */
export type Story = { readonly thing: string; readonly facts: readonly Fact[]; readonly asked: string }

/** The words between the amount and the thing, and those after the thing. */
const FORMS: Readonly<Record<Relation, readonly [string, string]>> = {
  as: ['', ''],
  more: ['more', 'than'],
  fewer: ['fewer', 'than'],
  times: ['times as many', 'as'],
}

/** Every word of a story beside digits. */
export const STORY_WORDS = [
  ...new Set([
    ...['has', '.', 'how many', 'does', 'have ?'].flatMap((words) => words.split(' ')),
    ...Object.values(FORMS).flatMap((form) => form.flatMap((words) => words.split(' ').filter(Boolean))),
    ...NAMES,
    ...THINGS,
  ]),
]

const spellFact = (thing: string, { who, relation, amount, than }: Fact) => {
  const [before, after] = FORMS[relation]
  return [who, 'has', spellNumber(amount), before, thing, after, than ?? ''].filter(Boolean).join(' ')
}

/** Writes a story: 'ben has 3 more coins than ann . ann has 5 coins . how many coins does ben have ?'. */
export function spellStory({ thing, facts, asked }: Story): string {
  const told = facts.map((fact) => `${spellFact(thing, fact)} .`).join(' ')
  return `${told} how many ${thing} does ${asked} have ?`
}

/** Reads the sentences of a story, the question last; null where they are none. */
export function readStory(sentences: readonly (readonly string[])[]): Story | null {
  const [, thing, asked] =
    /^how many (\w+) does (\w+) have \?$/.exec((sentences.at(-1) ?? []).join(' ')) ?? []
  if (!isOf(THINGS, thing) || !isOf(NAMES, asked)) return null
  const facts = sentences.slice(0, -1).map((words) => readFact(thing, words))
  return facts.every((fact) => fact !== null) ? { thing, facts, asked } : null
}

function readFact(thing: string, words: readonly string[]): Fact | null {
  const digits = words.filter((word) => /^\d$/.test(word))
  const amount = readNumber(digits)
  const [who] = words
  if (!isOf(NAMES, who) || amount === null) return null
  const last = words.at(-1)
  const than = isOf(NAMES, last) ? last : null
  const fact = (Object.keys(FORMS) as Relation[])
    .map((relation): Fact => ({ who, relation, amount, than: relation === 'as' ? null : than }))
    .find((fact) => spellFact(thing, fact) === words.join(' '))
  return fact === undefined || (fact.relation !== 'as' && than === null) ? null : fact
}

const isOf = (list: readonly string[], word: string | undefined): word is string =>
  word !== undefined && list.includes(word)

/** The facts that lead to what somebody has, from the first number on; null where they go round or stop short. */
export function chainOf(facts: readonly Fact[], asked: string): Fact[] | null {
  const chain: Fact[] = []
  for (let who: string | null = asked; who !== null;) {
    const fact = facts.find((fact) => fact.who === who)
    if (fact === undefined || chain.includes(fact)) return null
    chain.unshift(fact)
    who = fact.than
  }
  return chain
}

/** What somebody has by a fact, when the one whom it speaks of has `before`. */
export function amountOf({ relation, amount }: Fact, before: number): number {
  switch (relation) {
    case 'as':
      return amount
    case 'more':
      return before + amount
    case 'fewer':
      return before - amount
    case 'times':
      return before * amount
  }
}

/** What is had after each fact of a chain. */
export function amountsOf(chain: readonly Fact[]): number[] {
  const amounts: number[] = []
  for (const fact of chain) amounts.push(amountOf(fact, amounts.at(-1) ?? 0))
  return amounts
}
