// Files made of a run: read back by other code than wrote them, and held against the report and the journeys' own arithmetic.

import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Page, TestInfo } from '@playwright/test'
import { latexFaults } from '../src/core/export/latex-faults.fixture.ts'
import type { Report } from '../src/core/report.ts'
import { readStoredReport } from '../src/data/stored-report.ts'
import { bytesSource } from '../src/formats/source.ts'
import { csvCells, type SavedFile, saveWith, unzip } from './downloads.ts'
import { accuracyOf, classScores, meanScores } from './own-scores.ts'
import { latexMatrix, latexRows, latexShare, markdownLines, markdownTables } from './paper-texts.ts'
import { readPdf } from './pdf-figure.ts'
import { importReports, openRun, showRuns } from './runs-view.ts'
import {
  expect,
  loadSample,
  openStudio,
  region,
  setNumbers,
  shownMatrix,
  test,
  trainToEnd,
} from './studio.ts'

const ROOT = join(import.meta.dirname, '..')
const REPORTS = join(ROOT, 'reference', 'fixtures', 'reports')
const KEYS = [
  'conf_matrix_train',
  'conf_matrix_test',
  'nb_class',
  'nom_classes',
  'acc',
  'loss',
  'val_acc',
  'val_loss',
  'report',
  'model_summary',
  'lr',
] as const
const KIT = [
  'README.txt',
  'table.tex',
  'methods.tex',
  'methods.txt',
  'report.json',
  'report.md',
  'curves.csv',
  'figure.pdf',
  'figure.svg',
  'figure.png',
  'report.npy',
  'manifest.json',
]

/** `npm run metrics` as a person runs it. */
async function metricsOf(path: string): Promise<Record<string, unknown>> {
  const { stdout } = await promisify(execFile)('npm', ['run', '--silent', 'metrics', '--', path, '--json'], {
    cwd: ROOT,
  })
  return JSON.parse(stdout)
}

/** Curves of a CSV file by their names: each line is the epoch of its number, an empty cell is `null`. */
function curvesIn(text: string): Record<string, (number | null)[]> {
  const [header, ...lines] = csvCells(text)
  expect(header).toEqual(['epoch', 'acc', 'val_acc', 'loss', 'val_loss', 'lr'])
  expect(lines.map(([epoch]) => epoch)).toEqual(lines.map((_, i) => String(i + 1)))
  return Object.fromEntries(
    header!
      .slice(1)
      .map((name, i) => [name, lines.map((cells) => (cells[i + 1] === '' ? null : Number(cells[i + 1])))]),
  )
}

/** The files of a kit; each is as its manifest says, and is named in its README. */
async function openKit({ bytes }: SavedFile) {
  const files = await unzip(bytes)
  const text = (path: string) => files.get(path)?.toString('utf8') ?? ''
  const manifest = JSON.parse(text('manifest.json'))
  const others = [...files].filter(([path]) => path !== 'manifest.json')
  expect(manifest.files).toEqual(
    others.map(([path, contents]) => ({
      path,
      bytes: contents.length,
      sha256: createHash('sha256').update(contents).digest('hex'),
    })),
  )
  expect(latexFaults(text('methods.tex'))).toEqual([])
  expect(latexFaults(text('table.tex'))).toEqual([])
  expect(text('figure.pdf')).toMatch(/^%PDF-1\./)
  expect(text('figure.svg')).toMatch(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n<svg /)
  expect(files.get('figure.png')!.subarray(1, 4).toString()).toBe('PNG')
  return { paths: [...files.keys()], files, text, manifest }
}

/** Files that the list of a kit's README has. */
function filesNamedIn(readme: string): string[] {
  return [...readme.matchAll(/^ {2}(\S+\.\w+) {2,}/gm)].map(([, path]) => path!).sort()
}

/** The report as saved in both forms. */
async function saveReports(page: Page, testInfo: TestInfo) {
  const json = await saveWith(page, 'Export report JSON', testInfo)
  const npy = await saveWith(page, 'Export report NPY', testInfo)
  return { json, npy, report: JSON.parse(json.text) as Report }
}

