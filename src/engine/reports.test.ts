import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { encodeReportFile, makeArchive, readReportFiles } from './reports.ts'

function reportFile(name: string): Blob {
  return new Blob([readFileSync(new URL(`../../reference/fixtures/reports/${name}`, import.meta.url))])
}

test('a file that is no report keeps no other from being read', async () => {
  const gone = reportFile('whole.npy')
  gone.slice = () => {
    throw new DOMException('The file could not be read.', 'NotReadableError')
  }
  const readings = await readReportFiles([
    { path: 'runs/whole.npy', file: reportFile('whole.npy') },
    { path: 'runs/notes.txt', file: new Blob(['some text']) },
    { path: 'runs/empty.npy', file: new Blob([]) },
    { path: 'runs/gone.npy', file: gone },
    { path: 'runs/studio.json', file: reportFile('studio.json') },
  ])
  const told = readings.map((reading) =>
    'runs' in reading
      ? [reading.file, reading.runs.map(({ name }) => name)]
      : [reading.file, reading.error.code, reading.error.message.split(': ')[0]],
  )
  expect(told).toEqual([
    ['runs/whole.npy', ['whole']],
    ['runs/notes.txt', 'bad-input', 'runs/notes.txt is not JSON'],
    ['runs/empty.npy', 'bad-input', 'runs/empty.npy is empty.'],
    ['runs/gone.npy', 'file-gone', 'The file could not be read.'],
    ['runs/studio.json', ['studio']],
  ])
})

test('a report that was read is written as .npy and read again', async () => {
  const [reading] = await readReportFiles([{ path: 'studio.json', file: reportFile('studio.json') }])
  if (reading === undefined || 'error' in reading) throw new Error('Expected a report')
  const { report } = reading.runs[0]!
  const bytes = await encodeReportFile(report)
  const [again] = await readReportFiles([{ path: 'a.npy', file: new Blob([bytes]) }])
  expect(again).toMatchObject({ runs: [{ name: 'a', report: { ...report, meta: null }, gaps: [] }] })
  await expect(encodeReportFile({ ...report, loss: null })).rejects.toMatchObject({ code: 'bad-input' })
})

test('an archive holds the files', async () => {
  const blob = await makeArchive([{ path: 'a.txt', contents: new Blob(['text']) }])
  const archive = new TextDecoder('latin1').decode(await blob.arrayBuffer())
  expect(archive.slice(0, 4)).toBe('PK\x03\x04')
  expect(archive).toContain('a.txttext')
})
