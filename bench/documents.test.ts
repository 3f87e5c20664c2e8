import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { withTable } from './documents.ts'

const BEFORE = `# Title

<!-- table: begin, written by npm run bench -- --write-docs -->

old

<!-- table: end -->

more
`

test('replaces what stands between the markers, and nothing else', () => {
  const after = withTable(BEFORE, '| new |')
  expect(after).toBe(BEFORE.replace('old', '| new |'))
  expect(withTable(after, '| new |')).toBe(after)
})

test('refuses a document without markers', () => {
  expect(() => withTable('# Title', '| new |')).toThrow(/Expected the lines/)
})

test('the documentation has its place', () => {
  const path = fileURLToPath(new URL('../docs/performance.md', import.meta.url))
  expect(withTable(readFileSync(path, 'utf8'), 'TABLE')).toContain('TABLE')
})
