import { execFile } from 'node:child_process'
import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const root = join(import.meta.dirname, '../..')

/** What npm, vitest and onnxruntime-node's script would read, and the repository's own commands. */
const OURS = /^(npm_|onnxruntime_|vitest|node_(env|options|path)$|init_cwd$|test$|ci$)/i

/** A machine on which nobody has set anything: a home without an .npmrc, a Node and an npm of one's choice. */
export interface Machine {
  /** Runs a line of bash in a folder, which is made if it is not there; throws with what it wrote when it fails. */
  readonly sh: (folder: string, line: string) => Promise<string>
}

/**
 * @param place where its home and its commands are put
 * @param node the path of a Node
 * @param npm the path of npm's folder; without it, the npm that is installed here
 */
export function machine(place: string, node: string, npm?: string): Machine {
  const bin = join(place, 'bin')
  mkdirSync(bin, { recursive: true })
  const command = (name: string, words: string) => {
    writeFileSync(join(bin, name), `#!/bin/sh\nexec ${words} "$@"\n`)
    chmodSync(join(bin, name), 0o755)
  }
  command('node', `'${node}'`)
  for (const name of npm === undefined ? [] : ['npm', 'npx'])
    command(name, `'${node}' '${npm}/bin/${name}-cli.js'`)
  const elsewhere = process.env['PATH']!.split(delimiter).filter((folder) => !folder.includes('node_modules'))
  const env = {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !OURS.test(name))),
    HOME: join(place, 'home'),
    PATH: [bin, ...elsewhere].join(delimiter),
  }
  mkdirSync(env.HOME, { recursive: true })
  return {
    sh: async (folder, line) => {
      mkdirSync(folder, { recursive: true })
      try {
        const { stdout, stderr } = await run('bash', ['-e', '-c', line], { cwd: folder, env, maxBuffer: 1e8 })
        return stdout + stderr
      } catch (error) {
        const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string }
        throw Object.assign(new Error(`${line}\n${stdout}${stderr}`), { code, stderr })
      }
    },
  }
}

/** Packs the repository into a folder, and returns the path of the tarball. */
export async function pack(folder: string): Promise<string> {
  await run('npm', ['pack', '--pack-destination', folder], { cwd: root, maxBuffer: 1e8 })
  return join(
    folder,
    readdirSync(folder).find((name) => name.endsWith('.tgz'))!,
  )
}

/** Whether the npm registry can be reached. */
export async function reachesRegistry(): Promise<boolean> {
  try {
    await run('npm', ['ping', '--fetch-retries=1', '--fetch-timeout=20000'])
    return true
  } catch {
    return false
  }
}
