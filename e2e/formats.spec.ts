// Tables as pipelines write them: chosen as files or as a folder, trained on, and the numbers equal those of the NPY tree
// with the same objects.

import { readdirSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Page } from '@playwright/test'
import { writeLargeSet } from '../bench/reading/large-set.ts'
import type { Report } from '../src/core/report.ts'
import { createRng } from '../src/core/rng.ts'
import { archiveWeights } from '../src/data/weights-archive.ts'
import {
  expect,
  exportReport,
  loadSample,
  openStudio,
  region,
  setNumbers,
  shownTable,
  test,
  trainToEnd,
} from './studio.ts'

/** Points of the fixtures and of what is written here. */
const WIDTH = 64
const DATASETS = join(import.meta.dirname, '..', 'reference', 'fixtures', 'datasets')
const startButton = (page: Page) => page.getByRole('button', { name: 'Start training' })

async function chooseFiles(page: Page, variant: string): Promise<void> {
  const files = readdirSync(join(DATASETS, variant), { withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  )
  await page.getByLabel('Dataset files').setInputFiles(files.map(({ name }) => join(DATASETS, variant, name)))
}

async function chooseFolder(page: Page, variant: string): Promise<void> {
  await chooseDirectory(page, join(DATASETS, variant))
}

async function chooseDirectory(page: Page, directory: string): Promise<void> {
  await page.getByLabel('Dataset folder').setInputFiles(directory)
}

/** Class counts of the data report are those of the fixtures: 24 and 24, 6 and 6, 6 and 6. */
async function expectCounts(page: Page): Promise<void> {
  await expect(startButton(page)).toBeEnabled()
  const cells = (await shownTable(region(page, 'Data report').getByRole('table').first())).flat().join(' ')
  expect(cells.match(/\b24\b/g)).toHaveLength(2)
  expect(cells.match(/\b6\b/g)).toHaveLength(4)
}

async function trainOnce(page: Page, batchSize = 8): Promise<Report> {
  await expect(startButton(page)).toBeEnabled()
  await setNumbers(page, { Epochs: 2, 'Batch size': batchSize, Seed: 5 })
  await trainToEnd(page)
  return (await exportReport(page)).report
}

function numbersOf({ acc, loss, val_acc, val_loss, conf_matrix_train, conf_matrix_test, meta }: Report) {
  const { counts, fingerprint } = meta.dataset
  return { acc, loss, val_acc, val_loss, conf_matrix_train, conf_matrix_test, counts, fingerprint }
}

test('Arrow and NPZ train to the numbers of NPY', async ({ page }) => {
  await openStudio(page)
  await chooseFolder(page, 'npy-tree')
  await expectCounts(page)
  const npy = numbersOf(await trainOnce(page))
  expect(npy.counts).toEqual({ train: [24, 24], validation: [6, 6], test: [6, 6] })

  await test.step('one Arrow file per split', async () => {
    await chooseFiles(page, 'arrow-per-split')
    await expectCounts(page)
    await expect(region(page, 'Data report')).toContainText('TRAIN.arrow, column X')
    await expect(region(page, 'Data report')).toContainText(/even in ln\(1\+z\), step 1\.00e-2/)
    expect(numbersOf(await trainOnce(page))).toEqual(npy)
  })

  await test.step('one compressed NPZ archive', async () => {
    await chooseFiles(page, 'npz-one-compressed')
    await expectCounts(page)
    await expect(region(page, 'Data report')).toContainText('data.npz, column X_train')
    expect(numbersOf(await trainOnce(page))).toEqual(npy)
  })
})

for (const variant of [
  'arrow-stream',
  'arrow-zstd-one-file',
  'feather-lz4',
  'parquet-per-split',
  'parquet-zstd-one-file',
  'fits-per-split',
  'fits-one-file',
  'mixed',
]) {
  test(`${variant} is read by the page`, async ({ page }) => {
    await openStudio(page)
    await chooseFolder(page, variant)
    await expectCounts(page)
    await expect(region(page, 'Data report')).toContainText('72 rows of 64 points')
  })
}

test('columns that no name tells are chosen by hand', async ({ page }, testInfo) => {
  const path = testInfo.outputPath('odd.npz')
  const rng = createRng(3, 'odd table')
  const rows = 60
  const curves = () => Float32Array.from({ length: rows * WIDTH }, () => -20 * rng.uniform())
  const archive = await archiveWeights([
    { name: 'lnp_raw', shape: [rows, WIDTH], values: curves() },
    { name: 'lnp', shape: [rows, WIDTH], values: curves() },
    { name: 'cls', shape: [rows], values: Float32Array.from({ length: rows }, (_, row) => row % 3) },
  ])
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, new Uint8Array(await archive.arrayBuffer()))
  await openStudio(page)
  await page.getByLabel('Dataset files').setInputFiles(path)
  await expect(page.getByText(/odd\.npz: no column is called X .* it has lnp_raw .* and cls/)).toBeVisible()
  await page.getByLabel('Column for X').selectOption('lnp')
  await page.getByLabel('Column for label').selectOption('cls')
  await page.getByRole('button', { name: 'Use these columns' }).click()
  // three classes are Success3 or Flag3, and nothing tells which
  await expect(page.getByRole('alert')).toContainText('the labels fit Success3 and Flag3')
  await page.getByRole('combobox', { name: 'Target' }).selectOption({ label: 'Flag3: 3 classes' })
  const data = region(page, 'Data report')
  await expect(data).toContainText('60 rows of 64 points')
  await expect(data).toContainText('odd.npz, column lnp')
  // one file, split here: 9 test, 8 of the rest validate
  await expect(data).toContainText('43 rows train, 8 validate and 9 test, drawn by seed 1')
  await expect(startButton(page)).toBeEnabled()
})

