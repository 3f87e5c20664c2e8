// @vitest-environment happy-dom
import { act } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { render } from '../test-render.tsx'
import { ConfusionMatrix } from './ConfusionMatrix.tsx'

function draw(matrix: readonly (readonly number[])[], labels: readonly string[]): HTMLTableElement {
  const host = document.createElement('div')
  host.innerHTML = renderToStaticMarkup(<ConfusionMatrix matrix={matrix} labels={labels} />)
  return host.querySelector('table')!
}

function cells(table: HTMLTableElement): HTMLTableCellElement[] {
  return [...table.querySelectorAll<HTMLTableCellElement>('td[data-count]')]
}

describe('ConfusionMatrix', () => {
  const table = draw(
    [
      [2138, 11],
      [300, 2131],
    ],
    ['Success', 'Spurious/Mismatch'],
  )

  test('has the percentage of the row over the count, and the count as data', () => {
    expect(cells(table).map((cell) => cell.textContent)).toEqual([
      '99.49% 2138',
      '0.51% 11',
      '12.34% 300',
      '87.66% 2131',
    ])
    expect(cells(table).map((cell) => cell.dataset.count)).toEqual(['2138', '11', '300', '2131'])
  })

  test('has the classes, and nothing else, as headers of columns and rows', () => {
    const headers = (scope: string) =>
      [...table.querySelectorAll(`th[scope="${scope}"]`)].map((header) => header.textContent)
    expect(headers('col')).toEqual(['Success', 'Spurious/Mismatch'])
    expect(headers('row')).toEqual(['Success', 'Spurious/Mismatch'])
    expect(table.querySelectorAll('th')).toHaveLength(4)
  })

  test('colours cells by viridis of the share of the row, with text that contrasts', () => {
    const [hit, miss] = cells(
      draw(
        [
          [3, 0],
          [0, 0],
        ],
        ['a', 'b'],
      ),
    )
    expect(hit!.getAttribute('style')).toBe('background-color:rgb(253 231 37);color:#000')
    expect(miss!.getAttribute('style')).toBe('background-color:rgb(68 1 84);color:#fff')
  })

  test('a class without objects has zeros, not NaN', () => {
    const row = cells(
      draw(
        [
          [3, 0],
          [0, 0],
        ],
        ['a', 'b'],
      ),
    ).slice(2)
    expect(row.map((cell) => cell.textContent)).toEqual(['0.00% 0', '0.00% 0'])
  })

  test('class names are text, never markup', () => {
    const named = draw(
      [
        [1, 0],
        [0, 1],
      ],
      ['<img src=x>', 'b'],
    )
    expect(named.querySelector('img')).toBeNull()
    expect(named.querySelector('th')!.textContent).toBe('<img src=x>')
  })

  test('cells are no buttons unless they lead anywhere', () => {
    expect(table.querySelector('button')).toBeNull()
  })

  test('a cell with objects is a button that leads to them, and looks as it did', () => {
    const opened: (readonly [number, number])[] = []
    const shown = render(
      <ConfusionMatrix
        matrix={[
          [1234, 1],
          [0, 12],
        ]}
        labels={['DeltaZ < 1e-3', 'DeltaZ ≥ 1e-3']}
        onCell={(truth, predicted) => opened.push([truth, predicted])}
      />,
    )
    const all = cells(shown.container.querySelector('table')!)
    expect(all.map((cell) => cell.textContent)).toEqual(['99.92% 1234', '0.08% 1', '0.00% 0', '100.00% 12'])
    expect(all.map((cell) => cell.dataset.count)).toEqual(['1234', '1', '0', '12'])
    expect(all.map((cell) => cell.style.color)).toEqual(['#000', '#fff', '#fff', '#000'])
    const buttons = all.map((cell) => cell.querySelector('button'))
    expect(buttons.map((button) => button?.getAttribute('aria-label'))).toEqual([
      'Show 1,234 objects: true DeltaZ < 1e-3, predicted DeltaZ < 1e-3',
      'Show 1 object: true DeltaZ < 1e-3, predicted DeltaZ ≥ 1e-3',
      undefined,
      'Show 12 objects: true DeltaZ ≥ 1e-3, predicted DeltaZ ≥ 1e-3',
    ])
    act(() => buttons[1]!.click())
    act(() => buttons[3]!.click())
    expect(opened).toEqual([
      [0, 1],
      [1, 1],
    ])
    shown.unmount()
  })
})
