// The project file: saved beside prepared data, opened another day with the same files, and with others.

import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import type { Project } from '../src/core/project.ts'
import {
  chooseFolder,
  expectCounts,
  expectPreview,
  shownCounts,
  shownFingerprint,
  shownPlan,
  showView,
  startButton,
} from './data-view.ts'
import { countLabels, type SplitCounts, stratified, sumOf } from './own-counts.ts'
import { drawObjects, type Objects, writeRaw } from './raw-files.ts'
import { expect, loadSample, openStudio, region, setNumbers, test } from './studio.ts'

const ROWS = 300
const FRACTIONS = { test: 0.2, validation: 0.25 }

/** What a stratified draw of the first objects at a threshold of 5e-3 comes to. */
function planOf({ attributes }: Objects, rows = ROWS): SplitCounts {
  const labels = attributes.slice(0, rows).map(({ deltaZ }) => (Math.abs(deltaZ) < 5e-3 ? 0 : 1))
  return stratified(countLabels(labels, 2), FRACTIONS)
}

async function saveProject(page: Page): Promise<{ readonly fileName: string; readonly path: string }> {
  const downloading = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Save project' }).click()
  const download = await downloading
  return { fileName: download.suggestedFilename(), path: await download.path() }
}

async function openProject(page: Page, path: string): Promise<void> {
  await page.getByLabel('Open project').setInputFiles(path)
}

/** Opens raw files and prepares them: DeltaZ at 5e-3, stratified, other shares and another seed; settings of the run too. */
async function prepareRaw(page: Page, directory: string, objects: Objects): Promise<void> {
  await writeRaw(directory, objects)
  await openStudio(page)
  await chooseFolder(page, directory)
  await expect(startButton(page)).toBeEnabled()
  await setNumbers(page, { Epochs: 3, 'Batch size': 16, Seed: 9 })
  await page.getByRole('combobox', { name: 'Learning rate schedule' }).selectOption('plateau')
  await showView(page, 'Splits and objects')
  const splits = region(page, 'Splits')
  await setNumbers(page, { 'Test %': 20, 'Validation % of the rest': 25, 'Split seed': 11 })
  await splits.getByRole('checkbox', { name: 'Stratified' }).check()
  await splits.getByRole('textbox', { name: 'DeltaZ threshold' }).fill('5e-3')
  await splits.getByRole('textbox', { name: 'DeltaZ threshold' }).press('Enter')
  await expectPreview(page)
  await splits.getByRole('button', { name: 'Use these splits' }).click()
  await expectCounts(page, planOf(objects))
}

