import type { TorchProcess } from '../torch-process.ts'
import { newTokens, promptLength, weightsOf, type Size } from './workload.ts'

/** Samples from PyTorch's decoder of a size; returns the milliseconds of each round. */
export async function torchSample(
  torch: TorchProcess,
  size: Size,
  batch: number,
  rounds: number,
): Promise<readonly number[]> {
  const asked = { batch, rounds, prompt: promptLength, count: newTokens }
  return ((await torch.ask({ size: describe(torch, size), ...asked })) as { times: number[] }).times
}

/** Returns the likeliest tokens after each prompt, by PyTorch's decoder of a size. */
export async function torchGreedy(
  torch: TorchProcess,
  size: Size,
  prompts: readonly (readonly number[])[],
): Promise<readonly (readonly number[])[]> {
  const asked = { batch: prompts.length, greedy: prompts, count: newTokens }
  return ((await torch.ask({ size: describe(torch, size), ...asked })) as { tokens: number[][] }).tokens
}

const described = new Map<Size, object>()

function describe(torch: TorchProcess, size: Size): object {
  const known = described.get(size)
  if (known !== undefined) return known
  const weights = torch.file(String(size.config.width), weightsOf(size))
  const description = { name: size.name, ...size.config, capacity: promptLength + newTokens, weights }
  described.set(size, description)
  return description
}
