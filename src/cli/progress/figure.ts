/** Writes a real number in three significant digits, a whole or large one with thousands separated. */
export function figure(value: number): string {
  if (Number.isInteger(value)) return value.toLocaleString('en-US')
  const size = Math.abs(value)
  if (size >= 999.5) return Math.round(value).toLocaleString('en-US')
  if (size < 0.0001) return value.toExponential(2)
  return size < 1 ? value.toFixed(2 - Math.floor(Math.log10(size))) : value.toPrecision(3)
}

/** Writes seconds as '0:41' or '1:02:03'. */
export function duration(seconds: number): string {
  const whole = Math.round(seconds)
  const two = (n: number) => String(n).padStart(2, '0')
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60]
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`
}
