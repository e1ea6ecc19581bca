/** The share of flags that are set; 0 for none at all. */
export function shareOf(flags: readonly (boolean | null)[]): number {
  return flags.length === 0 ? 0 : flags.filter(Boolean).length / flags.length
}
