// @vitest-environment happy-dom
import { afterEach, expect, test } from 'vitest'
import { NO_NETWORK, NOTHING_APPLIED } from '../../store/network-state.ts'
import { type Rendered, region, render, textOf } from '../test-render.tsx'
import { APPLIED, answered, CARD, IMPORTED } from './apply.fixture.ts'
import { ConnectedApply } from './ConnectedApply.tsx'

let page: Rendered
afterEach(() => page.unmount())

/** Names that scripts outside find fields, regions and buttons by, in parts of names. */
const TAKEN =
  /target|model|input|backend|epochs|batch size|seed|learning rate|dataset|report|training curves|confusion matrix|run status|load sample|start training|pause|resume|stop|export figure/i

test('both regions, from nothing to answers of a network that has gone', () => {
  page = render(<ConnectedApply />, { view: 'apply' })
  expect(textOf(region(page.container, 'Network'))).toContain('Train a network, or load one.')
  expect(textOf(region(page.container, 'Posteriors without labels'))).toContain(
    'There is no network to apply: train one, or load one.',
  )
  page.update({ network: { ...NO_NETWORK, card: IMPORTED } })
  expect(textOf(region(page.container, 'Posteriors without labels'))).toContain(
    'Say first what the network is for: its file does not tell.',
  )
  page.update(answered(APPLIED))
  expect(textOf(region(page.container, 'Posteriors without labels'))).toContain('6 rows of 2 files')
  const settled = { temperature: null, kept: { classIndex: 0, threshold: 0.5 }, since: 'network' } as const
  page.update({ network: NO_NETWORK, apply: { ...NOTHING_APPLIED, applied: APPLIED, settled } })
  expect(textOf(region(page.container, 'Posteriors without labels'))).toContain(
    'These answers are of a network that is no longer in use',
  )
})

test.each([
  ['a network', CARD],
  ['a network that needs answers', { ...IMPORTED, model: 'CNN-2inputs' as const }],
])('no name is taken for another: %s', (_, card) => {
  page = render(<ConnectedApply />, answered(APPLIED, card))
  const { container } = page
  const names = [
    ...[...container.querySelectorAll('label, button, legend')].map(textOf),
    ...[...container.querySelectorAll('[aria-label]')].map((each) => each.getAttribute('aria-label')!),
    ...[...container.querySelectorAll('[aria-labelledby]')].map((each) =>
      textOf(container.querySelector(`#${CSS.escape(each.getAttribute('aria-labelledby')!)}`)),
    ),
  ]
  expect(names).toContain('Network file')
  expect(names).toContain('Answers NPY')
  expect(names.filter((name) => TAKEN.test(name))).toEqual([])
})

test('every field and button has a name', () => {
  page = render(<ConnectedApply />, answered(APPLIED, IMPORTED))
  for (const each of page.container.querySelectorAll('input, select, button')) {
    const label = page.container.querySelector(`label[for="${each.id}"]`)
    expect(each.getAttribute('aria-label') ?? textOf(label) + textOf(each)).not.toBe('')
  }
})
