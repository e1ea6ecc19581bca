import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TournamentResult } from 'coevo/population'
import { headToHeadCsv, ratingsCsv, tournamentReport } from 'coevo/report'
import { readJournal } from 'coevo/store'

/** Writes what came of a tournament into its folder: report.html, ratings.csv and head-to-head.csv. */
export function writeReport(result: TournamentResult): void {
  const { run, samples } = result
  const messages = readJournal(
    run,
    samples.map(({ number }) => String(number)),
  )
  const write = (file: string, text: string) => writeFileSync(join(run, file), text)
  write('ratings.csv', ratingsCsv(result))
  write('head-to-head.csv', headToHeadCsv(result))
  write('report.html', tournamentReport(result, messages))
}
