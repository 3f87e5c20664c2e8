// Reports of other programs, of this studio and files that are none, chosen together or dropped: what is in the list, what
// is named as missing, what is refused and why, and what the panels show.

import { readFileSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import {
  expectRuns,
  importReports,
  listedRun,
  listedRuns,
  openRun,
  shownCurves,
  showRuns,
  showTraining,
} from './runs-view.ts'
import { expect, loadSample, openStudio, region, shownMatrix, shownTable, test } from './studio.ts'

const REPORTS = join(import.meta.dirname, '..', 'reference', 'fixtures', 'reports')

interface Row {
  readonly precision: number
  readonly recall: number
  readonly 'f1-score': number
  readonly support: number
}

type Scores = Readonly<Record<string, Row | number>>

/** scikit-learn's classification report of each file. */
const SCORES = JSON.parse(readFileSync(join(REPORTS, 'expected.json'), 'utf8')) as Readonly<
  Record<string, Scores>
>

function rowOf(file: string, key: string): Row {
  return SCORES[file]![key] as Row
}

/** Test accuracy as the list writes it. */
function scoreOf(file: string): string {
  return `${(100 * (SCORES[file]!.accuracy as number)).toFixed(2)}% n = ${rowOf(file, 'macro avg').support}`
}

/** The matrix that two rows of scikit-learn's report come from. */
function matrixOfTwo(file: string): number[][] {
  const [first, second] = [rowOf(file, '0'), rowOf(file, '1')]
  const right = [first, second].map(({ recall, support }) => Math.round(recall * support))
  return [
    [right[0]!, first.support - right[0]!],
    [second.support - right[1]!, right[1]!],
  ]
}

/** The table of scikit-learn's report as the page writes it. */
function tableOf(file: string, labels: readonly string[]): string[][] {
  const texts = (name: string, { precision, recall, 'f1-score': f1, support }: Row) => [
    name,
    ...[precision, recall, f1].map((value) => value.toFixed(4)),
    String(support),
  ]
  return [
    ...labels.map((label, i) => texts(label, rowOf(file, String(i)))),
    [
      'accuracy',
      '',
      '',
      (SCORES[file]!.accuracy as number).toFixed(4),
      String(rowOf(file, 'macro avg').support),
    ],
    texts('macro avg', rowOf(file, 'macro avg')),
    texts('weighted avg', rowOf(file, 'weighted avg')),
  ]
}

async function shownReport(page: Page): Promise<string[][]> {
  return shownTable(region(page, 'Classification report').getByRole('table'))
}

/** The curves of make_report_fixtures.py: epoch, accuracy, validation accuracy, loss, validation loss. */
const CURVES = [
  ['1', '0.6100', '0.6000', '0.6600', '0.6400'],
  ['2', '0.7400', '0.7200', '0.5100', '0.5200'],
  ['3', '0.8100', '0.7900', '0.4200', '0.4300'],
  ['4', '0.8300', '0.7800', '0.3900', '0.4400'],
]

/** Somebody else's files among one's own: cut in the transfer, a text, and a table of numbers. */
async function writeBroken(directory: string): Promise<string[]> {
  await mkdir(directory, { recursive: true })
  const whole = await readFile(join(REPORTS, 'whole.npy'))
  const header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }".padEnd(117)
  const files: Readonly<Record<string, Buffer>> = {
    'cut.npy': whole.subarray(0, 600),
    'notes.json': Buffer.from('CNN3 was better than CNN2 last night\n'),
    'settings.json': Buffer.from(JSON.stringify({ model: 'CNN3', epochs: 50 })),
    'pdfs.npy': Buffer.concat([
      Buffer.from(`\x93NUMPY\x01\x00v\x00${header}\n`, 'latin1'),
      Buffer.from(new Float32Array([0, -1, -2, -3, -4, -5]).buffer),
    ]),
  }
  for (const [name, content] of Object.entries(files)) await writeFile(join(directory, name), content)
  return Object.keys(files).map((name) => join(directory, name))
}

