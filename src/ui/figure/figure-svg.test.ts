// @vitest-environment happy-dom
import { parse } from 'opentype.js/dist/opentype.mjs'
import { describe, expect, test } from 'vitest'
import type { Scene } from '../../core/figure/scene.ts'
import { figureSvg } from './figure-svg.ts'
import { testFonts } from './fonts.fixture.ts'
import { SCENE } from './scene.fixture.ts'

const fonts = await testFonts()

async function facesOf(scene: Scene) {
  const text = await figureSvg(scene, fonts).text()
  const rules = text.matchAll(
    /@font-face \{ font-family: 'DejaVu Sans'; font-weight: (\d+); src: url\(data:font\/otf;base64,([\w+/=]+)\) format\('opentype'\); \}/g,
  )
  return [...rules].map(([, weight, data]) => ({
    weight,
    font: parse(Uint8Array.from(Buffer.from(data!, 'base64')).buffer),
  }))
}

describe('figureSvg', () => {
  test('is an SVG file with each mark', async () => {
    const file = figureSvg(SCENE, fonts)
    const text = await file.text()
    expect(file.type).toBe('image/svg+xml')
    expect(text.slice(0, 91)).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n<svg xmlns="http://www.w3.org/2000/svg" width="180mm',
    )
    expect(text).toContain('&lt;script&gt;&amp;日 \ufffd😀</text>')
    expect(text.match(/<(rect|polyline|circle|polygon|text)[ >]/g)).toHaveLength(SCENE.shapes.length + 1)
    expect(text.length).toBeLessThan(30_000)
  })

  test('brings the letters of each weight', async () => {
    const [regular, bold, ...others] = await facesOf(SCENE)
    expect([regular!.weight, bold!.weight, others]).toEqual(['400', '700', []])
    expect(bold!.font.numGlyphs).toBe(2)
    expect(bold!.font.hasChar('a')).toBe(true)
    expect([...'12.34%ΔZ≥😀'].every((character) => regular!.font.hasChar(character))).toBe(true)
    expect(regular!.font.hasChar('b')).toBe(false)
  })

  test('brings no font that nothing is written in', async () => {
    const shapes = SCENE.shapes.filter((shape) => shape.kind !== 'text' || shape.bold !== true)
    expect((await facesOf({ ...SCENE, shapes })).map(({ weight }) => weight)).toEqual(['400'])
    expect(await facesOf({ ...SCENE, shapes: [] })).toEqual([])
  })
})