test('what a trained network can be saved as', async ({ page }, testInfo) => {
  await openStudio(page)
  await loadSample(page, { 'Sample rows': 300, 'Grid points': 256 })
  await setNumbers(page, { Epochs: 3, Seed: 5 })
  await trainToEnd(page)
  const matrix = await shownMatrix(page, 'test')
  const { json, npy, report } = await saveReports(page, testInfo)
  const { meta } = report
  expect(report.conf_matrix_test).toEqual(matrix)

  await test.step('NPY holds the report, and the command reads both alike', async () => {
    expect(npy.fileName).toBe(json.fileName.replace(/\.json$/, '.npy'))
    expect(npy.bytes.subarray(0, 6).toString('latin1')).toBe('\x93NUMPY')
    const again = await readStoredReport(bytesSource(new Uint8Array(npy.bytes), npy.fileName))
    expect(again.gaps).toEqual([])
    for (const key of KEYS) expect(again.report[key], key).toEqual(report[key])
    const [fromJson, fromNpy] = [await metricsOf(json.path), await metricsOf(npy.path)]
    expect(fromJson).toMatchObject({ model: 'CNN3', target: 'DeltaZ', status: 'finished' })
    expect(fromNpy).toEqual({
      ...fromJson,
      file: npy.path,
      model: null,
      target: null,
      status: null,
      overruled: null,
      control: null,
    })
    const { hits, total } = accuracyOf(matrix)
    expect(fromNpy.accuracy).toBeCloseTo(hits / total, 12)
    expect(fromNpy).toMatchObject({ support: total, epochs: 3, bestEpoch: meta.bestEpoch, gaps: [] })
  })

  const csv = await saveWith(page, 'Export curves CSV', testInfo)
  await test.step('CSV holds the curves to the last digit', () => {
    const { acc, val_acc, loss, val_loss, lr } = report
    expect(curvesIn(csv.text)).toEqual({ acc, val_acc, loss, val_loss, lr })
  })

  const table = await saveWith(page, 'Export table LaTeX', testInfo)
  const labels = ['$\\Delta z$ $<$ $10^{-3}$', '$\\Delta z$ $\\geq$ $10^{-3}$']
  await test.step('LaTeX is well formed, with its numbers and Wilson intervals', () => {
    expect(latexFaults(table.text)).toEqual([])
    const lines = table.text.split('\n')
    const scores = classScores(matrix)
    const mean = (isWeighted: boolean) => {
      const { precision, recall, f1 } = meanScores(scores, isWeighted)
      return [precision, recall, f1].map((share) => share.toFixed(3)).join(' & ')
    }
    const expected = [
      'Class & Precision & Recall & $F_1$ & Support \\\\',
      ...latexRows(labels, matrix),
      `Mean & ${mean(false)} &  \\\\`,
      `Weighted mean & ${mean(true)} &  \\\\`,
      `Accuracy & \\multicolumn{3}{c}{${latexShare(accuracyOf(matrix))}} & ${accuracyOf(matrix).total} \\\\`,
      ...latexMatrix(labels, matrix),
    ]
    expect(lines.filter((line) => expected.includes(line))).toEqual(expected)
    expect(table.text).toContain(
      `\\caption{Results of CNN3 on the test split (${accuracyOf(matrix).total} objects, target DeltaZ`,
    )
    expect(table.text).toContain('\\label{tab:DeltaZ-CNN3-seed5}')
  })

  const markdown = await saveWith(page, 'Export report Markdown', testInfo)
  await test.step('Markdown has the same numbers in whole tables', () => {
    const expected = markdownLines(['DeltaZ &#60; 1e-3', 'DeltaZ ≥ 1e-3'], matrix)
    const lines = markdown.text.split('\n')
    expect(lines.filter((line) => expected.includes(line))).toEqual(expected)
    for (const setting of [
      'Model | CNN3',
      'Target | DeltaZ',
      'Seed | 5',
      'Epochs at most | 3',
      'Batch size | 16',
    ]) {
      expect(lines).toContain(`| ${setting} |`)
    }
    const tables = markdownTables(markdown.text)
    expect(tables.length).toBeGreaterThanOrEqual(5)
    for (const each of tables) {
      expect(new Set(each.map((line) => line.split('|').length)).size, each[0]).toBe(1)
    }
  })

  await test.step('the paper kit holds all of it, and its manifest is true', async () => {
    const saved = await saveWith(page, 'Export paper kit', testInfo)
    expect(saved.fileName).toBe(json.fileName.replace(/\.json$/, '_paper-kit.zip'))
    const { paths, files, text, manifest } = await openKit(saved)
    expect(paths).toEqual(KIT)
    expect(filesNamedIn(text('README.txt'))).toEqual([...KIT.slice(1)].sort())
    expect(text('table.tex')).toBe(table.text)
    expect(text('report.md')).toBe(markdown.text)
    expect(text('curves.csv')).toBe(csv.text)
    expect(files.get('report.npy')).toEqual(npy.bytes)
    const kept = JSON.parse(text('report.json'))
    expect(kept).toEqual({ ...report, meta: { ...meta, created: kept.meta.created } })

    const { version, dependencies } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'))
    expect(manifest).toMatchObject({
      format: 'redshift-studio-manifest',
      studio: version,
      software: { 'TensorFlow.js': dependencies['@tensorflow/tfjs-core'] },
      run: { source: 'trained', studio: version },
      status: 'finished',
      seed: 5,
      model: 'CNN3',
      target: 'DeltaZ',
      adapter: meta.adapter,
      backend: meta.backend,
      bestEpoch: meta.bestEpoch,
      dataset: { fingerprint: meta.dataset.fingerprint, counts: meta.dataset.counts },
    })
    expect(manifest.results.accuracy).toBeCloseTo(accuracyOf(matrix).hits / accuracyOf(matrix).total, 12)
    expect(await readPdf(files.get('figure.pdf')!)).toMatchObject({ pages: 1, images: 0 })

    const { counts, fingerprint } = meta.dataset
    const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0)
    for (const words of [
      'The network CNN3 classifies objects by their redshift posteriors.',
      'The seed of initial weights and of the order of objects was 5.',
      `fingerprint ${fingerprint}`,
      `${total(counts.train)} objects for training, ${total(counts.validation)} objects for validation and ${total(counts.test)} objects for testing`,
      `${counts.train.join(' and ')} for training; ${counts.validation.join(' and ')} for validation; ${counts.test.join(' and ')} for testing`,
      meta.adapter,
    ]) {
      expect(text('methods.txt')).toContain(words)
    }
  })
})

