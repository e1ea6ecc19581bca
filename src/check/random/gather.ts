import { addTallies, type Tally } from '../coverage.ts'
import { keyOf } from '../explore.ts'
import type { Block, Sample, Sampled } from './sample.ts'

/** What blocks of runs came to together. */
export interface Gathered extends Sample {
  readonly tally: Tally
}

/**
 * Puts blocks together, in the order of their numbers, up to the one with which enough was found: the same
 * whoever made them, and whatever was made beyond.
 *
 * @param beginning what is counted once, however many blocks there are
 */
export function gather(blocks: readonly Block[], beginning: Tally, maxViolations: number): Gathered {
  const findings = new Map<string, Sample['findings'][number]>()
  let tally = beginning
  let sampled: Sampled = { runs: 0, transitions: 0, depth: 0, undecided: 0 }
  for (const block of blocks.toSorted((a, b) => a.block - b.block)) {
    if (findings.size >= maxViolations) break
    sampled = addSampled(sampled, block)
    tally = addTallies(tally, block.tally)
    for (const found of block.findings) {
      const key = keyOf(found.cause)
      if (!findings.has(key)) findings.set(key, found)
    }
  }
  return { ...sampled, tally, findings: [...findings.values()].slice(0, maxViolations) }
}

/** How far runs have got together. */
export function addSampled(a: Sampled, b: Sampled): Sampled {
  return {
    runs: a.runs + b.runs,
    transitions: a.transitions + b.transitions,
    depth: Math.max(a.depth, b.depth),
    undecided: a.undecided + b.undecided,
  }
}

/** True where these blocks, whatever comes between them, hold enough findings for what follows not to count. */
export function isEnough(blocks: readonly Block[], maxViolations: number): boolean {
  const causes = blocks.flatMap(({ findings }) => findings.map(({ cause }) => keyOf(cause)))
  return new Set(causes).size >= maxViolations
}
