import { oneLine, type Interval } from '../../core/index.ts'
import { elo } from './format.ts'
import { html, type Markup } from './markup.ts'

const WIDTH = 1120
const LABEL = 360
const VALUE = 110
const ROW = 28
const TOP = 26

/** Draws ratings with their intervals on one scale, as SVG; the best on top. */
export function ratingPlot(
  ratings: readonly { readonly agent: string; readonly rating: Interval }[],
): Markup {
  const low = Math.min(...ratings.map(({ rating }) => rating.low))
  const high = Math.max(...ratings.map(({ rating }) => rating.high))
  const step = tickStep(high - low)
  const [from, to] = [Math.floor(low / step) * step, Math.ceil(high / step) * step]
  const x = (value: number) =>
    Number((LABEL + ((value - from) / (to - from || 1)) * (WIDTH - LABEL - VALUE)).toFixed(1))
  const bottom = TOP + ratings.length * ROW
  const ticks = Array.from({ length: Math.round((to - from) / step) + 1 }, (_, i) => from + i * step)
  return html`<svg
    class="plot"
    viewBox="0 0 ${WIDTH} ${bottom + 8}"
    role="img"
    aria-label="Ratings with 95 % intervals"
  >
    ${ticks.map(
      (tick) =>
        html`<line
            class="grid${tick === 0 ? ' zero' : ''}"
            x1="${x(tick)}"
            y1="${TOP - 4}"
            x2="${x(tick)}"
            y2="${bottom}"
          /><text class="tick" x="${x(tick)}" y="${TOP - 10}">${tick < 0 ? `−${-tick}` : tick}</text> `,
    )}${ratings.map(({ agent, rating }, i) => {
      const y = TOP + (i + 0.5) * ROW
      return html`<text class="name" x="${LABEL - 12}" y="${y + 4}">${oneLine(agent, 46)}</text
        ><line class="interval" x1="${x(rating.low)}" y1="${y}" x2="${x(rating.high)}" y2="${y}" /><circle
          cx="${x(rating.estimate)}"
          cy="${y}"
          r="4.5"
          ><title>${agent}: ${elo(rating)}</title></circle
        ><text class="value" x="${WIDTH - 4}" y="${y + 4}">${elo(rating)}</text> `
    })}
  </svg>`
}

/** Returns a round step of 1, 2 or 5 times a power of ten that makes some six of them. */
function tickStep(span: number): number {
  const rough = Math.max(span, 1) / 6
  const power = 10 ** Math.floor(Math.log10(rough))
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= rough)!
}
