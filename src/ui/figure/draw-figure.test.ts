// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { FigureRequest } from '../../core/figure/request.ts'
import { viewOfRun } from '../../core/run-view.ts'
import { endedRun } from '../test-data.ts'
import { drawFigure, previewFigure } from './draw-figure.ts'
import { readFontFile } from './fonts.fixture.ts'

const REQUEST: FigureRequest = { view: viewOfRun(endedRun('finished')), size: 'reference', panel: 'all' }

describe('drawFigure', () => {
  test('makes an SVG of 13 x 8 in with the letters of the panels', async () => {
    const text = await (await drawFigure(REQUEST, 'svg', readFontFile)).text()
    const svg = new DOMParser().parseFromString(text, 'image/svg+xml').documentElement
    expect([svg.getAttribute('width'), svg.getAttribute('height')]).toEqual(['330.2mm', '203.2mm'])
    const bold = [...svg.querySelectorAll('text[font-weight="bold"]')].map(({ textContent }) => textContent)
    expect(['a', 'b', 'c', 'd'].filter((letter) => !bold.includes(letter))).toEqual([])
  })

  test('makes a PDF', async () => {
    const file = await drawFigure(REQUEST, 'pdf', readFontFile)
    expect(file.type).toBe('application/pdf')
    expect(await file.slice(0, 5).text()).toBe('%PDF-')
  })
})

describe('previewFigure', () => {
  const shown: { readonly family: string; readonly weight: string; readonly bytes: number }[] = []

  class FontFaceDouble {
    readonly family: string
    readonly weight: string
    readonly bytes: number
    constructor(family: string, bytes: Uint8Array, { weight }: { readonly weight: string }) {
      this.family = family
      this.weight = weight
      this.bytes = bytes.length
    }
  }

  beforeEach(() => {
    shown.length = 0
    vi.stubGlobal('FontFace', FontFaceDouble)
    Object.defineProperty(document, 'fonts', {
      configurable: true,
      value: {
        [Symbol.iterator]: () => shown[Symbol.iterator](),
        add: (face: FontFaceDouble) => shown.push(face),
      },
    })
  })
  afterEach(() => {
    vi.unstubAllGlobals()
    Reflect.deleteProperty(document, 'fonts')
  })

  test('is the drawing of the file, without a font of its own', async () => {
    const saved = await (await drawFigure(REQUEST, 'svg', readFontFile)).text()
    const svg = await previewFigure(REQUEST, readFontFile)
    const drawn = new XMLSerializer().serializeToString(svg)
    expect(saved.replace(/^<\?xml.*\n/, '').replace(/<style>[\s\S]*<\/style>/, '')).toBe(`${drawn}\n`)
  })

  test('gives the page both fonts, once', async () => {
    await previewFigure(REQUEST, readFontFile)
    await previewFigure({ ...REQUEST, panel: 'c' }, readFontFile)
    expect(shown).toEqual([
      { family: 'DejaVu Sans', weight: '400', bytes: 757_076 },
      { family: 'DejaVu Sans', weight: '700', bytes: 705_684 },
    ])
  })
})
