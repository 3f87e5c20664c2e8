// @vitest-environment happy-dom
import { act } from 'react'
import { afterEach, describe, expect, test } from 'vitest'
import { type Rendered, render, textOf } from '../test-render.tsx'
import { Gallery, type GalleryProps } from './Gallery.tsx'

let shown: Rendered
afterEach(() => shown.unmount())

const ZGRID = Float64Array.of(0, 0.5, 1)
const NONE = Number.NEGATIVE_INFINITY

let calls: unknown[]

function draw(patch: Partial<GalleryProps> = {}): HTMLElement {
  calls = []
  shown = render(
    <Gallery
      groups={[
        {
          label: 'DeltaZ < 1e-3',
          objects: [
            { key: 7, name: 'VALID, row 3', lnP: Float32Array.of(0, 3, 0), redshift: 0.5 },
            { key: 9, name: 'VALID, row 5', lnP: Float32Array.of(3, 0, 0), redshift: null },
          ],
        },
        {
          label: 'DeltaZ ≥ 1e-3',
          objects: [{ key: 8, name: 'VALID, row 4', lnP: Float32Array.of(NONE, NONE, NONE), redshift: 1 }],
        },
        { label: 'none', objects: [] },
      ]}
      zgrid={ZGRID}
      onOpen={(key) => calls.push(key)}
      onAgain={() => calls.push('again')}
      busy={false}
      {...patch}
    />,
  )
  return shown.container
}

describe('Gallery', () => {
  test('has a section per class, with its objects', () => {
    const sections = [...draw().querySelectorAll('section')]
    const names = sections.map((each) =>
      textOf(document.getElementById(each.getAttribute('aria-labelledby')!)),
    )
    expect(names).toEqual(['DeltaZ < 1e-3', 'DeltaZ ≥ 1e-3', 'none'])
    expect(sections.map((each) => [...each.querySelectorAll('li')].map(textOf))).toEqual([
      ['VALID, row 3 z_est 0.5000', 'VALID, row 5 z_est not known'],
      ['VALID, row 4 no shape'],
      [],
    ])
    expect(textOf(sections[2]!)).toBe('noneNo object of this class.')
  })

  test('draws each curve, scaled to itself, with z_est below it', () => {
    const curves = [...draw().querySelectorAll('li')].map((each) =>
      [...each.querySelectorAll('path')].map((path) => path.getAttribute('d')),
    )
    // 0.5 lies at 144 ln 1.5 / ln 2, and exp(-3) is 1.7 of 35 pixels high
    expect(curves).toEqual([
      ['M0 37H144', 'M84.2 38v6', 'M0 34.3L84.2 1L144 34.3'],
      ['M0 37H144', 'M0 1L84.2 34.3L144 34.3'],
      ['M0 37H144', 'M144 38v6', ''],
    ])
  })

  test('opens an object, and draws others', () => {
    const buttons = [...draw().querySelectorAll('button')]
    act(() => buttons.find((each) => textOf(each).startsWith('VALID, row 5'))!.click())
    act(() => buttons.find((each) => textOf(each) === 'Draw 12 others')!.click())
    expect(calls).toEqual([9, 'again'])
  })

  test('waits while others are being read', () => {
    draw({ busy: true })
    const again = [...shown.container.querySelectorAll('button')].find(
      (each) => textOf(each) === 'Reading others',
    )!
    expect(again.disabled).toBe(true)
    expect(shown.container.querySelector('[aria-busy="true"]')).not.toBeNull()
  })

  test('before the first ones are there it says the same, and what it waits for', () => {
    const caption = textOf(draw().querySelector('p'))
    shown.unmount()
    expect(textOf(draw({ groups: [], busy: true }).querySelector('p'))).toBe(caption)
    expect(textOf(shown.container.querySelector('button'))).toBe('Reading objects')
  })

  test('says what the curves are, with a grid and without', () => {
    expect(textOf(draw().querySelector('p'))).toBe(
      'p(z) over the whole range, even in ln(1+z), each scaled to its own highest value; drawn by chance from each ' +
        'class. The mark below a curve is z_est.',
    )
    shown.unmount()
    expect(textOf(draw({ zgrid: null }).querySelector('p'))).toBe(
      'p(z) over all points, each scaled to its own highest value; drawn by chance from each class.',
    )
  })
})