/** As reference/make_report_fixtures.py has them. */
const CURVES = {
  acc: [0.61, 0.74, 0.81, 0.83],
  val_acc: [0.6, 0.72, 0.79, 0.78],
  loss: [0.66, 0.51, 0.42, 0.39],
  val_loss: [0.64, 0.52, 0.43, 0.44],
}
const RATES = [0, 1, 2, 3].map((epoch) => Math.fround(1e-4 * Math.exp(-0.1 * epoch)))
const FLAGS = ['Flag 1', 'Flags 2 \\& 9', 'Flags 3 \\& 4']

/** Reports of LAM-Redshift: what is said of each, its classes in LaTeX, and what cannot be made of it. */
const IMPORTED = [
  {
    name: 'whole',
    gap: 'This report does not say model, target, seed or data.',
    labels: FLAGS,
    lr: RATES,
    noNpy: null,
  },
  {
    name: 'latex-without-lr',
    gap: 'This report has no learning rate, and does not say model, target, seed or data.',
    labels: ['$\\Delta$Z $<$ $10^{-3}$', '$\\Delta$Z $\\geq$ $10^{-3}$'],
    lr: null,
    noNpy: null,
  },
  {
    name: 'nom-class-without-lr',
    gap: 'This report has no learning rate, and does not say model, target, seed or data. Class names were taken from nom_class.',
    labels: ['$\\Delta z$ $<$ $10^{-3}$?', '$\\Delta z$ $\\geq$ $10^{-3}$?'],
    lr: null,
    noNpy: null,
  },
  {
    name: 'without-report',
    gap: 'This report has no classification report and no model summary, and does not say model, target, seed or data.',
    labels: FLAGS,
    lr: RATES,
    noNpy: null,
  },
  {
    name: 'without-matrices',
    gap: 'This report has no train matrix and no test matrix, and does not say model, target, seed or data.',
    labels: FLAGS,
    lr: RATES,
    noNpy: 'The report has no conf_matrix_train and conf_matrix_test; fig.py could not draw the .npy.',
  },
] as const

