import { cacheRoot } from 'coevo/core'
import { expect, test } from 'vitest'

test('caches lie where the environment says', () => {
  expect(cacheRoot({ COEVO_CACHE: '/mine', XDG_CACHE_HOME: '/shared' })).toBe('/mine')
  expect(cacheRoot({ COEVO_CACHE: '', XDG_CACHE_HOME: '/shared' })).toBe('/shared/coevo')
  expect(cacheRoot({ XDG_CACHE_HOME: 'relative' })).toMatch(/\.cache\/coevo$/)
  expect(cacheRoot({})).toMatch(/\.cache\/coevo$/)
})
