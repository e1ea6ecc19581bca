import { oneLine, UserError } from '../core/index.ts'
import { z } from 'zod'
import { validDecoder, type DecoderConfig } from './config.ts'
import { WordTokenizer, specialTokens } from './tokenizer.ts'

/** What `config.json` says of a decoder, in the words of Hugging Face's LlamaConfig. */
export function toLlamaConfig(config: DecoderConfig, tokenizer: WordTokenizer) {
  return {
    architectures: ['LlamaForCausalLM'],
    model_type: 'llama',
    vocab_size: config.vocabularySize,
    hidden_size: config.width,
    intermediate_size: config.feedForward,
    num_hidden_layers: config.layers,
    num_attention_heads: config.heads,
    num_key_value_heads: config.keyValueHeads,
    head_dim: config.headSize,
    max_position_embeddings: config.context,
    rope_theta: config.ropeTheta,
    rms_norm_eps: config.epsilon,
    tie_word_embeddings: config.tied,
    hidden_act: 'silu',
    attention_bias: false,
    mlp_bias: false,
    bos_token_id: null,
    eos_token_id: tokenizer.endOfTurn,
    pad_token_id: tokenizer.padding,
    torch_dtype: 'float32',
  }
}

function ownOnly(part: string, kind: unknown): string {
  const named = typeof kind === 'string' ? `'${oneLine(kind, 40)}'` : 'of no known kind'
  return `the ${part} is ${named}, and coevo opens its own checkpoints only; serve this model and name it openai:MODEL@URL`
}

/** Of which only the plain form is computed here. */
const ropeParameters = z.strictObject({
  rope_theta: z.number(),
  rope_type: z.literal('default').default('default'),
})

const llamaConfig = z.object({
  architectures: z.tuple([z.literal('LlamaForCausalLM')]).nullish(),
  model_type: z.literal('llama', { error: ({ input }) => ownOnly('decoder', input) }),
  vocab_size: z.int(),
  hidden_size: z.int(),
  intermediate_size: z.int(),
  num_hidden_layers: z.int(),
  num_attention_heads: z.int(),
  num_key_value_heads: z.int().optional(),
  head_dim: z.int().nullish(),
  max_position_embeddings: z.int(),
  rope_theta: z.number().optional(),
  // transformers 5 writes this in place of the two around it.
  rope_parameters: ropeParameters.nullish(),
  rope_scaling: z.null().optional(),
  rms_norm_eps: z.number(),
  tie_word_embeddings: z.boolean().default(false),
  hidden_act: z.literal('silu').default('silu'),
  attention_bias: z.literal(false).default(false),
  mlp_bias: z.literal(false).default(false),
})

/**
 * Keys of a `config.json` that change nothing in what a Llama decoder computes: those that transformers writes for
 * every model (`PreTrainedConfig`), for training alone, or for who generates.
 */
const HARMLESS: ReadonlySet<string> = new Set(
  `_attn_implementation _commit_hash _name_or_path attention_dropout attn_implementation auto_map bos_token_id
  chunk_size_feed_forward dtype eos_token_id finetuning_task id2label initializer_range label2id
  output_attentions output_hidden_states pad_token_id pretraining_tp problem_type return_dict
  sep_token_id task_specific_params tokenizer_class torch_dtype torchscript transformers_version
  unk_token_id use_cache use_return_dict`.split(/\s+/),
)

/** Refuses keys that may ask for another decoder than the one that is run here. */
function refuseUnknown(json: object, path: string): void {
  for (const [key, value] of Object.entries(json)) {
    if (Object.hasOwn(llamaConfig.shape, key) || HARMLESS.has(key) || value === null) continue
    throw new UserError(
      `${path}: '${oneLine(key, 60)}' may change what the decoder computes and is not known here; remove it if it does not.`,
    )
  }
}

/**
 * Reads the text of a `config.json`.
 *
 * @param path for messages
 * @throws UserError when it is not that of a Llama decoder that can be run here.
 */
