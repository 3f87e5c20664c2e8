// @vitest-environment happy-dom
import { act } from 'react'
import { afterEach, expect, test, vi } from 'vitest'
import type { StudioState } from '../../store/state.ts'
import { RUN } from '../test-data.ts'
import { type Rendered, render } from '../test-render.tsx'
import type { PathedFile } from './dropped-files.ts'
import { MIDDLE_ID, RUNS_TITLE_ID } from './middle.ts'
import { useTakeFiles } from './use-take-files.ts'

let shown: Rendered
const onData = vi.fn()
afterEach(() => {
  shown.unmount()
  onData.mockClear()
})

const REPORT = new File(['{"acc": []}'], 'run.json')
const PROJECT = new File(['{"format": "redshift-studio-project"}'], 'project.json')
const TABLE = new File([], 'table.fits')
const NETWORK = new File([], 'net.keras')
const HIDDEN = new File([], '.DS_Store')

async function take(files: readonly File[], state: Partial<StudioState> = {}): Promise<string> {
  let takeFiles: (files: PathedFile[]) => Promise<string> = async () => 'not rendered'
  function Taker() {
    takeFiles = useTakeFiles(onData)
    return (
      <div id={MIDDLE_ID} tabIndex={-1}>
        <h2 id={RUNS_TITLE_ID} tabIndex={-1}>
          Runs
        </h2>
      </div>
    )
  }
  shown = render(<Taker />, state)
  return act(() => takeFiles(files.map((file) => ({ path: file.name, file }))))
}

test('reports are imported, also during a run, and the focus goes to their list', async () => {
  expect(await take([REPORT, HIDDEN], { run: RUN })).toBe('')
  expect(shown.calls).toEqual([['importReports', [REPORT]]])
  expect(onData).not.toHaveBeenCalled()
  expect(document.activeElement).toBe(shown.container.querySelector('h2'))
})

test('a project is opened', async () => {
  expect(await take([HIDDEN, PROJECT])).toBe('')
  expect(shown.calls).toEqual([['openProject', PROJECT]])
  expect(onData).not.toHaveBeenCalled()
})

test('data go where data go, with all that lay beside them', async () => {
  expect(await take([TABLE, REPORT, PROJECT])).toBe('')
  expect(onData.mock.calls).toEqual([[[TABLE, REPORT, PROJECT].map((file) => ({ path: file.name, file }))]])
  expect(shown.calls).toEqual([])
})

test('a network is loaded, and the page turns to it', async () => {
  expect(await take([HIDDEN, NETWORK])).toBe('')
  expect(shown.calls).toEqual([
    ['showView', 'apply'],
    ['loadModel', NETWORK],
  ])
  expect(onData).not.toHaveBeenCalled()
  expect(document.activeElement).toBe(shown.container.querySelector('div'))
})

test('of several networks none is loaded, nor one during a run', async () => {
  expect(await take([NETWORK, new File([], 'b.h5')])).toBe(
    '2 networks at once, and one can be in use: choose one file.',
  )
  expect(shown.calls).toEqual([])
  shown.unmount()
  expect(await take([NETWORK], { run: RUN })).toBe(
    'A run is under way: a network can be loaded once it has ended.',
  )
  expect(shown.calls).toEqual([])
})

test.each([
  ['data', TABLE],
  ['a project', PROJECT],
])('during a run %s are not taken, and it is said why', async (_, file) => {
  expect(await take([file], { run: RUN })).toBe('Training uses the data: stop it to choose others.')
  expect(onData).not.toHaveBeenCalled()
  expect(shown.calls).toEqual([])
})
