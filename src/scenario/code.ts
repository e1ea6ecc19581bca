import { changedFiles, digest, ownCode, UserError, type Code } from '../core/index.ts'
import type { RunHeader } from '../store/index.ts'
import { versions } from './versions.ts'

/** What computes now. */
export interface Computing {
  readonly versions: RunHeader['versions']
  readonly code: Code
}

/**
 * Returns what computes now.
 *
 * @param code of the user's files; without it they are taken to be as a run has noted them
 */
export function computing(code?: Code, noted?: Code): Computing {
  return { versions: versions(), code: code ?? { coevo: ownCode(), files: noted?.files ?? {} } }
}

/** Returns one hash of all code: a key of what was made with it. */
export function hashOf({ coevo, files }: Code): string {
  return digest({ coevo, files })
}

/** What has changed since a run was begun, or last gone on with. */
export interface Difference {
  /** The user's files, by their paths from that of the scenario. */
  readonly files: readonly string[]
  /** 'coevo 0.2.0 → 0.2.1' */
  readonly packages: readonly string[]
}

/** Compares a run with what computes now. Of a run of version 0.1 the code is not known. */
export function differenceOf({ versions: before, code }: RunHeader, now: Computing): Difference {
  const packages = Object.keys(now.versions)
    .filter((name) => before[name] !== now.versions[name])
    .map((name) => `${name} ${before[name] ?? 'unknown'} → ${now.versions[name]}`)
  const same =
    code === undefined || code.coevo === now.code.coevo || before['coevo'] !== now.versions['coevo']
  return {
    files: code === undefined ? [] : changedFiles(code, now.code),
    packages: same ? packages : [`another state of coevo ${now.versions['coevo']}`, ...packages],
  }
}

/** Says what differs in words: "roman.ts, coevo 0.2.0 → 0.2.1"; null where nothing does. */
export function differenceText({ files, packages }: Difference): string | null {
  return [...files, ...packages].join(', ') || null
}

/**
 * Decides whether a run may go on with what computes now. Returns what its owner is to be told; null for nothing.
 *
 * A file of the user's that has changed makes another experiment, so that has to be allowed; another version of coevo
 * is told, because who updates it cannot go back for every run.
 *
 * @throws UserError when a file of the user's has changed, and that is not allowed.
 */
export function checkCode(
  folder: string,
  header: RunHeader,
  now: Computing,
  allowed: boolean,
): string | null {
  const { files, packages } = differenceOf(header, now)
  if (files.length > 0 && !allowed)
    throw new UserError(
      `'${folder}' was begun with another state of ${files.join(', ')}: begin anew, or go on with what is there now: 'coevo resume ${folder} --changed'.`,
    )
  if (header.code === undefined)
    return `The run was begun by coevo ${header.versions['coevo']}, which did not note its code: whether that has changed since is not known.`
  if (files.length + packages.length === 0) return null
  return `Since the run was begun there is a change of ${[...files, ...packages].join(', ')}: what it comes to is of both, as its scenario.json notes.`
}
