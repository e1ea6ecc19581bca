import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../temporary-folder.ts'

/** A file in a folder of its kind, and what is said of its import. */
const cases: readonly (readonly [file: string, text: string, said: string])[] = [
  [
    'commonjs/import.ts',
    "import fs from 'node:fs'\nexport default fs",
    `Cannot use import statement outside a module (line 1); add "type": "module" to package.json, or end the file's name in .mts or .mjs`,
  ],
  [
    'commonjs/export.js',
    'const x = 3\nexport default x',
    `Unexpected token 'export' (line 2); add "type": "module" to package.json, or end the file's name in .mts or .mjs`,
  ],
  [
    'commonjs/meta.ts',
    'const x = import.meta.url\nmodule.exports = x',
    `Cannot use 'import.meta' outside a module (line 1); add "type": "module" to package.json, or end the file's name in .mts or .mjs`,
  ],
  ['module/right.ts', 'export default 3', ''],
  [
    'module/enum.ts',
    '\nenum A { x }\nexport default A',
    'TypeScript enum is not supported in strip-only mode (line 2); Node only leaves types out; "erasableSyntaxOnly" in tsconfig.json finds what it cannot run',
  ],
  [
    'module/property.ts',
    'export default class A { constructor(private x: number) {} }',
    'TypeScript parameter property is not supported in strip-only mode (line 1); Node only leaves types out; "erasableSyntaxOnly" in tsconfig.json finds what it cannot run',
  ],
  [
    'module/ending.ts',
    "import x from './right'\nexport default x",
    "Cannot find module 'HERE/module/right' imported from HERE/module/ending.ts; imports name a file with its ending, as in './game.ts'",
  ],
  [
    'module/nowhere.ts',
    "import './no.ts'",
    "Cannot find module 'HERE/module/no.ts' imported from HERE/module/nowhere.ts",
  ],
  [
    'module/type.ts',
    "import { T } from './right.ts'\nexport default 1 as unknown as T",
    "The requested module './right.ts' does not provide an export named 'T' (line 1); if it is a type, write 'import type'",
  ],
  [
    'module/package.ts',
    "import 'no-such-package'",
    "Cannot find package 'no-such-package' imported from HERE/module/package.ts; install it with npm",
  ],
  [
    'module/require.ts',
    "const fs = require('fs')",
    "require is not defined in ES module scope, you can use import instead; write 'import' and 'export default'",
  ],
  [
    'module/exports.ts',
    'module.exports = 3',
    "module is not defined in ES module scope; write 'import' and 'export default'",
  ],
  [
    'module/json.ts',
    "import x from './package.json'\nexport default x",
    `Module "file://HERE/module/package.json" needs an import attribute of "type: json"; write: import data from './data.json' with { type: 'json' }`,
  ],
  ['module/syntax.ts', 'export default {\n  a: 1,\n  b: ,\n}', 'Expression expected (line 3)'],
  ['module/elsewhere.ts', "import './syntax.ts'", 'Expression expected (HERE/module/syntax.ts:3)'],
  [
    'module/view.tsx',
    'export default <div/>',
    'Unknown file extension ".tsx" for HERE/module/view.tsx; it may end in .ts, .mts, .js or .mjs',
  ],
  ['module/throws.ts', "throw new Error('no such card\\nat all')", 'no such card'],
  ['module/string.ts', "throw 'nothing'", 'nothing'],
]

const folder = temporaryFolder('import')

test('an import that fails is told with its place and its remedy', () => {
  for (const type of ['commonjs', 'module']) {
    mkdirSync(join(folder, type))
    writeFileSync(join(folder, type, 'package.json'), JSON.stringify({ type }))
  }
  for (const [file, text] of cases) writeFileSync(join(folder, file), text)
  const script = `
    import { importFailure } from ${JSON.stringify(join(import.meta.dirname, '../../src/core/import-failure.ts'))}
    const said = []
    for (const path of ${JSON.stringify(cases.map(([file]) => join(folder, file)))})
      said.push(await import('file://' + path).then(() => '', (error) => importFailure(path, error)))
    process.stdout.write(JSON.stringify(said))`
  const asking = join(folder, 'ask.mjs')
  writeFileSync(asking, script)
  const told = execFileSync(process.execPath, [asking], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  expect(JSON.parse(told)).toEqual(cases.map(([, , said]) => said.replaceAll('HERE', folder)))
})
