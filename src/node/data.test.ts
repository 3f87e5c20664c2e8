// The data report by the command, as JSON and as text.

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Files, treeFiles, zgridValues } from '../data/tree.fixture.ts'
import { encodeNpy } from '../formats/npy-write.ts'
import { command, temporaryFolder, writeFiles } from './console.fixture.ts'
import { copied } from './data-faults.fixture.ts'
import type { FolderSummary } from './folder-summary.ts'

let folder: ReturnType<typeof temporaryFolder>
beforeEach(() => {
  folder = temporaryFolder()
})
afterEach(() => folder.remove())

async function json(files: Files, line = 'data . --json') {
  writeFiles(folder.path, files)
  const { out, err, code } = await command(line, folder.path)
  return { summary: JSON.parse(out.join('\n')) as FolderSummary, err, code }
}

/** Two targets; `change` spoils the files. */
function files(change: (files: Files) => void = () => {}): Files {
  const all: Files = new Map([...treeFiles('DeltaZ/balanced'), ...treeFiles('Success2/unbalanced')])
  change(all)
  return all
}

describe('the data report as JSON', () => {
  test('layout, data sets, splits, grid', async () => {
    const { summary, err, code } = await json(files())
    expect(err).toEqual([])
    expect(code).toBe(0)
    expect(summary.layout).toBe('tree')
    expect(summary.datasets.map(({ target, balance }) => [target, balance])).toEqual([
      ['DeltaZ', 'balanced'],
      ['Success2', 'unbalanced'],
    ])
    const [deltaZ] = summary.datasets
    expect(deltaZ!.classes).toEqual(['Deltaz<1e-3', 'Deltaz>=1e-3'])
    expect(deltaZ!.splits.train).toMatchObject({ rows: 6, width: 8, type: '<f4', counts: [3, 3] })
    expect(deltaZ!.splits.validation).toMatchObject({ rows: 4, counts: [2, 2] })
    expect(deltaZ!.splits.test.files.map(({ rows, width, type }) => [rows, width, type])).toEqual([
      [4, 8, '<f4'],
      [4, 1, '<i8'],
      [4, 9, '|O'],
    ])
    expect(summary.zgrid).toMatchObject({ points: 8, spacing: 'ln(1+z)' })
    expect(summary.findings.filter(({ severity }) => severity === 'block')).toEqual([])
  })

  test('a leak blocks: exit 1, and the finding says where', async () => {
    const { summary, code } = await json(
      files((all) => {
        all.set('DeltaZ/balanced/TEST/X.npy', all.get('DeltaZ/balanced/VALID/X.npy')!)
      }),
    )
    expect(code).toBe(1)
    const block = summary.findings.find(({ severity }) => severity === 'block')!
    expect(block.overridable).toBe(true)
    expect(block.dataset).toMatch(/DeltaZ\/balanced$/)
    expect(summary.datasets).toHaveLength(2)
  })

  test('a file that cannot be read: exit 2, the others are still there', async () => {
    const { summary, err, code } = await json(
      files((all) => {
        const path = 'DeltaZ/balanced/VALID/X.npy'
        all.set(path, all.get(path)!.slice(0, -8))
      }),
    )
    expect(code).toBe(2)
    expect(err[0]).toMatch(/^Error: .*DeltaZ\/balanced\/VALID\/X\.npy /)
    expect(err[1]).toMatch(/^Hint: /)
    expect(summary.datasets.map(({ target }) => target)).toEqual(['Success2'])
    expect(summary.findings.find(({ code }) => code === 'unreadable')).toMatchObject({
      severity: 'block',
      file: expect.stringMatching(/DeltaZ\/balanced$/),
    })
  })

  test('raw posteriors without what gives their classes: exit 2', async () => {
    const raw: Files = new Map([['pdfs32.npy', encodeNpy('<f4', [2, 8], new Float32Array(16))]])
    const { summary, err, code } = await json(raw)
    expect(code).toBe(2)
    expect(summary).toMatchObject({ layout: 'raw', datasets: [] })
    expect(summary.findings.map(({ code }) => code)).toEqual(['no-labels'])
    expect(err[0]).toMatch(
      /pdfs32\.npy: the posteriors have no labels, and no attributes .* Add attributes\*\.npy or labels\.$/,
    )
  })

  test('a folder without data: exit 2', async () => {
    const { summary, code } = await json(new Map([['notes.txt', Uint8Array.of(1)]]))
    expect(code).toBe(2)
    expect(summary).toMatchObject({
      layout: 'nothing',
      datasets: [],
      ignored: [expect.stringMatching(/notes\.txt$/)],
    })
  })

  test('--target says what no folder says', async () => {
    const { summary } = await json(treeFiles('some/where'), 'data . --json --target Success2')
    expect(summary.datasets.map(({ target, balance }) => [target, balance])).toEqual([['Success2', null]])
  })

  test('ways out are in the JSON', async () => {
    const all = treeFiles('DeltaZ/unbalanced')
    all.set('DeltaZ/unbalanced/TEST/X.npy', copied('test', 'train', { 0: 0 }))
    const { summary } = await json(all)
    expect(summary.findings).toMatchObject([
      {
        code: 'leak',
        counts: { shared: 1, rows: 4 },
        overridable: true,
        remedies: [
          { label: 'Drop the 1 leaked row', patch: { drop: ['leaked'] } },
          { label: 'Split again', patch: { splits: 'drawn', stratified: true, drop: ['leaked'] } },
        ],
      },
    ])
    expect(summary.datasets[0]!.planned.counts).toEqual({ train: [3, 3], validation: [2, 2], test: [2, 2] })
  })
})

test('the data report as text', async () => {
  const all = treeFiles()
  all.set('zgrid.npy', encodeNpy('<f8', [8], zgridValues()))
  writeFiles(folder.path, new Map([...all].map(([path, bytes]) => [`tree/${path}`, bytes])))
  const { out, code } = await command('data tree', folder.path)
  expect(code).toBe(0)
  expect(out.slice(0, 4)).toEqual([
    'DeltaZ balanced (tree/DeltaZ/balanced)',
    '  train      6 x 8 <f4: Deltaz<1e-3 3, Deltaz>=1e-3 3',
    '  validation 4 x 8 <f4: Deltaz<1e-3 2, Deltaz>=1e-3 2',
    '  test       4 x 8 <f4: Deltaz<1e-3 2, Deltaz>=1e-3 2',
  ])
})

test.each([
  ['data', 'Error: DIR is missing.'],
  ['data nowhere', 'Error: nowhere does not exist.'],
  ['data . --yaml', 'Error: Unknown flag --yaml.'],
  ['dada', 'Error: There is no command "dada".'],
])('%s: exit 2 with a hint', async (line, message) => {
  const { err, out, code } = await command(line, folder.path)
  expect(code).toBe(2)
  expect(out).toEqual([])
  expect(err[0]).toBe(message)
  expect(err[1]).toMatch(/^Hint: /)
})
