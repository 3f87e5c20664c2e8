// @vitest-environment happy-dom
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
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
})
