import { messageOf } from './errors.ts'

/** What Node says of a file that cannot be imported, and what to do about it. */
const REMEDIES: readonly (readonly [said: RegExp, remedy: string])[] = [
  [
    /outside a module|^Unexpected token 'export'|'import\.meta' outside/,
    `add "type": "module" to package.json, or end the file's name in .mts or .mjs`,
  ],
  [
    /strip-only mode/,
    'Node only leaves types out; "erasableSyntaxOnly" in tsconfig.json finds what it cannot run',
  ],
  [/does not provide an export named/, "if it is a type, write 'import type'"],
  [
    /^Cannot find module '.*[/\\][^/\\.]+' imported/,
    "imports name a file with its ending, as in './game.ts'",
  ],
  [/^Cannot find package '(?!coevo\/)/, 'install it with npm'],
  [/^(module|exports|require) is not defined/, "write 'import' and 'export default'"],
  [/type: json/, "write: import data from './data.json' with { type: 'json' }"],
  [/^Unknown file extension/, 'it may end in .ts, .mts, .js or .mjs'],
]

/** Says in one line why the import of a file failed: the reason, the place where Node knows it, the remedy. */
export function importFailure(path: string, error: unknown): string {
  if (!(error instanceof Error)) return messageOf(error)
  const reason = error.message.split('\n')[0]!
  const [, file, line] = /^(?:file:\/\/)?(\S+):(\d+)$/.exec(error.stack?.split('\n')[0] ?? '') ?? []
  const place = file === undefined ? '' : file === path ? ` (line ${line})` : ` (${file}:${line})`
  const [, remedy] = REMEDIES.find(([said]) => said.test(reason)) ?? []
  return reason + place + (remedy === undefined ? '' : `; ${remedy}`)
}