test('good, old and broken reports in one choice', async ({ page }, testInfo) => {
  const good = [
    'latex-without-lr.npy',
    'nan.json',
    'nom-class-without-lr.npy',
    'studio.json',
    'whole.npy',
    'without-matrices.npy',
    'without-report.npy',
  ]
  const broken = await writeBroken(testInfo.outputPath('broken'))
  await openStudio(page)
  await importReports(page, [...good.map((name) => join(REPORTS, name)), ...broken])
  await expect(page.getByText('7 runs in the list.')).toBeVisible()

  await test.step('what was read is in the list, with what it lacks', async () => {
    const lacks: Readonly<Record<string, string>> = {
      'latex-without-lr.npy': 'no learning rate',
      'nom-class-without-lr.npy': 'class names from nom_class, no learning rate',
      'without-matrices.npy': 'no train matrix, no test matrix',
      'without-report.npy': 'no classification report, no model summary',
    }
    for (const file of good) {
      const isOurs = file === 'studio.json'
      const classes = rowOf(file, '2') === undefined ? 2 : 3
      expect(await listedRun(page, file.slice(0, file.lastIndexOf('.')))).toMatchObject({
        model: isOurs ? 'CNN-GRU' : '–',
        target: isOurs ? 'Success3' : `${classes} classes`,
        score: scoreOf(file),
        // 83 of 120 objects, and 52 of 60: 15 + 20 + 17
        beside: isOurs ? 'control 69.17%, natural 86.67%, n = 60, stopped' : '',
        bestEpoch: '3 of 4',
        time: isOurs ? '13 s' : '',
        source: `report file, ${file.slice(file.lastIndexOf('.') + 1)}`,
        lacks: lacks[file] ?? '',
      })
    }
    expect((await listedRuns(page)).map(({ name }) => name).toSorted()).toEqual(
      good.map((file) => file.slice(0, file.lastIndexOf('.'))),
    )
  })

  await test.step('what was not is named, with its reason', async () => {
    const alert = region(page, 'Runs').getByRole('alert')
    const notices = await alert
      .locator('[data-severity]')
      .evaluateAll((all) =>
        all.map((notice) => Array.from(notice.querySelectorAll('p'), (line) => line.textContent)),
      )
    const whatToGive = 'Give a report of this studio (JSON) or of LAM-Redshift (.npy).'
    expect(notices).toEqual([
      [
        'cut.npy was not added',
        expect.stringMatching(/^cut\.npy is truncated: expected /),
        'Copy or download it again, or write it again.',
      ],
      ['notes.json was not added', expect.stringMatching(/^notes\.json is not JSON: /), whatToGive],
      [
        'settings.json was not added',
        'settings.json is no report: it has neither conf_matrix_test, report, acc nor loss.',
        whatToGive,
      ],
      ['pdfs.npy was not added', 'pdfs.npy is an array of type <f4; expected one dictionary.', whatToGive],
    ])
    await alert.getByRole('button', { name: 'Dismiss' }).click()
    await expect(alert).toHaveCount(0)
    await expect(page.getByText('7 runs in the list.')).toBeVisible()
  })

  const bar = region(page, 'Opened run')
  await test.step('a report with LaTeX and without learning rate', async () => {
    const file = 'latex-without-lr.npy'
    const labels = ['ΔZ < 1e-3', 'ΔZ ≥ 1e-3']
    await openRun(page, 'latex-without-lr')
    await expect(bar).toContainText('report file, npy')
    await expect(bar).toContainText(
      'This report has no learning rate, and does not say model, target, seed or data.',
    )
    expect(await shownMatrix(page, 'test')).toEqual(matrixOfTwo(file))
    const matrix = region(page, 'Confusion matrix test')
    await expect(matrix.getByRole('columnheader')).toHaveText(labels)
    await expect(matrix.getByRole('rowheader')).toHaveText(labels)
    expect(await shownReport(page)).toEqual(tableOf(file, labels))
    expect(await shownCurves(page)).toEqual(CURVES)
    await expect(region(page, 'Learning rate')).toContainText('This run has no learning rate.')
    await expect(region(page, 'Run status')).toContainText('No data yet')
  })

  await test.step('a report with the name of its target alone', async () => {
    const file = 'nom-class-without-lr.npy'
    const labels = ['DeltaZ < 1e-3?', 'DeltaZ ≥ 1e-3?']
    await showRuns(page)
    await openRun(page, 'nom-class-without-lr')
    await expect(bar).toContainText('This report has no learning rate, and does not say model,')
    await expect(bar).toContainText('Class names were taken from nom_class.')
    expect(await shownMatrix(page, 'test')).toEqual(matrixOfTwo(file))
    expect(await shownReport(page)).toEqual(tableOf(file, labels))
  })

  await test.step('a report without matrices', async () => {
    await showRuns(page)
    await openRun(page, 'without-matrices')
    await expect(bar).toContainText(
      'This report has no train matrix and no test matrix, and does not say model,',
    )
    for (const which of ['train', 'test'] as const) {
      await expect(region(page, `Confusion matrix ${which}`)).toContainText(
        `This run has no ${which} matrix.`,
      )
    }
    expect(await shownReport(page)).toEqual(
      tableOf('without-matrices.npy', ['Flag 1', 'Flags 2 & 9', 'Flags 3 & 4']),
    )
  })

  await test.step('a report of this studio, with a value that is not finite', async () => {
    await showRuns(page)
    await openRun(page, 'studio')
    await expect(bar).toContainText('stopped before its end')
    await expect(bar).not.toContainText('This report has no')
    const [first, second, third, fourth] = CURVES
    expect(await shownCurves(page)).toEqual([first, second, third, [...fourth!.slice(0, 4), 'not finite']])
    expect(await shownMatrix(page, 'test')).toEqual([
      [36, 5, 2],
      [2, 37, 4],
      [2, 2, 30],
    ])
    await expect(region(page, 'Confusion matrix natural test').locator('[data-count]')).toHaveText([
      /15$/,
      /4$/,
      /2$/,
      /1$/,
      /20$/,
      /0$/,
      /1$/,
      /0$/,
      /17$/,
    ])
    await expect(region(page, 'Learning rate')).toContainText('5.00e-4')
  })
})

