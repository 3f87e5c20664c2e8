import { getDocument, OPS } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { describe, expect, test } from 'vitest'
import { MM_PER_POINT } from '../../core/figure/scene.ts'
import { STUDIO_VERSION } from '../../core/version.ts'
import { figurePdf } from './figure-pdf.ts'
import { testFonts } from './fonts.fixture.ts'
import { SCENE } from './scene.fixture.ts'

const fonts = await testFonts()
const file = figurePdf(SCENE, fonts)
const bytes = new Uint8Array(await file.arrayBuffer())
const source = Buffer.from(bytes).toString('latin1')
const pdf = await getDocument({ data: bytes, verbosity: 0 }).promise
const page = await pdf.getPage(1)

/** Where each text begins, in mm from the top, and how it is turned. */
async function texts() {
  const { items } = await page.getTextContent()
  return items.flatMap((item) =>
    'str' in item && item.str.trim() !== ''
      ? [
          {
            text: item.str,
            x: item.transform[4] * MM_PER_POINT,
            y: SCENE.height - item.transform[5] * MM_PER_POINT,
            size: Math.hypot(item.transform[0], item.transform[1]) * MM_PER_POINT,
            turn: (Math.atan2(item.transform[1], item.transform[0]) * -180) / Math.PI,
          },
        ]
      : [],
  )
}

describe('figurePdf', () => {
  test('is one page of the size of the scene', () => {
    expect(file.type).toBe('application/pdf')
    expect(pdf.numPages).toBe(1)
    const [left, bottom, right, top] = page.view.map((points) => points * MM_PER_POINT)
    expect([left, bottom]).toEqual([0, 0])
    expect(right).toBeCloseTo(180, 3)
    expect(top).toBeCloseTo(100, 3)
  })

  test('a page higher than wide stays so', async () => {
    const high = figurePdf({ ...SCENE, width: 88, height: 200 }, fonts)
    const other = await getDocument({ data: new Uint8Array(await high.arrayBuffer()), verbosity: 0 }).promise
    const [, , right, top] = (await other.getPage(1)).view.map((points) => points * MM_PER_POINT)
    expect(right).toBeCloseTo(88, 3)
    expect(top).toBeCloseTo(200, 3)
  })

  test('says what it is and who made it', async () => {
    const { info } = await pdf.getMetadata()
    expect(info).toMatchObject({
      Title: 'CNN3, ΔZ ≥ 1e-3 <b>',
      Subject: 'Accuracy 0.94 & "best epoch" 3.',
      Creator: `Redshift Studio ${STUDIO_VERSION}`,
    })
  })

  test('embeds both fonts, only the letters that it uses', () => {
    expect([...source.matchAll(/\/BaseFont \/(\S+)/g)].map(([, name]) => name)).toEqual([
      'DejaVuSans',
      'DejaVuSans',
      'DejaVuSans-Bold',
      'DejaVuSans-Bold',
    ])
    expect(source.match(/\/FontFile2 /g)).toHaveLength(2)
    expect(bytes.length).toBeLessThan(200_000)
  })

  test('places texts as the SVG does, from their widths in these fonts', async () => {
    const wide = (text: string, size: number) => fonts.measure(text, size, false)
    const expected = [
      { text: '12.34%', x: 40 - wide('12.34%', 3.5) / 2, y: 30, size: 3.5, turn: 0 },
      { text: 'a', x: 3, y: 12, size: 4, turn: 0 },
      { text: 'True class', x: 6, y: 30 + wide('True class', 3) / 2, size: 3, turn: -90 },
      { text: 'ΔZ ≥ 1e-3', x: 140 - wide('ΔZ ≥ 1e-3', 3), y: 60, size: 3, turn: 0 },
      { text: '<script>&? \ufffd?', x: 10, y: 70, size: 3, turn: 0 },
    ]
    const found = await texts()
    expect(found.map(({ text }) => text)).toEqual(expected.map(({ text }) => text))
    for (const [i, { x, y, size, turn }] of expected.entries()) {
      expect(found[i]!.x).toBeCloseTo(x, 2)
      expect(found[i]!.y).toBeCloseTo(y, 2)
      expect(found[i]!.size).toBeCloseTo(size, 3)
      expect(found[i]!.turn).toBeCloseTo(turn, 3)
    }
  })

  test('is made of paths and text, not of pictures', async () => {
    const { fnArray } = await page.getOperatorList()
    expect(fnArray).toContain(OPS.showText)
    expect(fnArray).toContain(OPS.constructPath)
    expect(
      fnArray.filter((op) => op === OPS.paintImageXObject || op === OPS.paintInlineImageXObject),
    ).toEqual([])
  })
})
