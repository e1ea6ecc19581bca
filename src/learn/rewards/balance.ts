/**
 * Scores how a query explores and exploits: min(n′ / n*, 1) · n′ / n in [0, 1].
 *
 * selected: n, the attempts that the reward kept; distinctCorrect: n′ ≤ n, those of them that are right and no
 * two alike; target: n*, how many suffice, 8 as published. 0 where none was kept. Settings such as the sampling
 * temperature are chosen for the greatest mean over queries. Source: Zeng et al. 2024, "B-STaR: Monitoring and
 * Balancing Exploration and Exploitation in Self-Taught Reasoners".
 *
 * @throws RangeError unless 0 ≤ distinctCorrect ≤ selected and target > 0.
 */
export function balanceScore(selected: number, distinctCorrect: number, target = 8): number {
  if (!(distinctCorrect >= 0 && distinctCorrect <= selected && target > 0))
    throw new RangeError(
      `${distinctCorrect} right of ${selected} selected, with ${target} wanted, is no balance`,
    )
  return selected === 0 ? 0 : (Math.min(distinctCorrect / target, 1) * distinctCorrect) / selected
}