test('in the view of runs the whole page takes dropped reports', async ({ page }) => {
  await openStudio(page)
  await showRuns(page)
  const transfer = await transferOf(page, ['whole.npy', 'nan.json'])
  // over the panel of data, which takes data in the other views
  const target = page.getByRole('button', { name: 'Load sample data' })
  await target.dispatchEvent('dragover', { dataTransfer: transfer })
  await expect(page.getByText('Drop reports to compare them')).toBeVisible()
  await target.dispatchEvent('drop', { dataTransfer: transfer })
  await expect(page.getByText('Drop reports to compare them')).toBeHidden()
  await expect(page.getByText('2 runs in the list.')).toBeVisible()
  expect((await listedRuns(page)).map(({ name }) => name).toSorted()).toEqual(['nan', 'whole'])
  expect(await listedRun(page, 'whole')).toMatchObject({ score: scoreOf('whole.npy') })
  await expect(region(page, 'Data report')).toHaveText('')

  await page.reload()
  await showRuns(page)
  await expectRuns(
    page,
    (await listedRuns(page)).map(({ name }) => name),
  )
})

test('reports that are taken for data leave the data as they are', async ({ page }) => {
  await openStudio(page)
  await loadSample(page, { 'Sample rows': 120, 'Grid points': 128 })
  const data = await region(page, 'Data report').textContent()
  expect(data).toContain('sample-120x128-seed1')
  const outcome = page.getByRole('status').filter({ hasText: 'added' })

  await test.step('chosen with "Dataset files"', async () => {
    await page.getByLabel('Dataset files').setInputFiles([join(REPORTS, 'whole.npy')])
    await expect(outcome).toHaveText('1 report added.')
    await expectRuns(page, ['whole'])
    await expect(region(page, 'Runs').getByRole('heading', { name: 'Runs' })).toBeFocused()
    await expect(region(page, 'Data report')).toHaveText(data!)
  })

  await test.step('dropped over the results', async () => {
    await showTraining(page)
    const transfer = await transferOf(page, ['nan.json', 'latex-without-lr.npy'])
    const target = region(page, 'Run status')
    await target.dispatchEvent('dragover', { dataTransfer: transfer })
    await expect(page.getByText('Drop the data folder or its files, or reports')).toBeVisible()
    await target.dispatchEvent('drop', { dataTransfer: transfer })
    await expect(outcome).toHaveText('2 reports added.')
    await expect(region(page, 'Data report')).toHaveText(data!)
    await expect(page.getByRole('button', { name: 'Start training' })).toBeEnabled()
  })

  await test.step('a second time they are in the list already', async () => {
    await page.getByLabel('Report files').setInputFiles([join(REPORTS, 'nan.json')])
    await expect(page.getByText('1 was already there.')).toBeVisible()
    await expect(page.getByText('3 runs in the list.')).toBeVisible()
  })
})

/** A drag that holds these reports. */
async function transferOf(page: Page, names: readonly string[]) {
  const files = await Promise.all(
    names.map(async (name) => ({
      name,
      base64: (await readFile(join(REPORTS, name))).toString('base64'),
    })),
  )
  return page.evaluateHandle((contents) => {
    const dropped = new DataTransfer()
    for (const { name, base64 } of contents) {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
      dropped.items.add(new File([bytes], name))
    }
    return dropped
  }, files)
}