export function fromLlamaConfig(text: string, path: string): DecoderConfig {
  const json = parsed(llamaConfig, text, path)
  refuseUnknown(JSON.parse(text) as object, path)
  const theta = json.rope_parameters?.rope_theta ?? json.rope_theta ?? 10_000
  if (json.rope_theta !== undefined && json.rope_theta !== theta)
    throw new UserError(`${path}: rope_theta is ${json.rope_theta}, but ${theta} in rope_parameters.`)
  const heads = json.num_attention_heads
  return validDecoder({
    vocabularySize: json.vocab_size,
    width: json.hidden_size,
    layers: json.num_hidden_layers,
    heads,
    keyValueHeads: json.num_key_value_heads ?? heads,
    headSize: json.head_dim ?? json.hidden_size / heads,
    feedForward: json.intermediate_size,
    context: json.max_position_embeddings,
    ropeTheta: theta,
    epsilon: json.rms_norm_eps,
    tied: json.tie_word_embeddings,
  })
}

/** What `generation_config.json` says: greedy unless asked otherwise, until the end of the turn. */
export function toGenerationConfig(tokenizer: WordTokenizer) {
  return { do_sample: false, eos_token_id: tokenizer.endOfTurn, pad_token_id: tokenizer.padding }
}

/** What `tokenizer.json` says: split at white space, one token a word, no word for the unknown. */
export function toTokenizerJson(tokenizer: WordTokenizer) {
  const special = (content: string, id: number) => ({
    id,
    content,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
    special: true,
  })
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: [
      special(specialTokens.padding, tokenizer.padding),
      special(specialTokens.endOfTurn, tokenizer.endOfTurn),
    ],
    normalizer: null,
    pre_tokenizer: { type: 'WhitespaceSplit' },
    post_processor: null,
    decoder: null,
    model: {
      type: 'WordLevel',
      vocab: Object.fromEntries(tokenizer.words.map((word, id) => [word, id])),
      unk_token: '<unk>',
    },
  }
}

/** What `tokenizer_config.json` says. */
export function toTokenizerConfig(context: number) {
  return {
    tokenizer_class: 'PreTrainedTokenizerFast',
    pad_token: specialTokens.padding,
    eos_token: specialTokens.endOfTurn,
    bos_token: null,
    unk_token: null,
    clean_up_tokenization_spaces: false,
    padding_side: 'left',
    model_max_length: context,
  }
}

/** Words to numbers; zod's own record would drop the word `__proto__`. */
const vocabulary = z.custom<Readonly<Record<string, number>>>(
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((id) => Number.isInteger(id) && id >= 0),
  'it must give each word a whole number',
)

const tokenizerJson = z.object({
  model: z.object({
    type: z.literal('WordLevel', { error: ({ input }) => ownOnly('tokenizer', input) }),
    vocab: vocabulary,
  }),
})

/** Reads the text of a `tokenizer.json` that `toTokenizerJson` wrote. @throws UserError when it is not one. */
export function fromTokenizerJson(text: string, path: string): WordTokenizer {
  const { vocab } = parsed(tokenizerJson, text, path).model
  const words = Object.entries(vocab).toSorted(([, a], [, b]) => a - b)
  const special = Object.values(specialTokens)
  if (words.some(([, id], i) => id !== i) || special.some((word, id) => words[id]?.[0] !== word))
    throw new UserError(
      `${path}: the vocabulary's ids must be 0, 1, 2, … and begin with ${special.join(' and ')}.`,
    )
  return new WordTokenizer(words.slice(special.length).map(([word]) => word))
}

function parsed<T>(schema: z.ZodType<T>, text: string, path: string): T {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw new UserError(`${path} is not JSON; the file is damaged.`)
  }
  const result = schema.safeParse(json)
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw new UserError(`${path}: ${issue!.path.join('.')}: ${issue!.message}.`)
}
