import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  AutoModelForCausalLM,
  AutoTokenizer,
  type PreTrainedModel,
  type Tensor,
} from '@huggingface/transformers'
import { UserError } from 'coevo/core'
import { LocalModel, WordTokenizer } from 'coevo/model'
import { compile, input, layoutSize } from 'coevo/tensor'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parameterLayout } from '../../src/model/parameters.ts'
import { makeModel, toRequest, words } from './models.ts'

type Asked = Parameters<PreTrainedModel['generate']>[0]

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coevo-checkpoint-'))
})
afterAll(() => rm(folder, { recursive: true }))

/** Saves a model and returns where. */
async function saved(model: LocalModel, name: string): Promise<string> {
  await model.save(join(folder, name))
  return join(folder, name)
}

const ask = (stream: number) => toRequest({ prompt: [3, 4, 5], maxNewTokens: 8, temperature: 1, stream })

describe('a saved folder', () => {
  const kinds = {
    'own keys': {},
    'shared keys and a tied head': { heads: 4, keyValueHeads: 2, tied: true },
  }
  describe.each(Object.entries(kinds))('of a decoder with %s', (name, knobs) => {
    const model = makeModel(knobs)
    const texts = ['w1 w2 w3 w4', 'w7 w7', 'w29 w0 w5 w5 w12 w3 w21']
    let path: string
    let tokenizer: Awaited<ReturnType<typeof AutoTokenizer.from_pretrained>>
    let theirs: PreTrainedModel
    beforeAll(async () => {
      path = await saved(model, name.replaceAll(' ', '-'))
      const local = { local_files_only: true } as const
      tokenizer = await AutoTokenizer.from_pretrained(path, local)
      theirs = await AutoModelForCausalLM.from_pretrained(path, { ...local, dtype: 'fp32', device: 'cpu' })
    })

    it('has the same tokens in transformers.js', () => {
      for (const text of texts) {
        const ids = model.tokenizer.encode(text)
        expect(tokenizer.encode(text)).toEqual(ids)
        expect(tokenizer.decode(ids)).toBe(text)
      }
    })

    it('has the logits of the graph that trains in transformers.js, within 1e-4', async () => {
      for (const text of texts) {
        const ids = model.tokenizer.encode(text)
        const flat = input('weights', 'float32', [model.weights.current.length])
        const tokens = input('tokens', 'int32', [1, ids.length])
        const rows = input('rows', 'int32', [ids.length])
        const program = await compile({
          inputs: [flat, tokens, rows],
          outputs: { logits: model.logits(flat, tokens, rows) },
        })
        const { logits: ours } = await program.run({
          weights: model.weights.current,
          tokens: Int32Array.from(ids),
          rows: Int32Array.from(ids.keys()),
        })
        await program.release()
        const { logits } = (await theirs(tokenizer(text))) as { logits: Tensor }
        expect(logits.data.length).toBe(ours!.data.length)
        for (const [i, logit] of (ours!.data as Float32Array).entries())
          expect(Math.abs(logit - Number(logits.data[i]))).toBeLessThan(1e-4)
      }
    })

    it('has the same ln-probabilities in transformers.js, within 1e-4', async () => {
      for (const text of texts) {
        const { logits } = (await theirs(tokenizer(text))) as { logits: Tensor }
        const last = (logits.tolist() as number[][][])[0]!.at(-1)!
        const top = Math.max(...last)
        const total = Math.log(last.reduce((sum, x) => sum + Math.exp(x - top), 0))
        const scores = await model.score(
          last.map((_, id) => ({ prompt: model.tokenizer.encode(text), completion: [id] })),
        )
        for (const [id, { logprobs }] of scores.entries())
          expect(Math.abs(logprobs[0]! - (last[id]! - top - total))).toBeLessThan(1e-4)
      }
    })

    it('gives the same greedy tokens in transformers.js, from its cache and with padding', async () => {
      const answers = await model.generate(
        texts.map((text) =>
          toRequest({ prompt: model.tokenizer.encode(text), maxNewTokens: 12, temperature: 0, stream: 1 }),
        ),
      )
      const inputs = tokenizer(texts, { padding: true }) as { input_ids: Tensor }
      const outputs = await theirs.generate(Object.assign({} as Asked, inputs, { max_new_tokens: 12 }))
      const longest = inputs.input_ids.dims[1]!
      for (const [i, row] of ((outputs as Tensor).tolist() as bigint[][]).entries()) {
        const written = row.slice(longest).map(Number)
        const { tokens } = answers[i]!
        expect(written.slice(0, tokens.length)).toEqual(tokens)
      }
    })

    it('gives the very same model back', async () => {
      const back = await LocalModel.open(path, { name: 'back', threads: 1 })
      expect(back.config).toEqual(model.config)
      expect(back.weights.current).toEqual(model.weights.current)
      expect(await back.generate([ask(1)])).toEqual(await model.generate([ask(1)]))
    })
  })

  it('brings weights and version into another model of the same kind', async () => {
    const trained = makeModel({}, 2)
    trained.weightsChanged()
    trained.weightsChanged()
    const path = await saved(trained, 'trained')
    const model = makeModel()
    await model.generate([ask(1)])
    await model.load(path)
    expect(model.version).toBe(2)
    expect(await model.generate([ask(1)])).toEqual(await trained.generate([ask(1)]))
  })

  it('has no other files, and can be written over one that was cut off', async () => {
    const path = join(folder, 'again')
    await mkdir(join(path, 'onnx'), { recursive: true })
    await writeFile(join(path, 'model.safetensors.part'), 'cut off')
    await makeModel().save(path)
    expect((await readdir(path, { recursive: true })).toSorted()).toEqual([
      'config.json',
      'generation_config.json',
      'model.safetensors',
      'onnx',
      'onnx/model.onnx',
      'tokenizer.json',
      'tokenizer_config.json',
    ])
  })
})

