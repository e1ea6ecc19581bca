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
      expect(same).toBe(JSON.stringify(a) === JSON.stringify(b))
    },
  )

  test('a number below 128 takes one byte', () => {
    const writer = new ByteWriter()
    writer.naturals([0, 127])
    expect(writer.length).toBe(2)
  })
})
