import { parse } from 'opentype.js/dist/opentype.mjs'
import { describe, expect, test } from 'vitest'
import { subsetFont } from './font-subset.ts'
import { testFonts } from './fonts.fixture.ts'

const { regular } = await testFonts()

describe('subsetFont', () => {
  test('holds the characters of the texts and no others, with their widths and outlines', () => {
    const bytes = subsetFont(regular.font, ['ΔZ ≥ 1e-3', 'Zé 😀 日'], 'Book')!
    const font = parse(bytes)
    expect(font.numGlyphs).toBe(11)
    expect(bytes.byteLength).toBeLessThan(6000)
    for (const character of 'ΔZ ≥1e-3é😀') {
      const [made, source] = [font.charToGlyph(character), regular.font.charToGlyph(character)]
      expect([character, made.advanceWidth]).toEqual([character, source.advanceWidth])
      const { x1, y1, x2, y2 } = source.getBoundingBox()
      expect(made.getBoundingBox()).toMatchObject({ x1, y1, x2, y2 })
    }
    expect([...'日A'].map((character) => font.hasChar(character))).toEqual([false, false])
  })

  test('keeps size, name and copyright of the font', () => {
    const font = parse(subsetFont(regular.font, ['x'], 'Bold')!)
    expect([font.unitsPerEm, font.ascender, font.descender]).toEqual([2048, 1901, -483])
    expect(font.getEnglishName('fullName')).toBe('DejaVu Sans Bold')
    expect(font.getEnglishName('copyright')).toContain('Copyright (c) 2003 by Bitstream, Inc.')
    expect(font.getEnglishName('licenseURL')).toBe('http://dejavu.sourceforge.net/wiki/index.php/License')
  })

  test('leaves the font as it was', () => {
    const before = regular.font.charToGlyphIndex('A')
    subsetFont(regular.font, ['A'], 'Book')
    expect(regular.font.charToGlyph('A').index).toBe(before)
  })

  test('is none where the font has none of the characters', () => {
    expect(subsetFont(regular.font, ['日本', ''], 'Book')).toBeNull()
  })
})
