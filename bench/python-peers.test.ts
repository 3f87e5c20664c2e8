import { expect, test, vi } from 'vitest'
import { benchCases } from './case-lists.ts'
import { runChild } from './children.ts'
import { readOptions } from './options.ts'
import { PythonPeers } from './python-peers.ts'

vi.mock('./children.ts')

const options = readOptions([])!
const cases = benchCases('cpu', options.selection)
const steps = cases.filter(({ kind }) => kind === 'step')
const TIMING = { timing: { median: 1, min: 1, repeats: 1 } }

/** Stands in for peers.py on a Python that has torch alone. */
function pretend(): string[] {
  const asked: string[] = []
  vi.mocked(runChild).mockImplementation(async (_, [, library, ...flags], onMessage) => {
    const ids = (JSON.parse(flags[flags.indexOf('--cases') + 1]!) as { id: string }[]).map(({ id }) => id)
    asked.push(`${library} ${ids.length}`)
    if (library !== 'torch') return { code: 3, how: 'ended with status 3', lastError: 'no keras' }
    for (const id of ids) onMessage({ type: 'case', id, measured: TIMING })
    return { code: 0, how: '', lastError: '' }
  })
  return asked
}

test('steps are measured once, and a library that is missing is asked for once', async () => {
  const asked = pretend()
  const report = { note: vi.fn(), skip: vi.fn() }
  const peers = new PythonPeers(options, 'peers.py', 2)
  await peers.measure('cpu', [steps[0]!], report)
  await peers.measure('cpu', cases, report)
  const found = await peers.measure('cpu', cases, report)
  expect(asked).toEqual(['torch 1', 'keras 1', 'keras-xla 1', `torch ${steps.length - 1}`])
  expect([...found.keys()]).toEqual(['PyTorch'])
  expect([...found.get('PyTorch')!.keys()]).toEqual(steps.map(({ id }) => id))
  expect(report.skip.mock.calls.map(([what]) => what)).toEqual(['Keras', 'Keras XLA'])
  expect(report.note).toHaveBeenCalledTimes(steps.length)
})

test('another device is measured by itself', async () => {
  const asked = pretend()
  const report = { note: vi.fn(), skip: vi.fn() }
  const peers = new PythonPeers(options, 'peers.py', 2)
  await peers.measure('cpu', [steps[0]!], report)
  await peers.measure('cuda', [steps[0]!], report)
  expect(asked.filter((each) => each.startsWith('torch'))).toEqual(['torch 1', 'torch 1'])
})
