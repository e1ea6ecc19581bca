import type { RunResult } from '../scenario/index.ts'
export async function nextSteps(_result: RunResult): Promise<string> {
  return ''
}
