import { BlobReader, BlobWriter, ZipReader } from '@zip.js/zip.js'
import { expect, test } from 'vitest'
import { archiveFiles } from './files-archive.ts'

const FILES = [
  { path: 'kit/table.tex', contents: new Blob(['\\toprule é']) },
  { path: 'kit/figure.png', contents: new Blob([Uint8Array.of(0, 255, 13, 10)], { type: 'image/png' }) },
  { path: 'kit/δ.txt', contents: new Blob([]) },
]

async function unzip(blob: Blob): Promise<[string, Uint8Array][]> {
  const entries = await new ZipReader(new BlobReader(blob), { checkSignature: true }).getEntries()
  return Promise.all(
    entries.map(async (entry): Promise<[string, Uint8Array]> => {
      if (entry.directory) throw new Error(`Expected files alone, got the folder ${entry.filename}`)
      return [entry.filename, await bytesOf(await entry.getData(new BlobWriter()))]
    }),
  )
}

async function bytesOf(blob: Blob): Promise<Uint8Array> {
  return new Uint8Array(await blob.arrayBuffer())
}

test('files come back in their order', async () => {
  const blob = await archiveFiles(FILES)
  expect(blob.type).toBe('application/zip')
  const expected = await Promise.all(FILES.map(async ({ path, contents }) => [path, await bytesOf(contents)]))
  expect(await unzip(blob)).toEqual(expected)
})

test('equal files give an equal archive', async () => {
  expect(await bytesOf(await archiveFiles(FILES))).toEqual(await bytesOf(await archiveFiles(FILES)))
})

test('no files give an empty archive', async () => {
  expect(await unzip(await archiveFiles([]))).toEqual([])
})

test.each([
  ['kit/table.tex', 'The archive cannot be made: "kit/table.tex" is there twice.'],
  ['', 'The archive cannot be made: "" is no path inside an archive.'],
  ['/etc/passwd', 'The archive cannot be made: "/etc/passwd" is no path inside an archive.'],
  ['kit/../../x', 'The archive cannot be made: "kit/../../x" is no path inside an archive.'],
  ['kit\\x', 'The archive cannot be made: "kit\\\\x" is no path inside an archive.'],
  ['C:x', 'The archive cannot be made: "C:x" is no path inside an archive.'],
])('%j is refused', async (path, message) => {
  await expect(archiveFiles([...FILES, { path, contents: new Blob() }])).rejects.toMatchObject({
    code: 'internal',
    message,
  })
})
