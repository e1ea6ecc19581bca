export { headToHeadCsv, ratingsCsv } from './csv.ts'
export {
  APART,
  elo,
  evolved,
  gain,
  illegalRates,
  meetings,
  percent,
  percentInterval,
  spoiled,
  titleLine,
  took,
  type Meetings,
} from './format.ts'
export { html, Markup } from './markup.ts'
export { tournamentReport } from './page.ts'
export { ratingPlot } from './plot.ts'
