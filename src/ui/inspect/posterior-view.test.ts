import { describe, expect, test } from 'vitest'
import { referenceZgrid } from '../../core/zgrid.ts'
import { analysePosterior } from './posterior-analysis.ts'
import { plotBox, posteriorView, readAt, type ViewRequest } from './posterior-view.ts'
import { zAxis } from './z-axis.ts'

/** A drawing of 10 pixels per point: the box starts at 68 and is 100 wide. */
const WIDTH = 182
const ZGRID = Float64Array.from({ length: 11 }, (_, i) => i / 10)
const NONE = Number.NEGATIVE_INFINITY

function request(lnP: readonly number[], patch: Partial<ViewRequest> = {}): ViewRequest {
  const axis = patch.axis ?? zAxis(lnP.length, ZGRID, 'z')
  return {
    analysis: analysePosterior(lnP, axis.zgrid),
    axis,
    range: axis.whole,
    pScale: 'linear',
    redshift: null,
    width: WIDTH,
    ...patch,
  }
}

/** Heights of ln p: the box of the lower panel is from 244 to 364, with 5 % of the span left free. */
const LN_P = [-10, -10, -8, 0, -8, NONE, NONE, -8, -2, -9, -10]

describe('posteriorView', () => {
  test('both panels share the redshift axis', () => {
    const view = posteriorView(request(LN_P))
    expect(plotBox(WIDTH)).toEqual({ left: 68, top: 38, width: 100, height: 326 })
    expect(view.lnP.box).toEqual({ left: 68, top: 244, width: 100, height: 120 })
    expect(view.p!.box).toEqual({ left: 68, top: 38, width: 100, height: 180 })
    expect(view.xTicks).toEqual([
      { at: 68, label: '0.0' },
      { at: 118, label: '0.5' },
      { at: 168, label: '1.0' },
    ])
    expect(view.drawn).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  })

  test('ln p as in the file, with a gap at -inf that is marked at the bottom', () => {
    const view = posteriorView(request(LN_P))
    expect(view.lnP.line).toBe(
      'M68 358.5L78 358.5L88 336.7L98 249.5L108 336.7M138 336.7L148 271.3L158 347.6L168 358.5',
    )
    expect(view.infinite).toBe('M118 362.5H128')
    expect(view.lnP.ticks.map(({ label }) => label)).toEqual(['−10', '−5', '0'])
  })

  test('p from 0 at the bottom to just below the top', () => {
    const view = posteriorView(request(LN_P))
    const heights = view
      .p!.line.split(/[ML]/)
      .slice(1)
      .map((pair) => Number(pair.split(' ')[1]))
    expect(heights[3]).toBe(48.2)
    expect([heights[0], heights[5], heights[10]]).toEqual([218, 218, 218])
    expect(heights[8]).toBe(195)
    expect(view.p!.ticks[0]).toEqual({ at: 218, label: '0' })
  })

  test('p on a logarithmic axis', () => {
    const linear = posteriorView(request(LN_P))
    const log = posteriorView(request(LN_P, { pScale: 'log' }))
    expect(log.p!.line).not.toBe(linear.p!.line)
    expect(log.lnP).toEqual(linear.lnP)
    expect(log.p!.ticks.map(({ label }) => label)).toEqual(['10⁻⁵', '10⁻²', '10'])
  })

  test('intervals: strips in both panels, bars between them', () => {
    const [inner, outer] = posteriorView(request(LN_P)).bands
    expect([inner!.level, outer!.level]).toEqual([0.68, 0.95])
    expect(inner!.bars).toBe('M93 231H103')
    expect(outer!.bars).toBe('M93 231H103M143 231H153')
    expect(inner!.strips).toBe('M93 38H103V218H93ZM93 244H103V364H93Z')
  })

  test('intervals end at the edge of the range', () => {
    const [inner] = posteriorView(request(LN_P, { range: [0.3, 0.4] })).bands
    expect(inner!.bars).toBe('M68 231H118')
    const [none] = posteriorView(request(LN_P, { range: [0.5, 0.6] })).bands
    expect(none).toEqual({ level: 0.68, strips: '', bars: '' })
  })

  test('a narrow interval is still seen', () => {
    const zgrid = Float64Array.of(0, 0.4998, 0.4999, 0.5, 0.5001, 0.5002, 1)
    const lnP = [-50, -50, -50, 0, -50, -50, -50]
    const [inner] = posteriorView(request(lnP, { axis: zAxis(7, zgrid, 'z') })).bands
    expect(inner!.bars).toBe('M117.3 231H118.8')
  })

  test('z_est inside, and the side on which it is beyond the range', () => {
    const mark = (redshift: number | null, range: readonly [number, number] = [0, 1]) =>
      posteriorView(request(LN_P, { redshift, range })).redshift
    expect(mark(0.3)).toEqual({ x: 98, place: 'inside' })
    expect(mark(0.3, [0.5, 1])).toEqual({ x: 68, place: 'left' })
    expect(mark(0.3, [0, 0.2])).toEqual({ x: 168, place: 'right' })
    expect(mark(null)).toBeNull()
    const axis = zAxis(11, null, 'z')
    expect(posteriorView(request(LN_P, { axis, range: axis.whole, redshift: 0.3 })).redshift).toBeNull()
  })

  test('peaks in view, by their numbers; close ones share a place', () => {
    expect(posteriorView(request(LN_P)).peaks).toEqual([
      { x: 98, label: '1' },
      { x: 148, label: '2' },
    ])
    expect(posteriorView(request(LN_P, { range: [0.5, 1] })).peaks).toEqual([{ x: 128, label: '2' }])
    const close = [-9, -9, 0, -5, -1, -9, -9, -9, -9, -9, -9]
    expect(posteriorView(request(close, { width: 132 })).peaks).toEqual([{ x: 78, label: '1,2' }])
  })

  test('the vertical axes fit the range', () => {
    const view = posteriorView(request(LN_P, { range: [0.7, 1] }))
    expect(view.lnP.ticks.map(({ label }) => label)).toEqual(['−10', '−8', '−6', '−4', '−2'])
    expect(view.lnP.line.startsWith('M68 ')).toBe(true)
  })

  test('a negligible part of p looks negligible', () => {
    const lnP = [-10, -10, -8, 0, -8, -40, -40, -30, -29, -30, -40]
    const view = posteriorView(request(lnP, { range: [0.6, 1] }))
    expect(new Set(view.p!.line.match(/(?<= )[\d.]+/g))).toEqual(new Set(['218']))
  })

  test('NaN: no probabilities, and a gap in ln p', () => {
    const view = posteriorView(request([0, Number.NaN, 0, 0, 0, 0, 0, 0, 0, 0, 0]))
    expect([view.p, view.bands, view.peaks]).toEqual([null, [], []])
    expect(view.lnP.line.startsWith('M68 304h0M88 304L98 304')).toBe(true)
  })

  test('-inf everywhere: a mark along the whole bottom', () => {
    const view = posteriorView(request(new Array(11).fill(NONE)))
    expect(view.lnP).toMatchObject({ line: '', ticks: [] })
    expect(view.infinite).toBe('M68 362.5H168')
  })

  test('a peak of one point among 17,908 is drawn to its height', () => {
    const zgrid = referenceZgrid(17_908)
    const lnP = new Float32Array(17_908).fill(-20)
    lnP[9001] = 0
    const axis = zAxis(17_908, zgrid, 'ln(1+z)')
    const view = posteriorView({
      analysis: analysePosterior(lnP, zgrid),
      axis,
      range: axis.whole,
      pScale: 'linear',
      redshift: null,
      width: 782,
    })
    expect(view.drawn).toContain(9001)
    expect(view.drawn.length).toBeLessThan(2900)
    expect(view.p!.line).toContain('L419.9 48.2L')
  })
})

describe('readAt', () => {
  test('reads the nearest point', () => {
    const asked = request(LN_P)
    const view = posteriorView(asked)
    expect(readAt(view, asked, 101)).toMatchObject({ x: 98, z: 0.3, lnP: 0 })
    expect(readAt(view, asked, 118)).toEqual({ x: 118, z: 0.5, lnP: NONE, density: 0 })
  })

  test('reads the highest point of a pixel column', () => {
    const lnP = new Float32Array(1001).fill(-5)
    lnP[503] = 1
    const axis = zAxis(1001, null, 'z')
    const asked = request([...lnP], { axis, range: axis.whole })
    expect(readAt(posteriorView(asked), asked, 118)).toMatchObject({ z: 503, lnP: 1 })
  })

  test('without probabilities there is ln p alone', () => {
    const asked = request([0, Number.NaN, 0, 0, 0, 0, 0, 0, 0, 0, 0])
    expect(readAt(posteriorView(asked), asked, 68)).toEqual({ x: 68, z: 0, lnP: 0, density: null })
  })
})
