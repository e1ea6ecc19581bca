import { rate as update, rating as fresh } from 'openskill'
import { inOrder, points, type PlayedMatch } from './played.ts'

/** A skill as openskill estimates it: 25 ± 25/3 before the first match. */
export interface Skill {
  readonly mu: number
  readonly sigma: number
}

/**
 * Estimates skills match by match (Weng and Lin, JMLR 12, 2011, as openskill implements it). Later matches
 * count more than earlier ones, which ratings by maximum likelihood avoid; it is there to compare with.
 */
export function skills(matches: readonly PlayedMatch[]): Map<string, Skill> {
  const skills = new Map<string, Skill>()
  for (const match of inOrder(matches)) {
    const teams = match.agents.map((agent) => [skills.get(agent) ?? fresh()])
    const after = update(teams, { score: [points(match, 0), points(match, 1)] })
    for (const [seat, agent] of match.agents.entries()) skills.set(agent, after[seat]![0]!)
  }
  return skills
}
