/**
 * Returns the share of time that an irreducible Markov chain spends in each state.
 *
 * rates: [from][to], not negative, the diagonal left out of account; only their ratios matter. States are
 * eliminated one by one without a subtraction, so that even shares of chains that hardly ever leave a part
 * of theirs are right to the last digits.
 *
 * Source: Grassmann, Taksar and Heyman, "Regenerative analysis and steady state distributions for Markov
 * chains" (1985).
 */
export function stationaryDistribution(rates: readonly (readonly number[])[]): number[] {
  const n = rates.length
  const a = rates.map((row) => Float64Array.from(row))
  const leaving = new Float64Array(n)
  for (let k = n - 1; k > 0; k--) {
    let total = 0
    for (let j = 0; j < k; j++) total += a[k]![j]!
    leaving[k] = total
    for (let i = 0; i < k; i++) {
      const into = a[i]![k]!
      if (into > 0) for (let j = 0; j < k; j++) if (j !== i) a[i]![j]! += into * (a[k]![j]! / total)
    }
  }
  let shares = new Float64Array(n).fill(1, 0, 1)
  for (let k = 1; k < n; k++) {
    let inflow = 0
    for (let i = 0; i < k; i++) inflow += shares[i]! * a[i]![k]!
    shares[k] = inflow / leaving[k]!
    const top = Math.max(...shares)
    shares = shares.map((share) => share / top)
  }
  const total = shares.reduce((sum, share) => sum + share, 0)
  return Array.from(shares, (share) => share / total)
}
