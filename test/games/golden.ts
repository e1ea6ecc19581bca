import { readFileSync, writeFileSync } from 'node:fs'
import { expect } from 'vitest'

/** Compares text with the golden file beside a test; with UPDATE_GOLDEN=1 writes the file instead. */
export function expectGolden(text: string, file: string, importMeta: ImportMeta): void {
  const url = new URL(file, importMeta.url)
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(url, text)
  expect(text).toBe(readFileSync(url, 'utf8'))
}