it('keeps words that objects have a use of their own for', async () => {
  const vocabulary = ['__proto__', 'constructor', 'toString', '7', 'w']
  const tokenizer = new WordTokenizer(vocabulary)
  const { config } = makeModel()
  const shape = { ...config, vocabularySize: tokenizer.vocabularySize }
  const weights = new Float32Array(layoutSize(parameterLayout(shape))).fill(0.1)
  const path = await saved(new LocalModel({ name: 'x', config: shape, tokenizer, weights }), 'words')
  const opened = await LocalModel.open(path, { name: 'again' })
  expect(opened.tokenizer.words.slice(2)).toEqual(vocabulary)
})

describe('loading refuses', () => {
  const otherWords = new WordTokenizer(words.with(3, 'other'))
  it.for([
    [
      'another shape',
      () => makeModel({ feedForward: 64 }),
      /'model\.layers\.0\.mlp\.gate_proj\.weight' is \[64, 32\] there and \[96, 32\] here/,
    ],
    ['more layers', () => makeModel({ layers: 3 }), 'its layers is 3 there and 2 here'],
    ['another reading of the same shapes', () => makeModel({ ropeTheta: 500 }), 'its ropeTheta is 500'],
    [
      'another vocabulary',
      () => {
        const { config, weights } = makeModel()
        return new LocalModel({ name: 'x', config, tokenizer: otherWords, weights: weights.current })
      },
      "token 5 is 'other' there and 'w3' here",
    ],
  ] as const)('%s, and keeps its weights', async ([, make, message]) => {
    const path = await saved(make(), 'different')
    const model = makeModel({}, 5)
    const before = model.weights.current.slice()
    await expect(model.load(path)).rejects.toThrow(message)
    await expect(model.load(path)).rejects.toThrow(UserError)
    expect(model.weights.current).toEqual(before)
    expect(model.version).toBe(0)
  })

  it.for([
    ['a folder that is none', 'config.json', null, 'is not a checkpoint'],
    ['a missing file of weights', 'model.safetensors', null, 'is not a checkpoint'],
    ['a damaged configuration', 'config.json', '{"model_type":', 'is not JSON'],
    ['another architecture', 'config.json', '{"model_type":"gpt2"}', 'model_type'],
    ['a damaged tokenizer', 'tokenizer.json', '{}', 'tokenizer.json'],
    [
      'a tokenizer of another kind',
      'tokenizer.json',
      '{"model":{"type":"BPE","vocab":{}}}',
      "the tokenizer is 'BPE', and coevo opens its own checkpoints only",
    ],
    ['damaged weights', 'model.safetensors', 'x'.repeat(64), 'is not a safetensors file'],
  ] as const)('%s', async ([, file, content, message]) => {
    const path = await saved(makeModel(), 'damaged')
    if (content === null) await rm(join(path, file))
    else await writeFile(join(path, file), content)
    await expect(makeModel().load(path)).rejects.toThrow(UserError)
    await expect(makeModel().load(path)).rejects.toThrow(message)
  })

  it('weights that are cut off', async () => {
    const path = await saved(makeModel(), 'short')
    const whole = await readFile(join(path, 'model.safetensors'))
    await writeFile(join(path, 'model.safetensors'), whole.subarray(0, whole.length - 4))
    await expect(makeModel().load(path)).rejects.toThrow(UserError)
  })

  it.for([Number.NaN, Number.POSITIVE_INFINITY])(
    'weights that hold %d, and names the tensor',
    async (number) => {
      const model = makeModel()
      model.weights.current[model.weights.current.length - 1] = number
      const path = await saved(model, 'not-finite')
      await expect(makeModel().load(path)).rejects.toThrow(UserError)
      await expect(makeModel().load(path)).rejects.toThrow(`'lm_head.weight' holds ${number}`)
    },
  )

  it('to save where a file is in the way', async () => {
    await writeFile(join(folder, 'file'), '')
    await expect(makeModel().save(join(folder, 'file'))).rejects.toThrow(UserError)
  })
})
