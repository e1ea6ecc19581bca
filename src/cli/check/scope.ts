import type { System } from '../../check/index.ts'

/** Says in one line what world a system is put in. */
export function describeScope({
  network,
  faults,
  time,
}: Pick<System, 'network' | 'faults' | 'time'>): string {
  const allowed = Object.entries(faults).filter(([, most]) => most > 0)
  const told = allowed.length === 0 ? 'no faults' : allowed.map(([fault, n]) => `${fault}=${n}`).join(', ')
  return `${network} network; ${told}; timers ${time === 'free' ? 'at any time' : 'as they are due'}`
}
