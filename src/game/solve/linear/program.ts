import type { Highs } from 'highs'
import { UserError } from '../../../core/index.ts'

/** A linear program: the x ≥ lower with the largest cost·x whose rows keep between their bounds. */
export interface LinearProgram {
  /** By column. */
  readonly cost: Float64Array
  /** By column: 0 or −∞. */
  readonly lower: Float64Array
  /** By row. */
  readonly rowLower: Float64Array
  /** By row. */
  readonly rowUpper: Float64Array
  /** The entries of the matrix; of two at one place the sum counts. */
  readonly entries: readonly MatrixEntry[]
}

export type MatrixEntry = readonly [row: number, column: number, value: number]

/** An optimum of a linear program and of its dual. */
export interface LinearSolution {
  readonly value: number
  readonly columns: Float64Array
  /** By row: how fast the optimum rises with the bound that holds it, so at most 0 for a lower bound. */
  readonly duals: Float64Array
}

/** How far the solver may miss a bound: the smallest it takes. */
const TOLERANCE = 1e-10

/** Opens the solver, which most programs never need. */
async function load(): Promise<Highs> {
  const { default: module } = await import('highs')
  // What is imported is the function itself; the package's types speak of its CommonJS build.
  const open = module as unknown as typeof module.default
  return open()
}

/** What WebAssembly and typed arrays throw when they cannot grow. */
const OUT_OF_MEMORY = new Set(['RuntimeError', 'RangeError'])

let runtime: Promise<Highs> | null = null

/**
 * Maximises a linear program by the simplex method of HiGHS. Nothing else runs meanwhile.
 *
 * Source: Huangfu and Hall, "Parallelizing the dual revised simplex method" (2018).
 *
 * @throws UserError when the program needs more memory than the solver can have.
 * @throws Error when it has no optimum.
 */
export async function maximise(program: LinearProgram): Promise<LinearSolution> {
  const highs = await (runtime ??= load())
  try {
    return run(highs, program)
  } catch (error) {
    // What the failure left in the solver's memory goes with it.
    runtime = null
    if (error instanceof Error && OUT_OF_MEMORY.has(error.name))
      throw new UserError(
        `A linear program of ${program.rowLower.length} rows does not fit into the solver's memory; solve a smaller game, or use cfr+.`,
        { cause: error },
      )
    throw error
  }
}

function run(highs: Highs, { cost, lower, rowLower, rowUpper, entries }: LinearProgram): LinearSolution {
  const numCols = cost.length
  const numRows = rowLower.length
  const data = {
    numCols,
    numRows,
    sense: highs.constants.objectiveSense.maximize,
    colCost: cost,
    colLower: lower,
    colUpper: new Float64Array(numCols).fill(highs.infinity),
    rowLower,
    rowUpper,
    matrix: { format: 'csr' as const, numRows, numCols, ...compress(entries, numRows) },
  }
  return highs.withModel((model) => {
    model.options.set({
      output_flag: false,
      primal_feasibility_tolerance: TOLERANCE,
      dual_feasibility_tolerance: TOLERANCE,
    })
    model.passModel(data)
    model.run()
    const status = model.getModelStatus()
    if (status !== highs.constants.modelStatus.optimal)
      throw new Error(`The linear program has no optimum (HiGHS model status ${status})`)
    const { colValue, rowDual } = model.getSolution()
    return { value: model.getObjectiveValue(), columns: colValue, duals: rowDual }
  })
}

/** Packs entries row by row, those at one place added up. */
function compress(entries: readonly MatrixEntry[], rows: number) {
  const byRow = Array.from({ length: rows }, () => new Map<number, number>())
  for (const [row, column, value] of entries)
    if (value !== 0) byRow[row]!.set(column, (byRow[row]!.get(column) ?? 0) + value)
  const starts = new Int32Array(rows + 1)
  for (const [row, values] of byRow.entries()) starts[row + 1] = starts[row]! + values.size
  return {
    starts,
    indices: Int32Array.from(byRow.flatMap((values) => [...values.keys()])),
    values: Float64Array.from(byRow.flatMap((values) => [...values.values()])),
  }
}
