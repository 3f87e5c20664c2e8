// @vitest-environment happy-dom
import { afterEach, describe, expect, test } from 'vitest'
import { type Rendered, render } from '../test-render.tsx'
import { hasShape, Sparkline, sparkPath } from './Sparkline.tsx'
import { zAxis } from './z-axis.ts'

let shown: Rendered | undefined
afterEach(() => {
  shown?.unmount()
  shown = undefined
})

const AXIS = zAxis(3, Float64Array.of(0, 1, 3), 'ln(1+z)')

describe('sparkPath', () => {
  test('is p, scaled to its highest value, along the axis', () => {
    // p is a quarter, the highest, and none; in ln(1+z) the points are even
    expect(sparkPath([5 - Math.log(4), 5, Number.NEGATIVE_INFINITY], AXIS, 100, 41)).toBe('M0 31L50 1L100 41')
  })

  test('never loses a peak of one point', () => {
    const lnP = new Float32Array(17_908).fill(-30)
    lnP[9001] = 2
    const path = sparkPath(lnP, zAxis(17_908, null, 'z'), 144, 36)
    expect(path).toContain('L72.4 1L')
    expect(path.length).toBeLessThan(6000)
  })

  test.each([
    ['NaN', [0, Number.NaN, 0]],
    ['+inf', [0, Number.POSITIVE_INFINITY, 0]],
    ['-inf everywhere', new Array<number>(3).fill(Number.NEGATIVE_INFINITY)],
  ])('has no line for %s', (_, lnP) => {
    expect(sparkPath(lnP, AXIS, 100, 41)).toBe('')
    expect(hasShape(lnP)).toBe(false)
  })
})

describe('Sparkline', () => {
  const paths = (redshift: number | null, axis = AXIS) => {
    shown = render(<Sparkline lnP={[0, 1, 0]} axis={axis} redshift={redshift} />)
    return [...shown.container.querySelectorAll('path')].map((path) => path.getAttribute('d'))
  }

  test('marks z_est below the curve', () => {
    expect(paths(1)).toEqual(['M0 37H144', 'M72 38v6', 'M0 23.1L72 1L144 23.1'])
  })

  test.each([
    ['unknown', null, AXIS],
    ['beyond the grid', 3.5, AXIS],
    ['without a place', 1, zAxis(3, null, 'z')],
  ])('no mark for z_est that is %s', (_, redshift, axis) => {
    expect(paths(redshift, axis)).toHaveLength(2)
  })
})
