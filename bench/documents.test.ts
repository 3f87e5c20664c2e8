import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { withSection } from './documents.ts'

const BEFORE = `# Title

<!-- table: begin, written by npm run bench -- --write-docs -->

old

<!-- table: end -->

more

<!-- growth: begin, written by npm run bench -- --growth --write-docs -->

older

<!-- growth: end -->
`

test('replaces what stands between the markers, and nothing else', () => {
  const after = withSection(BEFORE, 'table', '| new |')
  expect(after).toBe(BEFORE.replace('old\n', '| new |\n'))
  expect(withSection(after, 'table', '| new |')).toBe(after)
  expect(withSection(BEFORE, 'growth', '| new |')).toBe(BEFORE.replace('older', '| new |'))
})

test('refuses a document without markers', () => {
  expect(() => withSection('# Title', 'table', '| new |')).toThrow(/Expected the lines/)
})

test.each(['table', 'growth'] as const)('the documentation has a place for the %s', (name) => {
  const path = fileURLToPath(new URL('../docs/performance.md', import.meta.url))
  expect(withSection(readFileSync(path, 'utf8'), name, 'A TABLE')).toContain('A TABLE')
})
