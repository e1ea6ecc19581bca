import { createRequire } from 'node:module'
import { arch, availableParallelism, cpus, platform } from 'node:os'
import { packageVersion } from '../core/index.ts'

const require = createRequire(import.meta.url)

/** Names what a run was computed with: the versions of coevo, Node and ONNX Runtime. */
export function versions(): Record<string, string> {
  const runtime = require('onnxruntime-node/package.json') as { readonly version: string }
  return {
    coevo: packageVersion(),
    node: process.versions.node,
    'onnxruntime-node': runtime.version,
  }
}

/** Names what a run was computed on: its processor, how many cores of it, and the platform. */
export function machine(): Record<string, string> {
  return {
    processor: cpus()[0]?.model.trim().replaceAll(/\s+/g, ' ') || 'unknown',
    cores: String(availableParallelism()),
    platform: `${platform()} ${arch()}`,
  }
}
