import { describe, expect, test } from 'vitest'
import {
  contrastRatio,
  cssColor,
  hexColor,
  type Rgb,
  readableOn,
  relativeLuminance,
  viridis,
} from './viridis.ts'

// matplotlib.colors.to_rgb(colormaps['viridis'](x)) times 255, rounded; matplotlib 3.11.
const MATPLOTLIB: readonly (readonly [number, Rgb])[] = [
  [0, [68, 1, 84]],
  [0.1, [72, 36, 117]],
  [0.25, [59, 82, 139]],
  [0.5, [33, 145, 140]],
  [0.75, [94, 201, 98]],
  [0.9, [189, 223, 38]],
  [1, [253, 231, 37]],
]

describe('viridis', () => {
  test.each(MATPLOTLIB)('%d is the colour of matplotlib', (fraction, color) => {
    expect(viridis(fraction)).toEqual(color)
  })

  test('clamps what lies outside 0 to 1', () => {
    expect(viridis(-0.2)).toEqual([68, 1, 84])
    expect(viridis(1.7)).toEqual([253, 231, 37])
    expect(viridis(Number.NaN)).toEqual([68, 1, 84])
  })

  test('is written as CSS', () => {
    expect(cssColor(viridis(0.5))).toBe('rgb(33 145 140)')
  })

  test('is written as hexadecimal digits', () => {
    expect(hexColor(viridis(0))).toBe('#440154')
  })
})

describe('text colour', () => {
  test('luminance and contrast are those of WCAG', () => {
    expect(relativeLuminance([255, 255, 255])).toBeCloseTo(1, 12)
    expect(relativeLuminance([0, 0, 0])).toBe(0)
    expect(contrastRatio([0, 0, 0], [255, 255, 255])).toBeCloseTo(21, 12)
    expect(contrastRatio([119, 119, 119], [255, 255, 255])).toBeCloseTo(4.478, 3)
  })

  test('is white on the dark end and black on the bright end', () => {
    expect(readableOn(viridis(0))).toBe('#fff')
    expect(readableOn(viridis(0.25))).toBe('#fff')
    expect(readableOn(viridis(0.75))).toBe('#000')
    expect(readableOn(viridis(1))).toBe('#000')
  })

  test('reaches at least 4.5 to 1 on every one of the 256 colours', () => {
    for (let i = 0; i < 256; i++) {
      const color = viridis(i / 256)
      const text: Rgb = readableOn(color) === '#fff' ? [255, 255, 255] : [0, 0, 0]
      expect(contrastRatio(color, text)).toBeGreaterThanOrEqual(4.5)
    }
  })
})
