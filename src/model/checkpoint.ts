import { readFileSync } from 'node:fs'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { UserError } from '../core/index.ts'
import { layoutSize, subarrays, type Layout } from '../tensor/index.ts'
import type { DecoderConfig } from './config.ts'
import { exportedGraph } from './exported.ts'
import {
  fromLlamaConfig,
  fromTokenizerJson,
  toGenerationConfig,
  toLlamaConfig,
  toTokenizerConfig,
  toTokenizerJson,
} from './huggingface.ts'
import { checkpointLayout, parameterLayout } from './parameters.ts'
import { decodeSafeTensors, encodeSafeTensors } from './safetensors.ts'
import type { WordTokenizer } from './tokenizer.ts'

/** What a checkpoint folder holds. */
export interface Checkpoint {
  readonly config: DecoderConfig
  readonly tokenizer: WordTokenizer
  /** In the order of `parameterLayout`. */
  readonly weights: Float32Array
  /** How often the weights had changed. */
  readonly version: number
}

const files = {
  config: 'config.json',
  generation: 'generation_config.json',
  tokenizer: 'tokenizer.json',
  tokenizerConfig: 'tokenizer_config.json',
  weights: 'model.safetensors',
  graph: join('onnx', 'model.onnx'),
} as const

/**
 * Writes a Hugging Face checkpoint folder, the graph for transformers.js included.
 *
 * Each file is written under another name and then renamed; the weights come last.
 *
 * @throws UserError when the folder cannot be written.
 */
export async function saveCheckpoint(folder: string, checkpoint: Checkpoint): Promise<void> {
  const { config, tokenizer, weights, version } = checkpoint
  const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`
  const contents: readonly (readonly [string, string | Uint8Array])[] = [
    [files.config, json(toLlamaConfig(config, tokenizer))],
    [files.generation, json(toGenerationConfig(tokenizer))],
    [files.tokenizer, json(toTokenizerJson(tokenizer))],
    [files.tokenizerConfig, json(toTokenizerConfig(config.context))],
    [files.graph, exportedGraph(config, subarrays(weights, parameterLayout(config)))],
    [
      files.weights,
      encodeSafeTensors({
        layout: checkpointLayout(config),
        metadata: { format: 'pt', version: String(version) },
        flat: weights,
      }),
    ],
  ]
  try {
    await mkdir(join(folder, 'onnx'), { recursive: true })
    for (const [name, content] of contents) {
      const path = join(folder, name)
      await writeFile(`${path}.part`, content, { flush: true })
      await rename(`${path}.part`, path)
    }
  } catch (error) {
    throw new UserError(`The checkpoint ${folder} cannot be written: ${(error as Error).message}.`)
  }
}

/** Reads the tokenizer of a checkpoint folder, and nothing else. @throws UserError when it is none that coevo wrote. */
export function loadTokenizer(folder: string): WordTokenizer {
  const path = join(folder, files.tokenizer)
  try {
    return fromTokenizerJson(readFileSync(path, 'utf8'), path)
  } catch (error) {
    if (error instanceof UserError) throw error
    throw new UserError(`${folder} has no tokenizer that can be read: ${(error as Error).message}.`)
  }
}

/**
 * Reads a checkpoint folder of 32-bit floats with a word tokenizer.
 *
 * @throws UserError when a file is missing, damaged or of another kind, a tensor's shape is not the
 * configuration's, or a weight is not finite.
 */
export async function loadCheckpoint(folder: string): Promise<Checkpoint> {
  const path = (name: string) => join(folder, name)
  const read = async (name: string) => {
    try {
      return await readFile(path(name))
    } catch (error) {
      throw new UserError(`${folder} is not a checkpoint that can be read: ${(error as Error).message}.`)
    }
  }
  const config = fromLlamaConfig((await read(files.config)).toString(), path(files.config))
  const tokenizer = fromTokenizerJson((await read(files.tokenizer)).toString(), path(files.tokenizer))
  if (tokenizer.vocabularySize !== config.vocabularySize)
    throw new UserError(
      `${folder}: the tokenizer has ${tokenizer.vocabularySize} tokens, the decoder ${config.vocabularySize}.`,
    )
  const { layout, metadata, flat } = decodeSafeTensors(await read(files.weights), path(files.weights))
  const weights = arranged(checkpointLayout(config), layout, flat, path(files.weights))
  const broken = flat.findIndex((weight) => !Number.isFinite(weight))
  if (broken >= 0)
    throw new UserError(
      `${path(files.weights)}: the tensor '${tensorAt(layout, broken)}' holds ${flat[broken]}, which is no weight; the model has diverged or the file is damaged.`,
    )
  return { config, tokenizer, weights, version: Number(metadata['version'] ?? 0) }
}

/** Returns the name of the tensor in which a place of the flat vector lies. */
function tensorAt(layout: Layout, place: number): string {
  let end = 0
  return Object.entries(layout).find(([name, shape]) => (end += layoutSize({ [name]: shape })) > place)![0]
}

/** Puts a file's tensors into the order of a layout. */
function arranged(
  wanted: ReturnType<typeof checkpointLayout>,
  found: ReturnType<typeof checkpointLayout>,
  flat: Float32Array,
  path: string,
): Float32Array {
  for (const [name, shape] of Object.entries(wanted)) {
    const other = Object.hasOwn(found, name) ? found[name] : undefined
    if (other === undefined) throw new UserError(`${path} lacks the tensor '${name}'.`)
    if (other.join() !== shape.join())
      throw new UserError(
        `${path}: the tensor '${name}' is [${other.join(', ')}], but the configuration says [${shape.join(', ')}].`,
      )
  }
  const extra = Object.keys(found).find((name) => !Object.hasOwn(wanted, name))
  if (extra !== undefined) throw new UserError(`${path} has the tensor '${extra}', which the decoder lacks.`)
  const parts = subarrays(flat, found)
  const weights = new Float32Array(flat.length)
  for (const [name, part] of Object.entries(subarrays(weights, wanted))) part.set(parts[name]!)
  return weights
}
