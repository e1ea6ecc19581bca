import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

/** Names what a run was computed with: the versions of Node and of ONNX Runtime. */
export function versions(): Record<string, string> {
  const runtime = require('onnxruntime-node/package.json') as { readonly version: string }
  return { node: process.versions.node, 'onnxruntime-node': runtime.version }
}
