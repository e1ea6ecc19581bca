import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import type { Episode } from '../../src/learn/experience.ts'
import { ByteWriter, readNaturals, readReals } from '../../src/store/bytes.ts'
import { decodeEpisode, encodeEpisodes } from '../../src/store/encoding.ts'

const natural = fc.oneof(fc.nat(300), fc.integer({ min: 0, max: 2 ** 32 - 1 }))
const real = fc.double({ noNaN: true }).map((value) => value + 0)

const turn = fc.record(
  {
    ply: fc.nat(50),
    prompt: fc.array(natural),
    completion: fc.array(natural),
    logprobs: fc.array(real),
    allowed: fc.array(fc.option(fc.array(natural, { maxLength: 3 })), { maxLength: 4 }),
    reward: fc.integer({ min: -2, max: 2 }),
    cutOff: fc.constant(true as const),
  },
  { requiredKeys: ['ply', 'prompt', 'completion', 'logprobs', 'allowed'] },
)

const episode: fc.Arbitrary<Episode> = fc.record({
  session: fc.nat(),
  game: fc.string(),
  roles: fc.array(
    fc.record(
      {
        role: fc.string(),
        model: fc.option(fc.string()),
        policy: fc.string(),
        turns: fc.array(turn, { maxLength: 3 }),
        return: fc.integer({ min: -3, max: 3 }),
        illegal: fc.nat(3),
        parseFailures: fc.nat(3),
      },
      { requiredKeys: ['role', 'model', 'turns', 'return', 'illegal', 'parseFailures'] },
    ),
    { maxLength: 3 },
  ),
  end: fc.constantFrom('finished', 'illegal', 'timeout', 'error'),
})

describe('encoding', () => {
  test.prop([fc.array(natural), fc.array(real)])('numbers come back as they were', (naturals, reals) => {
    const writer = new ByteWriter()
    writer.naturals(naturals)
    const middle = writer.length
    writer.reals(reals)
    expect(readNaturals(writer.slice(0, middle))).toEqual(naturals)
    expect(readReals(writer.slice(middle, writer.length))).toEqual(reals)
  })

  test.prop([fc.array(episode, { maxLength: 4 })])('episodes come back as they were', (episodes) => {
    const encoded = encodeEpisodes(episodes).episodes
    expect(encoded.map((row) => decodeEpisode(row, row.turns))).toEqual(episodes)
  })

  test.prop([fc.array(episode, { maxLength: 3 }), fc.array(episode, { maxLength: 3 })])(
    'different episodes have different text or bytes',
    (a, b) => {
      const [one, other] = [encodeEpisodes(a), encodeEpisodes(b)]
      const same = one.text === other.text && Buffer.compare(one.bytes, other.bytes) === 0
      // What was cut off is stored, but is no part of the digest.
      const told = (key: string, value: unknown) => (key === 'cutOff' ? undefined : value)
      expect(same).toBe(JSON.stringify(a, told) === JSON.stringify(b, told))
    },
  )

  test('an episode that was stored before turns knew what was cut off is read as it was', () => {
    const roles =
      '[{"role":"solver","model":"m","return":1,"illegal":0,"parseFailures":0,"turns":1,"rewards":[1]}]'
    const part = (numbers: readonly number[]) => Uint8Array.from(numbers)
    const logprobs = new Uint8Array(Float64Array.of(-1).buffer)
    const row = {
      ply: 0,
      seat: 0,
      prompt: part([2]),
      completion: part([3]),
      logprobs,
      allowed: part([0]),
    }
    const [role] = decodeEpisode({ session: 0, game: 'g', end: 'finished', roles }, [row]).roles
    expect(role!.turns).toEqual([
      { ply: 0, prompt: [2], completion: [3], logprobs: [-1], allowed: [null], reward: 1 },
    ])
  })

  test('a number below 128 takes one byte', () => {
    const writer = new ByteWriter()
    writer.naturals([0, 127])
    expect(writer.length).toBe(2)
  })
})
