import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { mutants, type Mutant } from '../../game/conformance/mutants.ts'

const source = new URL('../../game/conformance/mutants.ts', import.meta.url).href

/** Writes a file of a user's that exports a mutant. Returns its path. */
export function mutantFile(folder: string, { name }: Mutant): string {
  const number = mutants().findIndex((mutant) => mutant.name === name)
  const file = join(folder, `mutant-${number}.ts`)
  writeFileSync(file, `import { mutants } from '${source}'\nexport default mutants()[${number}].make()\n`)
  return file
}
