// What goes wrong under a running studio: files that change, a GPU that goes away, an engine that cannot be loaded.

import { appendFile, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test as unguarded } from '@playwright/test'
import { createRng } from '../src/core/rng.ts'
import { encodeNpy } from '../src/formats/npy-write.ts'
import {
  expect,
  exportReport,
  loadSample,
  openStudio,
  region,
  setNumbers,
  test,
  trainToEnd,
} from './studio.ts'

const WIDTH = 64

async function writeTree(directory: string, balance: 'balanced' | 'unbalanced'): Promise<string> {
  const rng = createRng(1, balance)
  for (const [split, rows] of [
    ['TRAIN', 40],
    ['VALID', 12],
    ['TEST', 16],
  ] as const) {
    const folder = join(directory, 'DeltaZ', balance, split)
    await mkdir(folder, { recursive: true })
    const x = Float32Array.from({ length: rows * WIDTH }, () => -20 * rng.uniform())
    await writeFile(join(folder, 'X.npy'), encodeNpy('<f4', [rows, WIDTH], x))
    const labels = Array.from({ length: rows }, (_, row) => row % 2)
    await writeFile(join(folder, 'Y.npy'), encodeNpy('<i8', [rows], labels))
  }
  return directory
}

test('a file that changed after it was chosen is named as such, and can be chosen again', async ({
  page,
}, testInfo) => {
  const directory = testInfo.outputPath('tree')
  await writeTree(directory, 'balanced')
  await writeTree(directory, 'unbalanced')
  await openStudio(page)
  await page.getByLabel('Dataset folder').setInputFiles(directory)
  const found = page.getByRole('combobox', { name: /found 2 data sets/i })
  await expect(found).toBeVisible()
  await appendFile(join(directory, 'DeltaZ', 'balanced', 'TRAIN', 'X.npy'), 'edited')
  await found.selectOption({
    label: (
      await found
        .locator('option', { hasText: /\bbalanced/ })
        .first()
        .innerText()
    ).trim(),
  })
  await expect(page.getByRole('alert')).toContainText(/choose it again/i)
  await expect(page.getByRole('button', { name: 'Start training' })).toBeDisabled()
})

// Chromium writes the loss of the GPU to the console, so this journey looks at the page only.
unguarded('a GPU that goes away fails the run, and the next one trains', async ({ page, browser }) => {
  await openStudio(page)
  await loadSample(page, { 'Sample rows': 60, 'Grid points': 64 })
  await setNumbers(page, { Epochs: 300, 'Batch size': 8 })
  await page.getByRole('combobox', { name: 'Backend' }).selectOption('webgpu')
  await page.getByRole('button', { name: 'Start training' }).click()
  await expect(region(page, 'Run status')).toContainText(/epoch ([2-9]|\d\d+) of 300/, { timeout: 120_000 })
  const devtools = await browser.newBrowserCDPSession()
  await devtools.send('Browser.crashGpuProcess' as never).catch(() => {})
  const status = region(page, 'Run status')
  await expect(status).toContainText('failed', { timeout: 60_000 })
  await expect(status).toContainText(/GPU/)
  const { report } = await exportReport(page)
  expect(report.meta).toMatchObject({ status: 'failed', incomplete: true, backend: 'webgpu' })
  expect(report.loss.length).toBeGreaterThan(0)
  for (const loss of [...report.loss, ...report.val_loss]) expect(Number.isFinite(loss)).toBe(true)
  expect(report.conf_matrix_test).toBeNull()

  await page.getByRole('combobox', { name: 'Backend' }).selectOption('wasm')
  await setNumbers(page, { Epochs: 1 })
  await trainToEnd(page)
})

// The browser reports each blocked file on the console.
unguarded('an engine whose wasm module does not arrive says so', async ({ page }) => {
  await page.route(/\/(relaxed|plain)-(own|shared)-/, (route) => route.abort())
  await openStudio(page)
  await loadSample(page, { 'Sample rows': 40, 'Grid points': 64 })
  await trainToEnd(page, 'failed')
  await expect(region(page, 'Run status')).toContainText(/wasm/)
})
