import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { armFolder, planStudy, writeRecord, type Scenario } from 'coevo/scenario'
import { createRun } from 'coevo/store'
import { describe, expect, test } from 'vitest'
import { execute } from '../../../src/cli/index.ts'
import { fakeTerminal } from '../terminal.ts'
import coinStudy from './coin-study.ts'
import { temporaryFolder } from '../../temporary-folder.ts'

const root = temporaryFolder('results')

const scenario: Scenario = coinStudy

async function coevo(...args: string[]) {
  const terminal = fakeTerminal()
  return { code: await execute(args, terminal), stdout: terminal.stdout, stderr: terminal.stderr }
}

/** Records a study of three steps whose runs have made-up metrics: one is missing, one was stopped. */
async function record(out: string): Promise<void> {
  const set = { steps: '3', checkpointEvery: '1' }
  const study = planStudy({ scenario, source: '/home/somebody/coin-study.ts' }, { seeds: [4, 3, 1, 2], set })
  writeRecord(join(out, study.scenario), study)
  for (const [a, [arm, { options }]] of Object.entries(study.arms).entries())
    for (const seed of study.seeds) {
      if (arm === 'seldom' && seed === 3) continue
      const run = createRun(armFolder(join(out, study.scenario), arm), {
        scenario: study.scenario,
        source: study.source,
        seed,
        options,
        versions: { coevo: '0.1.0', node: '24.0.0' },
        machine: { processor: 'Abacus 9', cores: '2', platform: 'wood x10' },
        settings: {},
      })
      for (let step = 0; step <= 3; step++)
        run.commitStep({
          step,
          metrics: {
            nashConv: (0.9 - 0.2 * step + 0.1 * a) / (1 + 0.1 * seed * step),
            ...(step > 0 && {
              games: 4 + step,
              tokens: 100 * seed,
              'player-0/return': step / 10 - a - 0.01 * seed * (1 + a),
            }),
          },
          timings: {
            'seconds/evaluate': 0.5,
            ...(step > 0 && { 'seconds/play': 20, 'seconds/learn': 3 + a }),
          },
        })
      await run.commitCheckpoint({ step: 3, state: null, write: () => Promise.resolve() })
      if (!(arm === 'often' && seed === 2)) run.finish({})
      run.close()
    }
}

describe('coevo results', async () => {
  const out = join(root, 'studies')
  await record(out)

  test('writes what the runs of a study say, and what is missing', async () => {
    const { code, stdout } = await coevo('results', out)
    expect(code).toBe(0)
    await expect(stdout).toMatchFileSnapshot('results.golden.md')
  })

  test('writes the same into a file, from any copy of the folder', async () => {
    const file = join(root, 'docs', 'results.md')
    const again = join(root, 'again')
    await record(again)
    expect(await coevo('results', again, '--write', file)).toEqual({
      code: 0,
      stdout: `${file}: 1 study\n`,
      stderr: '',
    })
    expect(readFileSync(file, 'utf8')).toBe((await coevo('results', out)).stdout)
  })

  test('with --json gives the numbers', async () => {
    const { studies } = JSON.parse((await coevo('results', out, '--json')).stdout) as {
      studies: { measures: { arms: { arm: string; values: (number | null)[] }[] }[] }[]
    }
    expect(studies[0]!.measures[1]!.arms).toMatchObject([
      { arm: 'often', values: [null, null, 3, 3] },
      { arm: 'seldom', values: [null, null, null, 3] },
    ])
  })

  test('says where there are no studies', async () => {
    const { code, stderr } = await coevo('results', root)
    expect(code).toBe(2)
    expect(stderr).toBe(
      `coevo: There are no studies in '${root}': make one with 'coevo study <scenario>', or name the folder where they are.\n`,
    )
  })
})