test('the same of reports of LAM-Redshift, with what they lack said', async ({ page }, testInfo) => {
  const sklearn = JSON.parse(await readFile(join(REPORTS, 'expected.json'), 'utf8')) as Record<
    string,
    NonNullable<Report['report']>
  >
  await openStudio(page)
  await importReports(
    page,
    IMPORTED.map(({ name }) => join(REPORTS, `${name}.npy`)),
  )
  const panel = region(page, 'Figure and files')
  const size = panel.getByRole('combobox', { name: 'Figure size' })
  for (const { name, gap, labels, lr, noNpy } of IMPORTED) {
    await test.step(name, async () => {
      const expected = sklearn[`${name}.npy`]!
      await showRuns(page)
      await openRun(page, name)
      await size.selectOption('A&A one column, 88 mm')
      await expect(region(page, 'Opened run')).toContainText(gap)
      const json = await saveWith(page, 'Export report JSON', testInfo)
      expect(json.fileName).toBe(`${name}.json`)
      const report = JSON.parse(json.text) as Report
      expect(report).toMatchObject({ ...CURVES, lr, meta: null })
      const matrix = report.conf_matrix_test

      const alert = panel.getByRole('alert')
      if (noNpy === null) {
        const npy = await saveWith(page, 'Export report NPY', testInfo)
        expect(npy.fileName).toBe(`${name}.npy`)
        const written = await readStoredReport(bytesSource(new Uint8Array(npy.bytes), npy.fileName))
        for (const key of KEYS) {
          // it follows from the matrix where it lacks
          expect(written.report[key], key).toEqual(key === 'report' ? { ...expected } : report[key])
        }
      } else {
        await panel.getByRole('button', { name: 'Export report NPY' }).click()
        await expect(alert).toContainText(noNpy)
        await expect(alert).toContainText('Export JSON instead, which holds what there is.')
      }

      const csv = await saveWith(page, 'Export curves CSV', testInfo)
      expect(curvesIn(csv.text)).toEqual({ ...CURVES, lr: lr ?? [null, null, null, null] })
      await expect(alert).toHaveCount(0)

      const table = await saveWith(page, 'Export table LaTeX', testInfo)
      expect(latexFaults(table.text)).toEqual([])
      const rows = table.text.split('\n')
      if (matrix === null) {
        // recall is known with its objects; how many were predicted is not, so precision has no interval
        const shares = labels.map((label, i) => {
          const { precision, recall, 'f1-score': f1, support } = expected[`${i}`]!
          const found = latexShare({ hits: Math.round(recall * support), total: support })
          return `${[label, precision.toFixed(3), found, f1.toFixed(3), support].join(' & ')} \\\\`
        })
        expect(rows.filter((line) => shares.includes(line))).toEqual(shares)
        expect(table.text.match(/\\begin\{tabular\}/g)).toHaveLength(1)
      } else {
        for (const [i, { precision, recall, f1, support }] of classScores(matrix).entries()) {
          const scores = expected[`${i}`]!
          expect(precision).toBeCloseTo(scores.precision, 12)
          expect(recall).toBeCloseTo(scores.recall, 12)
          expect(f1).toBeCloseTo(scores['f1-score'], 12)
          expect(support).toBe(scores.support)
        }
        const shares = [...latexRows(labels, matrix), ...latexMatrix(labels, matrix)]
        expect(rows.filter((line) => shares.includes(line))).toEqual(shares)
      }

      const markdown = await saveWith(page, 'Export report Markdown', testInfo)
      expect(markdown.text).toMatch(new RegExp(`^# ${name}\n`))
      expect(markdown.text).toContain('The report does not say with which data and settings it was made.')
      expect(markdown.text).toContain('| Weighted mean |')

      const { paths, text, manifest } = await openKit(await saveWith(page, 'Export paper kit', testInfo))
      const expectedPaths = KIT.filter((path) => noNpy === null || path !== 'report.npy')
      expect(paths).toEqual(expectedPaths)
      expect(filesNamedIn(text('README.txt'))).toEqual(expectedPaths.slice(1).sort())
      if (noNpy !== null) {
        expect(text('README.txt')).toContain(
          'There is no report.npy: the report lacks what fig.py of LAM-Redshift draws.',
        )
      }
      expect(manifest).toMatchObject({ seed: null, model: null, adapter: null, dataset: null, bestEpoch: 3 })
      expect(manifest.results.accuracy).toBeCloseTo(expected.accuracy, 12)
      expect(text('methods.txt')).toContain(
        'The report does not say on which data and with which settings it was trained.',
      )
      expect(text('figure.svg')).toContain('<svg xmlns="http://www.w3.org/2000/svg" width="88mm"')
      // for each matrix, where one would look for it
      expect(text('figure.svg').split('>not in this report<')).toHaveLength(matrix === null ? 3 : 1)
      await expect(alert).toHaveCount(0)
    })
  }
})
