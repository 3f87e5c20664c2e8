// One engine: the page and the command line give the same numbers.

import { execFile } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { Uint8ArrayReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js'
import type { Report } from '../src/core/report.ts'
import { expect, exportReport, loadSample, openStudio, setNumbers, test, trainToEnd } from './studio.ts'

test('the command trains to the numbers of the page', async ({ page }, testInfo) => {
  await openStudio(page)
  await loadSample(page, { 'Sample rows': 60, 'Grid points': 128 })
  await setNumbers(page, { Epochs: 2, 'Batch size': 8, Seed: 3 })
  await trainToEnd(page)
  const inPage = (await exportReport(page)).report
  const downloading = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Save as NPY' }).click()
  const archive = new ZipReader(new Uint8ArrayReader(await readFile(await (await downloading).path())))
  const directory = testInfo.outputPath('saved')
  for (const entry of await archive.getEntries()) {
    if (entry.directory) continue
    const path = join(directory, entry.filename)
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, await entry.getData(new Uint8ArrayWriter()))
  }

  const out = testInfo.outputPath('report.json')
  const root = join(import.meta.dirname, '..')
  const flags = `--data ${directory} --target DeltaZ --unbalanced --model CNN3 --epochs 2 --batch 8 --seed 3 --schedule exponential --input logPDF --backend wasm --out ${out}`
  await promisify(execFile)('npm', ['run', '--silent', 'train', '--', ...flags.split(' ')], { cwd: root })
  const onCommandLine = JSON.parse(await readFile(out, 'utf8')) as Report
  for (const key of ['acc', 'loss', 'val_acc', 'val_loss'] as const) {
    expect(onCommandLine[key]).toHaveLength(2)
    onCommandLine[key].forEach((value, epoch) => {
      expect(Math.abs(value! - inPage[key][epoch]!)).toBeLessThan(1e-6)
    })
  }
  expect(onCommandLine.conf_matrix_train).toEqual(inPage.conf_matrix_train)
  expect(onCommandLine.conf_matrix_test).toEqual(inPage.conf_matrix_test)
  expect(onCommandLine.model_summary).toBe(inPage.model_summary)
  expect(onCommandLine.meta.dataset.fingerprint).toBe(inPage.meta.dataset.fingerprint)
})
