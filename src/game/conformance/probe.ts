import { ask, canonicalJson, messageOf, type Json } from '../../core/index.ts'
import type { Answer, Game } from '../game.ts'
import { unreadable } from './check-answers.ts'
import type { Report } from './rules.ts'
import { view, type View } from './view.ts'

/** Writes a state as canonical JSON; null, reported, where it is not plain data. */
export function canonicalText(state: Json, report: Report): string | null {
  try {
    return canonicalJson(state)
  } catch (error) {
    // A state that holds itself has no end.
    report('plain-states', error instanceof RangeError ? 'a state holds itself' : messageOf(error))
    return null
  }
}

/** Calls `initial` twice, which must give the same; null, reported, where it throws or gives no plain data. */
export function initialState<State extends Json>(game: Game<State>, report: Report): { state: State } | null {
  try {
    const [state, again] = [game.initial(), game.initial()]
    const text = canonicalText(state, report)
    if (text === null) return null
    if (canonicalJson(again) !== text) report('purity', 'initial gives two different states')
    return { state: freeze(state) }
  } catch (error) {
    report('exceptions', `initial throws: ${messageOf(error)}`)
    return null
  }
}

/** Asks everything about a state, and again about a thawed copy, which must answer alike and stay the same. */
export function inspect<State extends Json>(
  game: Game<State>,
  state: State,
  text: string,
  report: Report,
): View {
  const copy = thaw(state)
  const first = view(game, copy)
  if (canonicalJson(copy) !== text) report('purity', `a method changed ${text} to ${canonicalJson(copy)}`)
  if (!sameView(first, view(game, copy))) report('purity', `two calls answer differently about ${text}`)
  const seen = onFrozen(() => view(game, freeze(state)), first, report)
  if (!sameView(first, seen)) report('plain-states', `${text} means something else after a JSON round trip`)
  return seen
}

/** Applies an action to a thawed copy and to the state, which must give the same and change neither. */
export function applyTwice<State extends Json>(
  game: Game<State>,
  state: State,
  text: string,
  action: Answer,
  report: Report,
): State {
  const copy = thaw(state)
  const first = ask(`apply of ${JSON.stringify(action)}`, () => game.apply(copy, action))
  if (canonicalJson(copy) !== text) report('purity', `apply changed ${text} to ${canonicalJson(copy)}`)
  const next = onFrozen(() => game.apply(state, action), first, report)
  const [one, other] = [canonicalText(first, report), canonicalText(next, report)]
  if (one !== other)
    report('purity', `action ${action} leads from ${text} to two states, ${one} and ${other}`)
  return next
}

/** Does on a frozen state what went well on a thawed one; where that throws, something was written to. */
function onFrozen<T>(work: () => T, otherwise: T, report: Report): T {
  try {
    return work()
  } catch (error) {
    report('purity', `a method fails on a frozen state: ${messageOf(error)}`)
    return otherwise
  }
}

/** Tries what is not possible in a state: numbers that no game has, illegal actions, texts that are not read. */
export function checkIllegal<State extends Json>(
  game: Game<State>,
  state: State,
  seen: View,
  report: Report,
): void {
  const possible = seen.actor === 'chance' ? seen.chance.map(({ action }) => action) : seen.legal
  const last = Math.max(game.facets.actions, ...possible)
  const tried = [-1, 0.5, Number.NaN, last + 1, ...Array.from({ length: Math.min(last, 64) }, (_, i) => i)]
  const { players } = game.facets
  for (const action of [...tried, ...unreadable(game, state)])
    if (
      !(typeof action === 'number' && possible.includes(action)) &&
      !throws(() => game.apply(state, action))
    )
      report('illegal-actions', `apply takes ${JSON.stringify(action)}, which is not possible here`)
  // A caller in JavaScript may well have such a number.
  for (const action of possible.slice(0, 1))
    if (!throws(() => game.apply(state, BigInt(action) as unknown as number)))
      report('illegal-actions', `apply takes ${action}n, a BigInt`)
  if (seen.actor !== 'nobody' && !throws(() => game.returns(state)))
    report('undefined', 'returns gives something before the end')
  for (const player of [-1, 0.5, players])
    for (const method of ['observation', 'informationState'] as const)
      if (!throws(() => game[method](state, player)))
        report('undefined', `${method} gives something for player ${player} of ${players}`)
}

function throws(work: () => unknown): boolean {
  try {
    work()
    return false
  } catch {
    return true
  }
}

const sameView = (a: View, b: View) => JSON.stringify(a) === JSON.stringify(b)

/** Copies plain data through JSON, its keys in the order that they have. */
const thaw = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T

/** Freezes plain data to its depths. */
export function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    Object.values(value).forEach(freeze)
  }
  return value
}
