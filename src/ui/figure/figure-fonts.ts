// The letters of figures: DejaVu Sans, as matplotlib has it. Loaded from the page's own origin when the first figure is
// drawn, because the two files are as large as the rest of the page.

import regularUrl from 'dejavu-fonts-ttf/ttf/DejaVuSans.ttf?url'
import boldUrl from 'dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf?url'
import { type Font, parse } from 'opentype.js/dist/opentype.mjs'
import { StudioError } from '../../core/errors.ts'
import type { TextMeasure } from '../../core/figure/scene.ts'

/** A font as its file and as its outlines. */
export interface LoadedFont {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly font: Font
}

/** Both weights that figures have. */
export interface FigureFonts {
  readonly regular: LoadedFont
  readonly bold: LoadedFont
  readonly measure: TextMeasure
}

/** Reads a file of the page's own origin. */
export type FetchBytes = (url: string) => Promise<Uint8Array<ArrayBuffer>>

let loading: Promise<FigureFonts> | null = null

/**
 * The fonts, loaded once; a failure is forgotten, so that the next figure tries again.
 * @throws StudioError `file-gone` if they cannot be fetched
 */
export function loadFigureFonts(fetchBytes: FetchBytes = fetchFont): Promise<FigureFonts> {
  loading ??= readFonts(fetchBytes).catch((error: unknown) => {
    loading = null
    throw error
  })
  return loading
}

async function readFonts(fetchBytes: FetchBytes): Promise<FigureFonts> {
  const [regular, bold] = await Promise.all([fetchBytes(regularUrl), fetchBytes(boldUrl)])
  return makeFigureFonts(regular, bold)
}

/** Fonts from the bytes of their files. */
export function makeFigureFonts(
  regularBytes: Uint8Array<ArrayBuffer>,
  boldBytes: Uint8Array<ArrayBuffer>,
): FigureFonts {
  const regular = parseFont(regularBytes)
  const bold = parseFont(boldBytes)
  return {
    regular,
    bold,
    measure: (text, size, isBold) => widthOf(text, size, (isBold ? bold : regular).font),
  }
}

/** Reads a glyph when it is asked for: a figure needs some sixty of six thousand. */
function parseFont(bytes: Uint8Array<ArrayBuffer>): LoadedFont {
  return { bytes, font: parse(exactBuffer(bytes), { lowMemory: true }) }
}

/** Sum of advances, without kerning and ligatures, as all three formats draw it. */
function widthOf(text: string, size: number, font: Font): number {
  const { unitsPerEm } = font
  let units = 0
  for (const character of text) {
    // another font draws it; Chinese and emoji are as wide as they are high
    units += font.hasChar(character) ? advanceOf(character, font) : unitsPerEm
  }
  return (units / unitsPerEm) * size
}

function advanceOf(character: string, font: Font): number {
  return font.charToGlyph(character).advanceWidth ?? font.unitsPerEm
}

async function fetchFont(url: string): Promise<Uint8Array<ArrayBuffer>> {
  const failed = (why: string, options?: ErrorOptions): StudioError =>
    new StudioError(
      'file-gone',
      `The font of figures could not be loaded: ${why}.`,
      'Check that the server of this page still runs, then try again.',
      options,
    )
  let response: Response
  try {
    response = await fetch(url)
  } catch (cause) {
    throw failed('the server does not answer', { cause })
  }
  if (!response.ok) throw failed(`the server answers ${response.status}`)
  return new Uint8Array(await response.arrayBuffer())
}

function exactBuffer(bytes: Uint8Array<ArrayBuffer>): ArrayBuffer {
  const { buffer, byteOffset, byteLength } = bytes
  return byteLength === buffer.byteLength ? buffer : buffer.slice(byteOffset, byteOffset + byteLength)
}
