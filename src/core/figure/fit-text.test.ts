import { describe, expect, test } from 'vitest'
import { nameSizes, shorten, wrap, wrapAll } from './fit-text.ts'
import { MM_PER_POINT } from './scene.ts'

/** One unit a letter. */
const widthOf = (text: string) => [...text].length

describe('shorten', () => {
  test('keeps what fits', () => {
    expect(shorten('Spurious', 8, widthOf)).toBe('Spurious')
  })

  test('ends in an ellipsis within the width', () => {
    expect(shorten('Spurious', 7, widthOf)).toBe('Spurio…')
    expect(shorten('Flag 4', 6, widthOf)).toBe('Flag 4')
    expect(shorten('Flag 4', 5, widthOf)).toBe('Flag…')
    expect(shorten('Flag 4', 1, widthOf)).toBe('…')
  })

  test('is empty where not even an ellipsis fits', () => {
    expect(shorten('Flag 4', 0.5, widthOf)).toBe('')
  })

  test('does not part a letter from its accent', () => {
    expect(shorten('ee\u0301ee', 3.5, widthOf)).toBe('e…')
  })
})

describe('wrap', () => {
  test.each([
    ['between words', 'Redshift is secure', 11, ['Redshift is', 'secure']],
    ['after a slash', 'Spurious/Mismatch', 9, ['Spurious/', 'Mismatch']],
    ['before a comparison', 'Deltaz>=1e-3', 7, ['Deltaz', '>=1e-3']],
    ['before a comparison, not before its number', 'DeltaZ < 1e-3', 8, ['DeltaZ', '< 1e-3']],
    ['between hyphenated words, not within a number', 'low-mass 1e-3', 5, ['low-', 'mass', '1e-3']],
    ['not at all', 'DeltaZ < 1e-3', 13, ['DeltaZ < 1e-3']],
  ])('breaks %s', (_, text, width, lines) => {
    expect(wrap(text, { width, lines: 3 }, widthOf)).toEqual({ lines, whole: true })
  })

  test('breaks a word that is wider than a line, and says so', () => {
    expect(wrap('Supercalifragilistic', { width: 8, lines: 3 }, widthOf)).toEqual({
      lines: ['Supercal', 'ifragili', 'stic'],
      whole: false,
    })
  })

  test('cuts what needs more lines, without a space that was not there', () => {
    expect(wrap('Supercalifragilistic', { width: 8, lines: 2 }, widthOf)).toEqual({
      lines: ['Supercal', 'ifragil…'],
      whole: false,
    })
    expect(wrap('a bb cc dd', { width: 4, lines: 2 }, widthOf).lines).toEqual(['a bb', 'cc…'])
  })

  test('collapses white space', () => {
    expect(wrap('  Flag\n\t1 ', { width: 9, lines: 1 }, widthOf).lines).toEqual(['Flag 1'])
    expect(wrap(' ', { width: 9, lines: 1 }, widthOf).lines).toEqual([])
  })
})

test('wrapAll measures at its size, and is whole only if every text is', () => {
  const room = { width: 8, lines: 1 }
  const measure = (text: string, size: number) => text.length * size
  expect(wrapAll(['abcd', 'ef'], room, 2, measure).whole).toBe(true)
  expect(wrapAll(['abcde', 'ef'], room, 2, measure)).toEqual({
    size: 2,
    texts: [
      { lines: ['abc…'], whole: false },
      { lines: ['ef'], whole: true },
    ],
    whole: false,
  })
})

test('names are set in three quarters of the size at least, never below 6 pt', () => {
  const inPoints = (size: number) => nameSizes(size * MM_PER_POINT).map((each) => each / MM_PER_POINT)
  for (const [size, expected] of [
    [12, [12, 10.5, 9]],
    [7, [7, 6.5, 6]],
  ] as const) {
    const sizes = inPoints(size)
    expect(sizes).toHaveLength(3)
    for (const [i, each] of sizes.entries()) expect(each).toBeCloseTo(expected[i]!, 12)
  }
})
