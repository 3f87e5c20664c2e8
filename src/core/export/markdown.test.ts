import { expect, test } from 'vitest'
import { codeBlock, escapeMarkdown, markdownTable } from './markdown.ts'

test.each([
  ['plain text, 1.5 (a-b)', 'plain text, 1.5 (a-b)'],
  ['a|b', 'a&#124;b'],
  ['`a`', '\\`a\\`'],
  ['<script>alert(1)</script>', '&#60;script&#62;alert(1)&#60;/script&#62;'],
  ['Flags 2 & 9', 'Flags 2 &#38; 9'],
  ['*a* _b_ [c](d) #e ~f~ $g$', '\\*a\\* \\_b\\_ \\[c\\](d) \\#e \\~f\\~ \\$g\\$'],
  ['a\\|b', 'a\\\\&#124;b'],
  ['a\n\nb\tc', 'a b c'],
  ['- a', '\\- a'],
  ['12. a', '12\\. a'],
  ['---', '\\---'],
  ['- - -', '\\- - -'],
  ['===', '\\==='],
  ['-1', '-1'],
  ['0.1.0', '0.1.0'],
])('%j', (text, markdown) => {
  expect(escapeMarkdown(text)).toBe(markdown)
})

test('a table', () => {
  expect(markdownTable(['Name', 'a', 'b'], [['x', '1', '2']])).toBe(
    '| Name | a | b |\n| --- | ---: | ---: |\n| x | 1 | 2 |',
  )
})

test('a block of code that its text cannot end', () => {
  expect(codeBlock('a `b`')).toBe('```text\na `b`\n```')
  expect(codeBlock('````\n<b>')).toBe('`````text\n````\n<b>\n`````')
})
