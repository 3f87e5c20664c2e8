// Files as people have them: wrong ones, leaky ones, and the ones that the studio itself saves.

import { mkdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { Uint8ArrayReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js'
import { ROWS, WIDTH, writeTree } from './small-tree.ts'
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

async function chooseFolder(page: Page, directory: string): Promise<void> {
  await page.getByLabel('Dataset folder').setInputFiles(directory)
}

const TRAIN_X = join('DeltaZ', 'balanced', 'TRAIN', 'X.npy')
const startButton = (page: Page) => page.getByRole('button', { name: 'Start training' })

test('a truncated file is refused with both sizes', async ({ page }, testInfo) => {
  const directory = await writeTree(testInfo)
  const whole = 128 + 4 * ROWS.TRAIN * WIDTH
  await truncate(join(directory, TRAIN_X), whole - 100)
  await openStudio(page)
  await chooseFolder(page, directory)
  const alert = page.getByRole('alert')
  await expect(alert).toContainText('X.npy')
  await expect(alert).toContainText(/10,?368/)
  await expect(alert).toContainText(/10,?268/)
  await expect(startButton(page)).toBeDisabled()
})

test('a web page saved in place of data is called what it is', async ({ page }, testInfo) => {
  const directory = await writeTree(testInfo)
  await writeFile(join(directory, TRAIN_X), '<!DOCTYPE html><html><body>Log in to download</body></html>')
  await openStudio(page)
  await chooseFolder(page, directory)
  await expect(page.getByRole('alert')).toContainText(/HTML/)
})

test('NaN blocks with its row; no leak may hide', async ({ page }, testInfo) => {
  const directory = await writeTree(testInfo, (x) => {
    x.TRAIN[7 * WIDTH + 3] = Number.NaN
  })
  await openStudio(page)
  await chooseFolder(page, directory)
  await expect(region(page, 'Data report')).toContainText(/NaN/)
  await expect(region(page, 'Data report')).toContainText(/row 7\b/)
  await expect(startButton(page)).toBeDisabled()
})

test('rows of TRAIN in TEST block training until they are overruled', async ({ page }, testInfo) => {
  const directory = await writeTree(testInfo, (x) => {
    x.TEST.set(x.TRAIN.subarray(0, 8 * WIDTH))
  })
  await openStudio(page)
  await chooseFolder(page, directory)
  const data = region(page, 'Data report')
  await expect(data).toContainText(/8 of 16/)
  await expect(data).toContainText(/50(\.0+)? ?%/)
  await expect(startButton(page)).toBeDisabled()
  await data.getByRole('checkbox', { name: /train anyway/i }).check()
  await expect(startButton(page)).toBeEnabled()
})

test('a folder with nothing to train on says what is missing, and the next choice works', async ({
  page,
}, testInfo) => {
  const directory = await writeTree(testInfo)
  await rm(join(directory, 'DeltaZ', 'balanced', 'VALID'), { recursive: true })
  await openStudio(page)
  await chooseFolder(page, directory)
  await expect(page.getByText(/VALID/).first()).toBeVisible()
  await expect(startButton(page)).toBeDisabled()
  await loadSample(page, { 'Sample rows': 40, 'Grid points': 64 })
  await expect(page.getByText(/sample-40x64/).first()).toBeVisible()
})

test('the data report changes with the data', async ({ page }, testInfo) => {
  const directory = await writeTree(testInfo)
  await openStudio(page)
  await loadSample(page, { 'Sample rows': 40, 'Grid points': 128 })
  const before = await region(page, 'Data report').innerText()
  await chooseFolder(page, directory)
  await expect(region(page, 'Data report')).toContainText('no')
  await expect(region(page, 'Data report')).toContainText('64 points')
  expect(await region(page, 'Data report').innerText()).not.toBe(before)
})

test('what "Save as NPY" writes loads again as the same data and trains to the same losses', async ({
  page,
}, testInfo) => {
  await openStudio(page)
  await loadSample(page, { 'Sample rows': 60, 'Grid points': 64 })
  await setNumbers(page, { Epochs: 1, 'Batch size': 8 })
  await trainToEnd(page)
  const first = (await exportReport(page)).report
  const downloading = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Save as NPY' }).click()
  const download = await downloading
  expect(download.suggestedFilename()).toBe('sample-60x64-seed1.zip')
  const directory = testInfo.outputPath('saved')
  const archive = new ZipReader(new Uint8ArrayReader(await readFile(await download.path())))
  for (const entry of await archive.getEntries()) {
    if (entry.directory) continue
    const path = join(directory, entry.filename)
    await mkdir(join(path, '..'), { recursive: true })
    await writeFile(path, await entry.getData(new Uint8ArrayWriter()))
  }
  await chooseFolder(page, directory)
  await expect(region(page, 'Data report')).toContainText('X.npy')
  await setNumbers(page, { Epochs: 1, 'Batch size': 8 })
  await trainToEnd(page)
  const second = (await exportReport(page)).report
  expect(second.loss).toEqual(first.loss)
  expect(second.conf_matrix_test).toEqual(first.conf_matrix_test)
  expect(second.meta.dataset.counts).toEqual(first.meta.dataset.counts)
})