test('data larger than their memory train to the same numbers, from the files and from a fast copy', async ({
  page,
}, testInfo) => {
  const directory = testInfo.outputPath('tree')
  await writeLargeSet(directory, { rows: 700, points: 2048 })
  await openStudio(page)
  await setKeptMegabytes(page, 2)
  await chooseDirectory(page, directory)
  const data = region(page, 'Data report')
  await expect(startButton(page)).toBeEnabled({ timeout: 60_000 })
  await expect(data).toContainText('700 rows of 2,048 points')
  await expect(data).toContainText('blocks of 2,048 rows shuffled, 4 blocks mixed at a time')
  const fromFiles = numbersOf(await trainOnce(page, 32))

  await test.step('the copy is made, used, found again after a reload, and removed', async () => {
    const copy = region(page, 'Fast copy')
    await copy.getByRole('button', { name: 'Fast copy' }).click()
    await expect(copy).toContainText('Read from the fast copy in this browser (5.7 MB)', { timeout: 60_000 })
    expect(numbersOf(await trainOnce(page, 32))).toEqual(fromFiles)

    await openStudio(page)
    await setKeptMegabytes(page, 2)
    await chooseDirectory(page, directory)
    await expect(copy).toContainText('Read from the fast copy', { timeout: 60_000 })
    await copy.getByRole('button', { name: 'Remove copy' }).click()
    await expect(copy.getByRole('button', { name: 'Fast copy' })).toBeVisible()
  })

  await test.step('with memory for them, no copy is offered', async () => {
    await setKeptMegabytes(page, 600)
    await chooseDirectory(page, directory)
    await expect(startButton(page)).toBeEnabled({ timeout: 60_000 })
    await expect(region(page, 'Fast copy')).toBeHidden()
    await expect(data).toContainText('all rows shuffled freely')
  })
})

test('compressed posteriors that memory cannot hold are unpacked into the browser', async ({ page }) => {
  await openStudio(page)
  await chooseFolder(page, 'npy-tree')
  await expect(startButton(page)).toBeEnabled()
  const fingerprint = await region(page, 'Data report')
    .getByText(/^Fingerprint/)
    .textContent()
  await setKeptMegabytes(page, 0)
  await chooseFolder(page, 'npz-one-compressed')
  await expect(startButton(page)).toBeEnabled()
  await expect(region(page, 'Data report').getByText(/^Fingerprint/)).toHaveText(fingerprint!)
  expect(await privateFiles(page)).toEqual(Array(3).fill(expect.stringMatching(/^unpacked-/)))
  const { conf_matrix_test } = await trainOnce(page)
  expect((conf_matrix_test ?? []).flat().reduce((sum, count) => sum + (count ?? 0), 0)).toBe(12)
  // other data give the room back
  await loadSample(page, { 'Sample rows': 60, 'Grid points': 64 })
  expect(await privateFiles(page)).toEqual([])
})

test('a copy without room for it is refused, and the files are read on', async ({ page }, testInfo) => {
  const directory = testInfo.outputPath('tree')
  await writeLargeSet(directory, { rows: 300, points: 1024 })
  await openStudio(page)
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('Storage.overrideQuotaForOrigin', { origin: new URL(page.url()).origin, quotaSize: 1e6 })
  await setKeptMegabytes(page, 0)
  await chooseDirectory(page, directory)
  const copy = region(page, 'Fast copy')
  await copy.getByRole('button', { name: 'Fast copy' }).click()
  await expect(copy.getByRole('alert')).toContainText(
    /The copy of DeltaZ unbalanced needs 1,228,800 bytes; ([\d,]+ are free|the room ended after [\d,]+)\./,
  )
  expect(await privateFiles(page)).toEqual([])
  const { conf_matrix_test } = await trainOnce(page, 32)
  expect((conf_matrix_test ?? []).flat().reduce((sum, count) => sum + (count ?? 0), 0)).toBe(45)
})

async function setKeptMegabytes(page: Page, megabytes: number): Promise<void> {
  const field = page.getByRole('spinbutton', { name: 'Posteriors in memory (MB)' })
  if (!(await field.isVisible())) await page.getByRole('button', { name: 'Reading options' }).click()
  await field.fill(String(megabytes))
  await field.blur()
}

/** Names of the files in the browser's private file system. */
function privateFiles(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const root = await navigator.storage.getDirectory()
    const folder = await root.getDirectoryHandle('redshift-studio', { create: true })
    const names: string[] = []
    for await (const name of (folder as unknown as { keys(): AsyncIterable<string> }).keys()) names.push(name)
    return names
  })
}
