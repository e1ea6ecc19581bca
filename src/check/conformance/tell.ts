import type { Draft } from '../../bus/index.ts'
import { oneLine } from '../../core/index.ts'
import type { Effect } from '../../protocol/index.ts'
import { eventName, timerName } from '../report/name.ts'
import { shortFields } from '../report/text.ts'

/** Writes what an agent asked for, to go on after the state that it is in. */
export function tellEffects(effects: readonly Effect[]): string {
  const told = effects.map((effect) => {
    if (effect.kind === 'invoke') return `, asks ${oneLine(effect.source)}`
    if (effect.kind === 'timer') return `, sets the timer ${timerName(effect.id)}`
    if (effect.kind !== 'action') return ''
    if (effect.type !== 'send') return `, does ${eventName(effect.type)}`
    const draft = effect.params as Draft
    return `, sends ${tellContent(draft)} to ${oneLine(draft.to)}`
  })
  return told.join('')
}

/** Writes what a message says: its type, and the fields of its payload where it has any. */
export function tellContent({ type, payload }: Pick<Draft, 'type' | 'payload'>): string {
  const fields = shortFields(payload)
  return fields === '' ? oneLine(type) : `${oneLine(type)} (${fields})`
}
