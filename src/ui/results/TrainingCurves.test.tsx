// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { RUN } from '../test-data.ts'
import { type Rendered, render, textOf } from '../test-render.tsx'
import { TrainingCurves } from './TrainingCurves.tsx'

let shown: Rendered | undefined
// happy-dom lays nothing out, and a chart without size draws nothing
beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'getBoundingClientRect').mockReturnValue(new DOMRect(0, 0, 480, 260))
})
afterEach(() => {
  shown?.unmount()
  vi.restoreAllMocks()
})

function draw(epochs: number, bestEpoch: number): HTMLElement {
  const { history } = RUN
  const first = {
    acc: history.acc.slice(0, epochs),
    loss: history.loss.slice(0, epochs),
    valAcc: history.valAcc.slice(0, epochs),
    valLoss: history.valLoss.slice(0, epochs),
    lr: history.lr.slice(0, epochs),
  }
  shown = render(<TrainingCurves history={first} bestEpoch={bestEpoch} planned={12} ended={false} />)
  return shown.container
}

describe('TrainingCurves', () => {
  test('the table has the values of every epoch', () => {
    const rows = [...draw(2, 2).querySelectorAll('tr')].map((row) => [...row.children].map(textOf))
    expect(rows).toEqual([
      ['epoch', 'accuracy', 'validation accuracy', 'loss', 'validation loss'],
      ['1', '0.6000', '0.5500', '1.7000', '2.2500'],
      ['2', '0.7500', '0.7000', '0.5000', '0.6000'],
    ])
    expect(textOf(shown!.container.querySelector('caption'))).toBe(
      'Accuracy and loss of each epoch; the best one is 2',
    )
  })

  test('the legend has the last values', () => {
    const entries = [...draw(2, 2).querySelectorAll('li')].map(textOf)
    expect(entries).toEqual([
      'accuracy0.7500',
      'validation accuracy0.7000',
      'loss0.5000',
      'validation loss0.6000',
    ])
  })

  test('one epoch is drawn as four markers', () => {
    const chart = draw(1, 1).querySelector('.recharts-wrapper')!
    expect(chart.querySelectorAll('.recharts-line-dots > *')).toHaveLength(4)
  })

  test('a dashed line marks the best epoch, once there is one', () => {
    const line = draw(2, 2).querySelector('.recharts-reference-line-line')!
    expect(line.getAttribute('stroke-dasharray')).toBe('4 3')
    expect(textOf(shown!.container.querySelector('.recharts-wrapper'))).toContain('best epoch 2')
    shown!.unmount()
    expect(draw(2, 0).querySelector('.recharts-reference-line')).toBeNull()
  })
})
