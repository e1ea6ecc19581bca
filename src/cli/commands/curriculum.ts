import type { Command } from 'commander'
import { UserError } from '../../core/index.ts'
import { findRun, readHeader, readMetrics } from '../../store/index.ts'
import { courseOf, PREFIX } from '../curriculum/course.ts'
import { coursePlot } from '../curriculum/plot.ts'
import type { Terminal } from '../terminal.ts'

/** Declares `coevo curriculum`. */
export function declareCurriculum(command: (usage: string, description: string) => Command): Command {
  return command(
    'curriculum <run>',
    'Show what the curriculum of a run chose over time, also while it goes on.',
  )
}

/**
 * Draws what the curriculum of a run chose.
 *
 * @throws UserError for what is no run, or one without a curriculum.
 */
export function curriculumCommand(
  path: string,
  { json }: { readonly json?: true },
  terminal: Terminal,
): void {
  const folder = findRun(path)
  const { scenario, seed } = readHeader(folder)
  const course = courseOf(readMetrics(folder, PREFIX))
  if (course === null)
    throw new UserError(
      `The run '${folder}' has recorded no choices of a curriculum: name the run of a scenario that has one.`,
    )
  if (json === true) return terminal.out(`${JSON.stringify({ run: folder, scenario, seed, ...course })}\n`)
  const plot = coursePlot(course, terminal.page())
  terminal.out(`\n${scenario}, seed ${seed}: what its curriculum chose\n\n${plot}`)
}