test('a project opens with its files again, and says when they are others', async ({ page }, testInfo) => {
  const objects = drawObjects(ROWS, 96, 8)
  const directory = testInfo.outputPath('raw')
  await prepareRaw(page, directory, objects)
  const fingerprint = await shownFingerprint(page)
  expect(fingerprint).toMatch(/^[0-9a-f]{16}$/)
  const counts = planOf(objects)
  const rows = {
    train: sumOf(counts.train),
    validation: sumOf(counts.validation),
    test: sumOf(counts.test),
  }
  const sizes = {
    x: (await stat(join(directory, 'pdfs32.npy'))).size,
    attributes: (await stat(join(directory, 'attributes32.npy'))).size,
  }

  const { fileName, path } = await saveProject(page)
  expect(fileName).toMatch(/^redshift-studio_DeltaZ_project_\d{4}-\d{2}-\d{2}\.json$/)
  const text = await readFile(path, 'utf8')
  const project = JSON.parse(text) as Project
  await test.step('the file holds the recipe and no data', () => {
    expect(text.length).toBeLessThan(3000)
    expect(project).toMatchObject({
      format: 'redshift-studio-project',
      version: 1,
      data: {
        kind: 'files',
        name: 'DeltaZ (raw)',
        rows,
        width: 96,
        files: [
          { path: 'raw/pdfs32.npy', bytes: sizes.x },
          { path: 'raw/attributes32.npy', bytes: sizes.attributes },
        ],
      },
      target: 'DeltaZ',
      preparation: {
        splits: 'drawn',
        testFraction: 0.2,
        validationFraction: 0.25,
        seed: 11,
        stratified: true,
        balancing: 'none',
        deltaZThreshold: 5e-3,
        drop: [],
      },
      fingerprint,
      settings: { model: 'CNN3', epochs: 3, batchSize: 16, seed: 9, schedule: 'plateau' },
    })
  })

  const notice = page.getByText('DeltaZ (raw): choose its files again')
  const data = region(page, 'Data report')
  const openAgain = async () => {
    await openStudio(page)
    await openProject(page, path)
    await expect(notice).toBeVisible()
    await expect(page.getByRole('list', { name: 'Files of the project' }).getByRole('listitem')).toHaveText([
      `raw/pdfs32.npy, ${(sizes.x / 1000).toFixed(0)} kB`,
      `raw/attributes32.npy, ${(sizes.attributes / 1000).toFixed(1)} kB`,
    ])
    await expect(
      page.getByText(`Train ${rows.train}, Validation ${rows.validation}, Test ${rows.test}`),
    ).toBeVisible()
    await expect(startButton(page)).toBeDisabled()
  }

  await test.step('with the same files: the same data, splits and settings', async () => {
    await openAgain()
    await chooseFolder(page, directory)
    await expect(startButton(page)).toBeEnabled()
    await expect(notice).toBeHidden()
    await expectCounts(page, counts)
    expect(await shownFingerprint(page)).toBe(fingerprint)
    await expect(data).not.toContainText('project')
    for (const [name, value] of [
      ['Epochs', '3'],
      ['Batch size', '16'],
      ['Seed', '9'],
    ] as const) {
      await expect(page.getByRole('spinbutton', { name, exact: true })).toHaveValue(value)
    }
    await expect(page.getByRole('combobox', { name: 'Learning rate schedule' })).toHaveValue('plateau')
    await showView(page, 'Splits and objects')
    const splits = region(page, 'Splits')
    await expect(splits).toContainText('These splits are in use.')
    await expect(splits.getByRole('textbox', { name: 'DeltaZ threshold' })).toHaveValue('5e-3')
    await expect(splits.getByRole('checkbox', { name: 'Stratified' })).toBeChecked()
    await expect(splits.getByRole('spinbutton', { name: 'Split seed' })).toHaveValue('11')
    const plan = await shownPlan(page)
    expect(plan.Train).toEqual({ counts: counts.train, total: rows.train })
  })

  await test.step('with one other value: the warning says that the rows are others', async () => {
    const bytes = await readFile(join(directory, 'pdfs32.npy'))
    bytes.writeFloatLE(-1.5, bytes.length - 4)
    await writeFile(join(directory, 'pdfs32.npy'), bytes)
    await openAgain()
    await chooseFolder(page, directory)
    await expectCounts(page, counts)
    await expect(data).toContainText(
      new RegExp(
        `DeltaZ \\(raw\\): these are not the data of the project\\. The files hold other rows \\(fingerprint [0-9a-f]{16}, in the project ${project.sourceFingerprint}\\)\\. Choose the files that the project was saved with, or save a new project of these\\.`,
      ),
    )
    expect(await shownFingerprint(page)).not.toBe(fingerprint)
    await expect(startButton(page)).toBeEnabled()
  })

  await test.step('with fewer rows: the warning gives rows and bytes', async () => {
    const fewer = ROWS - 20
    await writeRaw(directory, {
      ...objects,
      lnP: objects.lnP.slice(0, fewer * 96),
      attributes: objects.attributes.slice(0, fewer),
    })
    await openAgain()
    await chooseFolder(page, directory)
    const now = planOf(objects, fewer)
    await expectCounts(page, now)
    const bytes = await Promise.all(
      ['pdfs32.npy', 'attributes32.npy'].map(async (name) => (await stat(join(directory, name))).size),
    )
    const grouped = (number: number) => number.toLocaleString('en-GB')
    await expect(data).toContainText(
      [
        `Rows of TRAIN: ${sumOf(now.train)}, in the project ${rows.train}.`,
        `Rows of VALID: ${sumOf(now.validation)}, in the project ${rows.validation}.`,
        `Rows of TEST: ${sumOf(now.test)}, in the project ${rows.test}.`,
        `Bytes of raw/pdfs32.npy: ${grouped(bytes[0]!)}, in the project ${grouped(sizes.x)}.`,
        `Bytes of raw/attributes32.npy: ${grouped(bytes[1]!)}, in the project ${grouped(sizes.attributes)}.`,
      ].join(' '),
    )
  })
})

test('a project of a sample restores it by itself', async ({ page }) => {
  await openStudio(page)
  await loadSample(page, { 'Sample rows': 120, 'Grid points': 96, 'Sample number': 4 })
  await showView(page, 'Splits and objects')
  const splits = region(page, 'Splits')
  await splits.getByRole('combobox', { name: 'Balance' }).selectOption({
    label: 'Undersample to the smallest class (load_dataset)',
  })
  await expectPreview(page)
  await splits.getByRole('button', { name: 'Use these splits' }).click()
  await expect(splits).toContainText('These splits are in use.')
  await setNumbers(page, { Epochs: 5 })
  const [fingerprint, counts] = [await shownFingerprint(page), await shownCounts(page)]
  const { path } = await saveProject(page)
  const { data, preparation } = JSON.parse(await readFile(path, 'utf8')) as Project
  expect(data).toEqual({ kind: 'sample', sample: { rows: 120, points: 96, seed: 4 } })
  expect(preparation.balancing).toBe('smallest')

  await openStudio(page)
  await openProject(page, path)
  await expect(startButton(page)).toBeEnabled()
  await expect.poll(() => shownFingerprint(page)).toBe(fingerprint)
  expect(await shownCounts(page)).toEqual(counts)
  await expect(page.getByRole('spinbutton', { name: 'Epochs', exact: true })).toHaveValue('5')
  await expect(page.getByText('choose its files again')).toBeHidden()
  await expect(region(page, 'Data report')).not.toContainText('project')
})

test('what is no project is refused by name', async ({ page }, testInfo) => {
  const path = testInfo.outputPath('notes.json')
  await openStudio(page)
  const alert = page.getByRole('alert')
  for (const [text, message] of [
    ['{ "rows": 12 }', 'notes.json: format is missing, expected "redshift-studio-project"'],
    ['[1, 2]', 'notes.json is a list of 2, expected an object'],
    [
      '{ "format": "redshift-studio-project", "version": 2, "studio": "9.9.9" }',
      'notes.json: version is 2, saved by studio "9.9.9"; this studio reads version 1',
    ],
  ] as const) {
    await writeFile(path, text)
    await openProject(page, path)
    await expect(alert).toContainText(message)
  }
  await writeFile(path, 'hello')
  await openProject(page, path)
  await expect(alert).toContainText('notes.json is not JSON')
  await expect(alert).toContainText('Open a file that "Save project" wrote.')
  // the page is as good as new
  await loadSample(page, { 'Sample rows': 40, 'Grid points': 64 })
})
