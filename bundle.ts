// Before packing: what of the bundled packages goes into coevo's tarball, and what their package.json says there.
import { readFileSync, renameSync, writeFileSync } from 'node:fs'

interface Bundled {
  /** What is packed of it, besides its licence. */
  readonly files: readonly string[]
  /** What it imports; coevo depends on that itself, so that it is not bundled too. */
  readonly imports: readonly string[]
}

/**
 * The packages in `bundleDependencies`.
 *
 * npm 10 and 11 run the install script of onnxruntime-node, which fetches CUDA files from a host outside the npm
 * registry, and transformers.js depends on it; of a bundled copy npm runs what its own package.json says: nothing.
 */
const BUNDLED: Readonly<Record<string, Bundled>> = {
  'onnxruntime-node': {
    files: [
      'dist',
      'bin',
      // The same file twice; the binding asks for libonnxruntime.1.dylib.
      '!bin/**/libonnxruntime.*.*.dylib',
      // For DirectML and WebGPU, loaded when they are asked for; coevo asks for the CPU.
      '!bin/**/{DirectML,dxcompiler,dxil}.dll',
    ],
    imports: ['onnxruntime-common'],
  },
  // Its build for Node holds what it needs of the tokenizers and of onnxruntime-web.
  '@huggingface/transformers': {
    files: ['dist/transformers.node.mjs', 'types'],
    imports: ['onnxruntime-common', 'onnxruntime-node', 'sharp'],
  },
}

for (const [name, { files, imports }] of Object.entries(BUNDLED)) {
  const path = new URL(`node_modules/${name}/package.json`, import.meta.url)
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>
  for (const key of ['scripts', 'bin', 'dependencies', 'devDependencies']) delete manifest[key]
  manifest['files'] = files
  manifest['peerDependencies'] = Object.fromEntries(imports.map((imported) => [imported, '*']))
  // A new file, because npm believes its own list of node_modules until something there is newer.
  const fresh = new URL(`${path.href}.new`)
  writeFileSync(fresh, `${JSON.stringify(manifest, null, 2)}\n`)
  renameSync(fresh, path)
}
