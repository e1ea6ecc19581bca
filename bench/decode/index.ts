import { machine, median } from '../harness.ts'
import { introduce, TorchProcess } from '../torch-process.ts'
import { torchGreedy, torchSample } from './torch.ts'
import { batches, modelOf, newTokens, promptLength, requestsOf, sizes, type Size } from './workload.ts'

/** Tokens a second with one size and number of requests: medians over rounds taken in turn. */
interface Result {
  readonly size: string
  readonly requests: number
  readonly tokensPerSecond: number
  readonly torch?: {
    readonly tokensPerSecond: number
    /** How many times as fast coevo is. */
    readonly times: number
    /** The share of greedy tokens that are the same on both sides. */
    readonly sameGreedyTokens: number
  }
}

const rounds = 9
const threads = 2

/**
 * Measures sampling from the key-value cache, prompts included, beside PyTorch.
 *
 * A side's turn is two rounds, and the second counts: in the first the other side's threads still spin, and the
 * processor's caches hold its data.
 *
 * @param args `--json` prints one JSON object as the last line and nothing else.
 */
export async function run(args: readonly string[] = []): Promise<unknown> {
  const json = args.includes('--json')
  const say = (line: string) => void (json || process.stdout.write(`${line}\n`))
  const torch = await TorchProcess.start(new URL('decode.py', import.meta.url), threads)
  say(
    `decode on ${machine()}; two threads; ${promptLength} tokens read and ${newTokens} written for each request; medians of ${rounds} rounds in turn`,
  )
  say(introduce(torch, 'the same net and weights, a static cache, fused projections, SDPA'))
  const results: Result[] = []
  try {
    for (const size of sizes)
      for (const batch of batches) {
        const result = await measure(size, batch, torch)
        results.push(result)
        say(line(result))
      }
  } finally {
    torch?.stop()
  }
  const summary = { benchmark: 'decode', machine: machine(), torch: torch?.version ?? null, results }
  if (json) process.stdout.write(`${JSON.stringify(summary)}\n`)
  return summary
}

async function measure(size: Size, batch: number, torch: TorchProcess | undefined): Promise<Result> {
  const model = modelOf(size, threads)
  const sameGreedyTokens = torch && (await compared(size, batch, torch))
  await model.generate(requestsOf(size, batch, -1, 1))
  if (torch !== undefined) await torchSample(torch, size, batch, 1)
  const times: { ours: number[]; theirs: number[] } = { ours: [], theirs: [] }
  for (let round = 0; round < rounds; round++) {
    await model.generate(requestsOf(size, batch, -2 - round, 1))
    const start = performance.now()
    await model.generate(requestsOf(size, batch, round, 1))
    times.ours.push(performance.now() - start)
    if (torch !== undefined) times.theirs.push((await torchSample(torch, size, batch, 2))[1]!)
  }
  await model.release()
  const rate = (list: readonly number[]) => Math.round((batch * newTokens * 1000) / median(list))
  const [ours, theirs] = [rate(times.ours), rate(times.theirs)]
  return {
    size: size.name,
    requests: batch,
    tokensPerSecond: ours,
    ...(sameGreedyTokens !== undefined && {
      torch: { tokensPerSecond: theirs, times: ours / theirs, sameGreedyTokens },
    }),
  }
}

/** Both sides must write the same where nothing is drawn. */
async function compared(size: Size, batch: number, torch: TorchProcess): Promise<number> {
  const model = modelOf(size, threads)
  const requests = requestsOf(size, batch, -2, 0)
  const ours = await model.generate(requests)
  const theirs = await torchGreedy(
    torch,
    size,
    requests.map(({ prompt }) => prompt),
  )
  await model.release()
  const same = ours.flatMap(({ tokens }, i) => tokens.map((token, j) => token === theirs[i]![j]))
  return same.filter(Boolean).length / same.length
}

function line({ size, requests, tokensPerSecond, torch }: Result): string {
  const thousands = (rate: number) => `${(rate / 1000).toFixed(1)} k`
  return [
    `${size}, ${requests} requests: ${thousands(tokensPerSecond)} tokens/s`,
    ...(torch === undefined
      ? []
      : [
          `  PyTorch ${thousands(torch.tokensPerSecond)}: coevo is ${torch.times.toFixed(2)} times as fast; ` +
            `${(100 * torch.sameGreedyTokens).toFixed(2)} % of the greedy tokens are the same`,
        ]),
  ].join('\n')
}
