import type { TorchProcess } from '../torch-process.ts'
import { adam, startOf, type Size } from './graph.ts'

export interface TorchSteps {
  /** Milliseconds of each step. */
  readonly times: readonly number[]
  /** The loss before each step. */
  readonly losses: readonly number[]
}

/** Takes steps of a size's training run in PyTorch, which holds one for each size and form. */
export async function torchSteps(
  torch: TorchProcess,
  size: Size,
  compiled: boolean,
  count: number,
): Promise<TorchSteps> {
  return (await torch.ask({ size: describe(torch, size), compiled, steps: count })) as TorchSteps
}

const described = new Map<Size, object>()

function describe(torch: TorchProcess, size: Size): object {
  const known = described.get(size)
  if (known !== undefined) return known
  const { name, config, batch, length } = size
  const { weights, tokens, targets } = startOf(size)
  const files = {
    weights: torch.file(`${config.width}-weights`, weights),
    data: torch.file(`${config.width}-data`, tokens, targets),
  }
  const description = { name, ...config, batch, length, adam, ...files }
  described.set(size, description)
  return description
}
