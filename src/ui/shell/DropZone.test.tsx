// @vitest-environment happy-dom
import { act } from 'react'
import { afterEach, expect, test, vi } from 'vitest'
import { type Rendered, render, textOf } from '../test-render.tsx'
import { DropZone } from './DropZone.tsx'

let shown: Rendered
afterEach(() => shown.unmount())

const FILE = new File(['x'], 'X_train.npy')

/** A drag of these items over the page; text where there are none. */
async function drag(type: 'dragover' | 'drop', items: readonly object[], types = ['Files']): Promise<Event> {
  const event = new Event(type, { cancelable: true })
  Object.defineProperty(event, 'dataTransfer', { value: { items, types } })
  await act(async () => {
    window.dispatchEvent(event)
  })
  return event
}

function fileItem(file: File) {
  return { kind: 'file', webkitGetAsEntry: () => null, getAsFile: () => file }
}

function overlayText(): string {
  return textOf(shown.container.querySelector('div[aria-hidden]'))
}

function alertText(): string {
  return textOf(shown.container.querySelector('[role="alert"]'))
}

test('dropped files are handed on with their names', async () => {
  const onFiles = vi.fn(async () => '')
  shown = render(<DropZone takes="all" onFiles={onFiles} />)
  await drag('dragover', [])
  expect(overlayText()).toBe(
    'Drop the data folder or its files, or reportsData: NPY, NPZ, Arrow (Feather), Parquet or FITSReports: JSON of this studio, or .npy of LAM-RedshiftA network: .keras or .h5',
  )
  const event = await drag('drop', [fileItem(FILE)])
  expect(event.defaultPrevented).toBe(true)
  expect(onFiles.mock.calls).toEqual([[[{ path: 'X_train.npy', file: FILE }]]])
  expect(overlayText()).toBe('')
})

test('text that is dragged about is left to the browser', async () => {
  const onFiles = vi.fn(async () => '')
  shown = render(<DropZone takes="all" onFiles={onFiles} />)
  const event = await drag('drop', [], ['text/plain'])
  expect(event.defaultPrevented).toBe(false)
  expect(onFiles).not.toHaveBeenCalled()
})

test('what a region within the page has taken is left alone', async () => {
  const onFiles = vi.fn(async () => '')
  shown = render(<DropZone takes="all" onFiles={onFiles} />)
  await drag('drop', [])
  expect(alertText()).not.toBe('')
  await drag('dragover', [])
  const take = (event: Event) => event.preventDefault()
  const types = ['dragover', 'drop'] as const
  for (const type of types) window.addEventListener(type, take, { capture: true })
  await drag('dragover', [])
  expect(overlayText()).toBe('')
  await drag('drop', [fileItem(FILE)])
  for (const type of types) window.removeEventListener(type, take, { capture: true })
  expect(onFiles).not.toHaveBeenCalled()
  expect(alertText()).toBe('')
})

test('while training the overlay says that data are held, and what may be dropped', async () => {
  const onFiles = vi.fn(async () => 'Training uses the data: stop it to choose others.')
  shown = render(<DropZone takes="all but data" onFiles={onFiles} />)
  await drag('dragover', [])
  expect(overlayText()).toBe(
    'Training uses the data: stop it to choose othersReports may be dropped: JSON of this studio, or .npy of LAM-Redshift',
  )
  // the browser would otherwise leave the page and show the file
  expect((await drag('drop', [fileItem(FILE)])).defaultPrevented).toBe(true)
  expect(alertText()).toBe('Training uses the data: stop it to choose others.')
})

test('an empty folder is told', async () => {
  const onFiles = vi.fn(async () => '')
  shown = render(<DropZone takes="all" onFiles={onFiles} />)
  const reader = { readEntries: (done: (entries: unknown[]) => void) => done([]) }
  const folder = { isFile: false, isDirectory: true, fullPath: '/empty', createReader: () => reader }
  await drag('drop', [{ kind: 'file', webkitGetAsEntry: () => folder }])
  expect(alertText()).toBe(
    'What was dropped holds no files. Drop the folder that holds TRAIN, VALID and TEST, or a table.',
  )
  expect(onFiles).not.toHaveBeenCalled()
})

test('a folder that the browser may not read is told', async () => {
  shown = render(<DropZone takes="all" onFiles={async () => ''} />)
  const reader = {
    readEntries: (_: unknown, fail: (error: Error) => void) => fail(new Error('permission denied')),
  }
  const folder = { isFile: false, isDirectory: true, fullPath: '/locked', createReader: () => reader }
  await drag('drop', [{ kind: 'file', webkitGetAsEntry: () => folder }])
  expect(alertText()).toBe(
    'The browser could not read what was dropped: permission denied. Choose it with the file inputs instead.',
  )
})
