// @vitest-environment happy-dom
import { describe, expect, test } from 'vitest'
import { SCENE } from './scene.fixture.ts'
import { sceneToSvg } from './scene-svg.ts'

const svg = sceneToSvg(SCENE)
const marks = [...svg.children].slice(3)

function attributes(element: Element | undefined): Record<string, string> {
  return Object.fromEntries([...element!.attributes].map(({ name, value }) => [name, value]))
}

describe('sceneToSvg', () => {
  test('is as large as the scene, and one millimetre is one unit', () => {
    expect(svg.namespaceURI).toBe('http://www.w3.org/2000/svg')
    expect(attributes(svg)).toEqual({
      width: '180mm',
      height: '100mm',
      viewBox: '0 0 180 100',
      role: 'img',
      'font-family': "'DejaVu Sans', Verdana, sans-serif",
      style: 'font-kerning: none; font-variant-ligatures: none',
    })
  })

  test('names and describes itself, on white', () => {
    const [title, description, paper] = svg.children
    expect([title!.tagName, title!.textContent]).toEqual(['title', 'CNN3, ΔZ ≥ 1e-3 <b>'])
    expect([description!.tagName, description!.textContent]).toEqual([
      'desc',
      'Accuracy 0.94 & "best epoch" 3.',
    ])
    expect(attributes(paper)).toEqual({ x: '0', y: '0', width: '180', height: '100', fill: '#ffffff' })
  })

  test('draws each mark, in order, to the micrometre', () => {
    expect(marks.slice(0, 5).map((mark) => [mark.tagName, attributes(mark)])).toEqual([
      [
        'rect',
        {
          x: '10',
          y: '10',
          width: '60',
          height: '40.123',
          fill: '#440154',
          stroke: '#000000',
          'stroke-width': '0.25',
        },
      ],
      ['rect', { x: '80', y: '10', width: '60', height: '40', fill: 'none' }],
      [
        'polyline',
        {
          points: '80,50 100,20 120,35',
          fill: 'none',
          'stroke-linejoin': 'round',
          stroke: '#d55e00',
          'stroke-width': '0.4',
          'stroke-dasharray': '2 1',
        },
      ],
      ['circle', { cx: '100', cy: '20', r: '1.5', fill: '#d55e00' }],
      [
        'polygon',
        { points: '118,35 122,35 120,31', fill: '#009e73', stroke: '#000000', 'stroke-width': '0.2' },
      ],
    ])
  })

  test('places texts by their anchors, bold and turned', () => {
    expect(marks.slice(5, 9).map((mark) => [mark.textContent, attributes(mark)])).toEqual([
      ['12.34%', { x: '40', y: '30', 'font-size': '3.5', 'text-anchor': 'middle', fill: '#ffffff' }],
      [
        'a',
        {
          x: '3',
          y: '12',
          'font-size': '4',
          'text-anchor': 'start',
          fill: '#000000',
          'font-weight': 'bold',
        },
      ],
      [
        'True class',
        {
          x: '6',
          y: '30',
          'font-size': '3',
          'text-anchor': 'middle',
          fill: '#000000',
          transform: 'rotate(-90 6 30)',
        },
      ],
      ['ΔZ ≥ 1e-3', { x: '140', y: '60', 'font-size': '3', 'text-anchor': 'end', fill: '#000000' }],
    ])
  })

  test('a name is text, whatever it holds', () => {
    const text = marks[9]!
    expect(text.children).toHaveLength(0)
    expect(text.textContent).toBe('<script>&日 \ufffd😀')
    expect(marks).toHaveLength(SCENE.shapes.length)
  })
})
