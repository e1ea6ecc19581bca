import { relative } from 'node:path'
import type { CheckResult } from '../../check/index.ts'

/**
 * Writes what a check came to as annotations of GitHub Actions: an error for each violation, a warning for what
 * could have happened and did not, a notice for why it is no proof.
 *
 * Source: "Workflow commands for GitHub Actions" (docs.github.com).
 *
 * @param file of the system; null for one that ships
 */
export function githubAnnotations(
  { protocol, violations, notes, coverage }: CheckResult,
  { file, replay }: { readonly file: string | null; readonly replay: (token: string) => string },
): string {
  const place = file === null ? '' : `file=${property(relative(process.cwd(), file))},`
  const line = (level: string, title: string, message: string) =>
    `::${level} ${place}title=${property(`${protocol}: ${title}`)}::${data(message)}\n`
  return [
    ...violations.map(({ summary, deviations, token }) =>
      line('error', 'a promise is broken', [summary, ...deviations, replay(token)].join('\n')),
    ),
    ...notes.map((note) => line('notice', 'no proof', note)),
    ...coverage.warnings.map((warning) => line('warning', 'never seen', warning)),
  ].join('')
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
