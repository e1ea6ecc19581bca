import { stateName } from 'coevo/protocol'
import { expect, test } from 'vitest'

test.for([
  ['waiting', 'waiting'],
  [{ playing: 'asking' }, 'playing.asking'],
  [{ playing: { asking: 'aloud' } }, 'playing.asking.aloud'],
  [{ left: 'on', right: 'off' }, 'left.on|right.off'],
  [{ both: { left: 'on', right: 'off' } }, 'both.left.on|both.right.off'],
  [{ left: {}, right: 'off' }, 'left|right.off'],
] as const)('the state of value %j is named %s', ([value, name]) => {
  expect(stateName(value)).toBe(name)
})
