import { setTimeout } from 'node:timers/promises'
import { compile, input, matmul } from 'coevo/tensor'
import { machine, median, timed } from '../harness.ts'
import { flopsPerStep, sizes, tokensPerStep, Training, type Size } from './graph.ts'
import { introduce, TorchProcess } from '../torch-process.ts'
import { torchSteps } from './torch.ts'

/** What one size reached: medians over all steps, rounds of each side taken in turn. */
interface Result {
  readonly size: string
  readonly parameters: string
  readonly milliseconds: number
  readonly tokensPerSecond: number
  readonly gflops: number
  /** Against the 2048³ product in the same process, between the same rounds. */
  readonly ofGemm: number
  readonly torch?: {
    readonly eager: number
    readonly compiled: number
    readonly timesEager: number
    readonly timesCompiled: number
    /** The largest difference between the two sides' losses in the first steps, relative. */
    readonly lossDifference: number
  }
}

const rounds = 5
/** Steps of one side before the other has its turn. */
const stepsPerRound = 8
const checkedSteps = 5
const edge = 2048

/**
 * Measures the training step beside ONNX Runtime's own 2048³ product and beside PyTorch, eager and compiled.
 *
 * @param args `--json` prints one JSON object as the last line and nothing else.
 */
export async function run(args: readonly string[] = []): Promise<unknown> {
  const json = args.includes('--json')
  const say = (line: string) => void (json || process.stdout.write(`${line}\n`))
  const torch = await TorchProcess.start(new URL('train_step.py', import.meta.url), 2)
  say(
    `train-step on ${machine()}; two threads; medians of ${rounds} rounds of ${stepsPerRound} steps in turn`,
  )
  say(introduce(torch, 'the same net, loss, fused AdamW, weights and data'))
  const gemm = await largeProduct()
  const results: Result[] = []
  try {
    for (const size of sizes) {
      const result = await measure(size, gemm, torch)
      results.push(result)
      for (const line of lines(result)) say(line)
    }
  } finally {
    torch?.stop()
    await gemm.release()
  }
  const summary = { benchmark: 'train-step', machine: machine(), torch: torch?.version ?? null, results }
  if (json) process.stdout.write(`${JSON.stringify(summary)}\n`)
  return summary
}

async function measure(size: Size, gemm: Gemm, torch: TorchProcess | undefined): Promise<Result> {
  const ours = await Training.start(size)
  const losses: number[] = []
  for (let i = 0; i < checkedSteps; i++) losses.push(await ours.step())
  const eagerLosses = torch && (await torchSteps(torch, size, false, checkedSteps)).losses
  // The first compiled steps compile.
  if (torch !== undefined) await torchSteps(torch, size, true, checkedSteps)
  const [step, product, eager, compiled]: [number[], number[], number[], number[]] = [[], [], [], []]
  for (let round = 0; round < rounds; round++) {
    product.push(...(await turn(3, (count) => timed(count, gemm.multiply))))
    step.push(...(await turn(stepsPerRound, (count) => timed(count, () => ours.step()))))
    if (torch === undefined) continue
    for (const [times, isCompiled] of [
      [eager, false],
      [compiled, true],
    ] as const)
      times.push(
        ...(await turn(
          stepsPerRound,
          async (count) => (await torchSteps(torch, size, isCompiled, count)).times,
        )),
      )
  }
  await ours.release()
  const gflops = flopsPerStep(size) / median(step) / 1e6
  return {
    size: size.name,
    parameters: `vocabulary ${size.config.vocabularySize}, ${size.batch} × ${size.length} tokens`,
    milliseconds: median(step),
    tokensPerSecond: (tokensPerStep(size) / median(step)) * 1e3,
    gflops,
    ofGemm: gflops / ((2 * edge ** 3) / median(product) / 1e6),
    ...(eagerLosses && {
      torch: {
        eager: median(eager),
        compiled: median(compiled),
        timesEager: median(eager) / median(step),
        timesCompiled: median(compiled) / median(step),
        lossDifference: Math.max(...losses.map((loss, i) => Math.abs(loss / eagerLosses[i]! - 1))),
      },
    }),
  }
}

/** Lets the other side's threads go to sleep, takes one more call than asked for, and leaves the first out. */
async function turn(
  count: number,
  measure: (count: number) => Promise<readonly number[]>,
): Promise<number[]> {
  await setTimeout(250)
  return (await measure(count + 1)).slice(1)
}

interface Gemm {
  readonly multiply: () => Promise<unknown>
  readonly release: () => Promise<void>
}

async function largeProduct(): Promise<Gemm> {
  const [a, b] = [input('a', 'float32', [edge, edge]), input('b', 'float32', [edge, edge])]
  const program = await compile({ inputs: [a, b], outputs: { y: matmul(a, b) }, threads: 2 })
  const values = Float32Array.from({ length: edge * edge }, (_, i) => Math.sin(i))
  const multiply = () => program.run({ a: values, b: values })
  await multiply()
  return { multiply, release: () => program.release() }
}

function lines({ torch, ...result }: Result): string[] {
  const { size, parameters, milliseconds, tokensPerSecond, gflops, ofGemm } = result
  const thousand = (tokensPerSecond / 1e3).toFixed(1)
  return [
    `${size}, ${parameters}:`,
    `  coevo     ${milliseconds.toFixed(2)} ms a step, ${thousand} k tokens/s, ${gflops.toFixed(1)} GFLOP/s, ${ofGemm.toFixed(2)} of the ${edge}³ product`,
    ...(torch === undefined
      ? []
      : [
          `  eager     ${torch.eager.toFixed(2)} ms: coevo is ${torch.timesEager.toFixed(2)} times as fast`,
          `  compiled  ${torch.compiled.toFixed(2)} ms: coevo is ${torch.timesCompiled.toFixed(2)} times as fast`,
          `  losses of the first ${checkedSteps} steps differ by at most ${torch.lossDifference.toExponential(1)}, relative`,
        ]),
  ]
}
