// What buttons of the page save: the file on disk, its bytes, its text, and what is in it where it is an archive.

import { readFile } from 'node:fs/promises'
import type { Locator, Page, TestInfo } from '@playwright/test'
import { Uint8ArrayReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js'

/** A file as a person finds it after the press of a button. */
export interface SavedFile {
  /** as the page proposes it */
  readonly fileName: string
  /** in the folder of the test, under its own name */
  readonly path: string
  readonly bytes: Buffer
  /** of UTF-8 */
  readonly text: string
}

/** Presses the button of that name, in `within` where the page has several, and keeps what it saves. */
export async function saveWith(
  page: Page,
  button: string,
  testInfo: TestInfo,
  within: Page | Locator = page,
): Promise<SavedFile> {
  const downloading = page.waitForEvent('download')
  await within.getByRole('button', { name: button, exact: true }).click()
  const download = await downloading
  const fileName = download.suggestedFilename()
  const path = testInfo.outputPath('saved', fileName)
  await download.saveAs(path)
  const bytes = await readFile(path)
  return { fileName, path, bytes, text: bytes.toString('utf8') }
}

/** Files of a ZIP archive by their paths, in its order; an entry that does not fit its checksum throws. */
export async function unzip(bytes: Uint8Array): Promise<ReadonlyMap<string, Buffer>> {
  const archive = new ZipReader(new Uint8ArrayReader(bytes))
  const files = new Map<string, Buffer>()
  for (const entry of await archive.getEntries()) {
    if (entry.directory) continue
    const contents = await entry.getData(new Uint8ArrayWriter(), {
      checkSignature: true,
      useWebWorkers: false,
    })
    files.set(entry.filename, Buffer.from(contents))
  }
  await archive.close()
  return files
}

/** Lines of a CSV file, each as its cells, which may be in quotation marks; every line must end as RFC 4180 has it. */
export function csvCells(text: string): string[][] {
  const lines = text.split('\r\n')
  if (lines.pop() !== '') throw new Error('The last line has no end.')
  return lines.map((line) =>
    Array.from(`,${line}`.matchAll(/,(?:"((?:[^"]|"")*)"|([^",]*))/g), ([, inside, bare]) =>
      inside === undefined ? bare! : inside.replaceAll('""', '"'),
    ),
  )
}
