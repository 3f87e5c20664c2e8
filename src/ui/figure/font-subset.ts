// A font of only the letters that a figure uses, small enough to travel inside its SVG, so that the figure looks the same
// where DejaVu Sans is not installed.

import { Font, Glyph } from 'opentype.js/dist/opentype.mjs'

/**
 * An OpenType font of the texts' characters that `source` has, with its metrics and copyright; `null` if it has none.
 * The rest is left to the next font family.
 */
export function subsetFont(source: Font, texts: readonly string[], styleName: string): ArrayBuffer | null {
  const codes = codesByGlyph(source, texts)
  if (codes.size === 0) return null
  const { unitsPerEm, ascender, descender } = source
  return new Font({
    familyName: 'DejaVu Sans',
    styleName,
    unitsPerEm,
    ascender,
    descender,
    // glyph 0 stands for missing characters, and has to be there
    glyphs: [
      copyGlyph(source.glyphs.get(0), []),
      ...[...codes].map(([index, unicodes]) => copyGlyph(source.glyphs.get(index), unicodes)),
    ],
    copyright: source.getEnglishName('copyright'),
    licenseURL: source.getEnglishName('licenseURL'),
  }).toArrayBuffer()
}

/** Code points of each glyph that is needed: several characters may share one. */
function codesByGlyph(source: Font, texts: readonly string[]): Map<number, number[]> {
  const codes = new Map<number, number[]>()
  for (const character of [...new Set(texts.join(''))].sort()) {
    const code = character.codePointAt(0)
    if (code === undefined || !source.hasChar(character)) continue
    const index = source.charToGlyphIndex(character)
    codes.set(index, [...(codes.get(index) ?? []), code])
  }
  return codes
}

/** Writing a font numbers its glyphs anew, and `source` must keep its own numbers. */
function copyGlyph({ name, advanceWidth, path }: Glyph, unicodes: number[]): Glyph {
  return new Glyph({ name: name ?? undefined, unicode: unicodes[0], unicodes, advanceWidth, path })
}
