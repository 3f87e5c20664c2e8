// The colours of runs in main.css: readable on the panel, and told apart by people with each kind of colour vision.

import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { RUN_COLOURS } from '../../core/run-record.ts'
import { isMarked, runColour } from '../chart/run-colour.ts'

type Triple = readonly [number, number, number]
type Matrix = readonly [Triple, Triple, Triple]

const CSS = readFileSync(new URL('../../main.css', import.meta.url), 'utf8')
const [LIGHT, DARK] = CSS.split(':root[data-mantine-color-scheme="dark"]') as [string, string]

/** Machado, Oliveira and Fernandes 2009 (doi:10.1109/TVCG.2009.113), severity 1, on linear sRGB. */
const VISIONS: Readonly<Record<string, Matrix>> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
}

/** Linear sRGB to CIE XYZ, D65. */
const XYZ: Matrix = [
  [0.4123908, 0.3575843, 0.1804808],
  [0.212639, 0.7151687, 0.0721923],
  [0.0193308, 0.1191948, 0.9505322],
]

function linear(css: string, token: string): Triple {
  const hex = new RegExp(`--${token}: #([0-9a-f]{6});`).exec(css)![1]!
  const channel = (at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  return [channel(0), channel(2), channel(4)]
}

function times(matrix: Matrix, [r, g, b]: Triple): Triple {
  const row = ([x, y, z]: Triple) => x * r + y * g + z * b
  return [row(matrix[0]), row(matrix[1]), row(matrix[2])]
}

function contrast(a: Triple, b: Triple): number {
  const [low, high] = [times(XYZ, a)[1], times(XYZ, b)[1]].sort((x, y) => x - y) as [number, number]
  return (high + 0.05) / (low + 0.05)
}

/** CIE 1976 L*a*b*, D65. */
function lab(colour: Triple): Triple {
  const white = times(XYZ, [1, 1, 1])
  const [x, y, z] = times(XYZ, colour).map((value, i) => {
    const share = value / white[i]!
    return share > (6 / 29) ** 3 ? Math.cbrt(share) : share / (3 * (6 / 29) ** 2) + 4 / 29
  }) as [number, number, number]
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)]
}

/** CIE76 distances of all pairs as they are seen, by pair. */
function distances(css: string, vision: Matrix): { readonly pair: string; readonly distance: number }[] {
  const seen = Array.from({ length: RUN_COLOURS }, (_, i) => {
    const [r, g, b] = times(vision, linear(css, `run-${i}`))
    const visible = (value: number) => Math.min(1, Math.max(0, value))
    return lab([visible(r), visible(g), visible(b)])
  })
  return seen.flatMap((a, i) =>
    seen.slice(0, i).map((b, j) => ({
      pair: `${j} ${i}`,
      distance: Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]),
    })),
  )
}

test('the measures themselves, on black, white and red', () => {
  const css = '--white: #ffffff; --black: #000000; --red: #ff0000;'
  expect(contrast(linear(css, 'white'), linear(css, 'black'))).toBeCloseTo(21, 5)
  // CIE 1976 L*a*b* of sRGB's red under D65
  expect(lab(linear(css, 'red')).map((value) => Number(value.toFixed(1)))).toEqual([53.2, 80.1, 67.2])
})

test('the last four of eight have a second mark', () => {
  const colours = Array.from({ length: RUN_COLOURS }, (_, i) => i)
  expect(colours.filter(isMarked)).toEqual([4, 5, 6, 7])
  expect(runColour(7)).toBe('var(--run-7)')
})

describe.each([
  { scheme: 'light', css: LIGHT, least: 18 },
  { scheme: 'dark', css: DARK, least: 18 },
])('$scheme', ({ css, least }) => {
  test('each colour has a contrast of at least 3 on the panel', () => {
    const low = Array.from({ length: RUN_COLOURS }, (_, i) => i).filter(
      (i) => contrast(linear(css, `run-${i}`), linear(css, 'panel')) < 3,
    )
    expect(low).toEqual([])
  })

  test.each(Object.keys(VISIONS))('no two are closer than that: %s', (vision) => {
    const pairs = distances(css, VISIONS[vision]!)
    expect(pairs).toHaveLength((RUN_COLOURS * (RUN_COLOURS - 1)) / 2)
    expect(pairs.filter(({ distance }) => distance < least)).toEqual([])
  })
})
