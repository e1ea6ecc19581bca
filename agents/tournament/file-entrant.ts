import { digest, loadDefault, UserError } from 'coevo/core'
import { delegate } from './delegate.ts'
import type { Entrant } from './entrant.ts'

/** Agents that ship have names; files of this kind are named by their paths. */
const AGENT = { word: 'agent', folder: new URL('.', import.meta.url), is: isEntrant }

/**
 * Opens the agent that a .ts or .js file exports as default.
 *
 * @throws UserError where there is none.
 */
export async function openFile(file: string): Promise<Entrant> {
  const { value, path, code } = await loadDefault(AGENT, file)
  if (!isEntrant(value))
    throw new UserError(
      `Agent file '${path}' must export an agent as default (export default defineAgent({ name, answer })).`,
    )
  return { ...delegate(value), name: value.name, ...(code && { code: digest([code.files]) }) }
}

function isEntrant(value: unknown): value is Entrant {
  return (
    typeof value === 'object' &&
    value !== null &&
    'name' in value &&
    typeof value.name === 'string' &&
    value.name !== '' &&
    'seat' in value &&
    typeof value.seat === 'function'
  )
}
