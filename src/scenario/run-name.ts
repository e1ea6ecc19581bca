import { digest, type OptionValues } from '../core/index.ts'

/** The longest part of a folder's name that tells options, in characters. */
const LONGEST = 60

/**
 * Names the folder of a run: scenario and seed, and whichever options differ from the defaults:
 * 'spiral-7-steps_200'. Where they are too long for a name, the beginning of their digest stands for the rest.
 */
export function runName(scenario: string, seed: number, set: OptionValues): string {
  const parts = Object.entries(set).map(([name, value]) => `-${name}_${plain(value)}`)
  const told = parts.join('')
  const end = told.length <= LONGEST ? told : `${cut(parts)}-${digest(set).slice(0, 8)}`
  return `${scenario}-${seed}${end}`
}

function plain(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.replaceAll(/[^\w.+-]+/g, '.').replace(/^[.-]+|[.-]+$/g, '')
}

/** Takes the first options that fit. */
function cut(parts: readonly string[]): string {
  let told = ''
  for (const part of parts) {
    if (told.length + part.length > LONGEST) break
    told += part
  }
  return told
}
