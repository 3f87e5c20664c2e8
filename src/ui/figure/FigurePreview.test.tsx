// @vitest-environment happy-dom
import { act, useState } from 'react'
import { afterEach, expect, test, vi } from 'vitest'
import { StudioError } from '../../core/errors.ts'
import type { FigureRequest } from '../../core/figure/request.ts'
import { viewOfRun } from '../../core/run-view.ts'
import { endedRun } from '../test-data.ts'
import { type Rendered, render, textOf } from '../test-render.tsx'
import { FigurePreview } from './FigurePreview.tsx'

const VIEW = viewOfRun(endedRun('finished'))

let shown: Rendered
afterEach(() => shown.unmount())

interface Asked extends FigureRequest {
  readonly draw: (name: string) => Promise<void>
  readonly fail: (error: unknown) => Promise<void>
}

/** A preview that answers when the test says so. */
function waitingPreview(extent: Readonly<Record<string, string>> = {}) {
  const asked: Asked[] = []
  const preview = (request: FigureRequest) =>
    new Promise<SVGSVGElement>((resolve, reject) => {
      asked.push({
        ...request,
        draw: (name) =>
          act(async () => {
            const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
            svg.id = name
            for (const [side, length] of Object.entries(extent)) svg.setAttribute(side, length)
            resolve(svg)
          }),
        fail: (error) => act(async () => reject(error)),
      })
    })
  return { asked, preview }
}

const drawing = () => shown.container.querySelector('svg:not([aria-hidden])')?.id ?? null
const saysItWaits = () => textOf(shown.container).includes('Drawing the figure')

test('asks for the figure and puts it on the page', async () => {
  const { asked, preview } = waitingPreview()
  shown = render(<FigurePreview view={VIEW} size="column" panel="c" preview={preview} />)
  expect(asked.map(({ view, size, panel }) => [view === VIEW, size, panel])).toEqual([[true, 'column', 'c']])
  expect([drawing(), saysItWaits()]).toEqual([null, true])
  await asked[0]!.draw('first')
  expect([drawing(), saysItWaits()]).toEqual(['first', false])
})

test('keeps the last figure until the next is there, and only takes what is still wanted', async () => {
  const { asked, preview } = waitingPreview()
  const { Choice, choose } = chooser(preview)
  shown = render(<Choice />)
  await asked[0]!.draw('first')
  choose('a')
  choose('b')
  expect([drawing(), saysItWaits()]).toEqual(['first', false])
  await asked[2]!.draw('third')
  await asked[1]!.draw('second')
  expect(drawing()).toBe('third')
})

test('says why there is no figure, until there is one', async () => {
  const { asked, preview } = waitingPreview()
  const { Choice, choose } = chooser(preview)
  shown = render(<Choice />)
  await asked[0]!.draw('first')
  choose('a')
  await asked[1]!.fail(new StudioError('file-gone', 'The font of figures could not be loaded.', 'Try again.'))
  expect(textOf(shown.container.querySelector('[role="alert"]'))).toBe(
    'The font of figures could not be loaded. Try again.',
  )
  expect(drawing()).toBeNull()
  choose('b')
  await asked[2]!.draw('third')
  expect(shown.container.querySelector('[role="alert"]')).toBeNull()
  expect(drawing()).toBe('third')
})

test('says how large it is against its print', async () => {
  vi.spyOn(HTMLElement.prototype, 'getBoundingClientRect').mockReturnValue(new DOMRect(0, 0, 490, 300))
  const { asked, preview } = waitingPreview({ width: '180mm', height: '121.44mm' })
  shown = render(<FigurePreview view={VIEW} size="page" panel="all" preview={preview} />)
  expect(textOf(shown.container)).not.toContain('print size')
  await asked[0]!.draw('first')
  // 180 mm are 680.3 pixels
  expect(textOf(shown.container.querySelector('p'))).toBe('Shown at 72% of its print size, 180 × 121.4 mm.')
  vi.restoreAllMocks()
})

/** The preview of a panel that the test changes. */
function chooser(preview: (request: FigureRequest) => Promise<SVGSVGElement>) {
  let choosePanel: (panel: FigureRequest['panel']) => void = () => {}
  function Choice() {
    const [panel, setPanel] = useState<FigureRequest['panel']>('all')
    choosePanel = setPanel
    return <FigurePreview view={VIEW} size="page" panel={panel} preview={preview} />
  }
  return { Choice, choose: (panel: FigureRequest['panel']) => act(() => choosePanel(panel)) }
}
