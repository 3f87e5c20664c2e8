import { expect, test } from 'vitest'
import { StudioError } from '../../core/errors.ts'
import { loadFigureFonts } from './figure-fonts.ts'
import { readFontFile, testFonts } from './fonts.fixture.ts'

// sums of the advances in the fonts' own hmtx tables, of 2,048 units an em, as fontTools reads them
test.each([
  ['Accuracy 0.94', false, 14_597],
  ['Accuracy 0.94', true, 16_178],
  ['≥', false, 1716],
  // neither kerned nor a ligature
  ['AVAV fi', false, 7545],
  ['AVAV fi', true, 8646],
  // not in the font: one em each
  ['日本', false, 4096],
  ['', false, 0],
])('measures %j, bold: %s', async (text, bold, units) => {
  const { measure } = await testFonts()
  expect(measure(text, 3.5, bold)).toBeCloseTo((units / 2048) * 3.5, 10)
})

test('a failure is told and forgotten, a success kept', async () => {
  const failure = new StudioError('file-gone', 'The font of figures could not be loaded.')
  const fetched: string[] = []
  const fetchBytes = (url: string) => {
    fetched.push(url.replace(/^.*\//, ''))
    return readFontFile(url)
  }
  await expect(loadFigureFonts(() => Promise.reject(failure))).rejects.toBe(failure)
  const fonts = await loadFigureFonts(fetchBytes)
  expect(await loadFigureFonts(fetchBytes)).toBe(fonts)
  expect(fetched).toEqual(['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'])
  expect([fonts.regular, fonts.bold].map(({ font }) => font.getEnglishName('fullName'))).toEqual([
    'DejaVu Sans',
    'DejaVu Sans Bold',
  ])
})
