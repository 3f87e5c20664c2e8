// The figure of a run as SVG, PDF and PNG: opened by a browser, by pdf.js and by their bytes, and held against the numbers
// that the page shows.

import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { BrowserContext, Page, TestInfo } from '@playwright/test'
import type { Report } from '../src/core/report.ts'
import { hexColor, viridis } from '../src/core/viridis.ts'
import { saveWith } from './downloads.ts'
import { accuracyOf, cellTexts, classScores, type Matrix, meanScores } from './own-scores.ts'
import { decodePng, distanceOf, openPictures, pngHeader, readPdf } from './pdf-figure.ts'
import { importReports, openRun } from './runs-view.ts'
import {
  expect,
  exportReport,
  loadSample,
  openStudio,
  region,
  setNumbers,
  shownMatrix,
  test,
  trainToEnd,
} from './studio.ts'
import { cellsOf, curvesOf, lettersOf, readSvg, type SvgFigure, tableOf } from './svg-figure.ts'

const REPORTS = join(import.meta.dirname, '..', 'reference', 'fixtures', 'reports')
const MM_PER_POINT = 25.4 / 72
const SIZES = [
  { label: '13 × 8 in, as fig.py', width: 330.2, height: 203.2, suffix: '' },
  { label: 'A&A one column, 88 mm', width: 88, height: null, suffix: '_column' },
  { label: 'A&A two columns, 180 mm', width: 180, height: null, suffix: '_page' },
] as const
/** Columns of a page of A&A are so high, mm. */
const PAGE_HEIGHT = 240

/** Saves the figure in all three formats, reads them, and checks what holds for any figure. */
async function saveFigure(page: Page, pictures: Page, testInfo: TestInfo, width: number, title: string) {
  const files = {
    svg: await saveWith(page, 'Export figure SVG', testInfo),
    pdf: await saveWith(page, 'Export figure PDF', testInfo),
    png: await saveWith(page, 'Export figure PNG', testInfo),
  }
  const svg = await readSvg(page.context(), files.svg.path)
  const pdf = await readPdf(files.pdf.bytes)
  const height = svg.viewBox[3]!
  await test.step('the SVG stands alone', () => {
    expect([svg.width, svg.height]).toEqual([`${width}mm`, `${height}mm`])
    expect(svg.viewBox).toEqual([0, 0, width, height])
    expect(svg.title).toBe(title)
    expect(svg.links).toEqual([])
    expect(new Set(svg.elements)).not.toContain('script')
    expect(svg.elements.filter((name) => !SVG_ELEMENTS.includes(name))).toEqual([])
    const addresses = [...svg.style.matchAll(/url\(([^;]*)/g)].map(([, address]) => address)
    expect(new Set(addresses)).toEqual(new Set(['data:font/otf']))
    expect(svg.style).not.toContain('@import')
  })
  await test.step('the PDF is one page of vectors with its fonts', () => {
    expect(pdf).toMatchObject({ pages: 1, title, images: 0 })
    expect(Math.abs(pdf.width - width / MM_PER_POINT)).toBeLessThan(0.1)
    expect(Math.abs(pdf.height - height / MM_PER_POINT)).toBeLessThan(0.1)
    expect(pdf.embedded).toBeGreaterThan(0)
    // each font is named by itself and by what it descends from
    expect(pdf.fonts).toHaveLength(2 * pdf.embedded)
    expect(pdf.fonts.filter((name) => !/^DejaVuSans(-Bold)?$/.test(name))).toEqual([])
    expect(files.pdf.bytes.length).toBeLessThan(300_000)
    expect(lettersOf(pdf.texts).replaceAll(' ', '')).toBe(lettersOf(svg.texts).replaceAll(' ', ''))
  })
  await test.step('the PNG has 300 dots per inch', () => {
    const dots = (mm: number) => Math.round((mm / 25.4) * 300)
    expect(pngHeader(files.png.bytes)).toEqual({
      signature: '\x89PNG\r\n\x1a\n',
      width: dots(width),
      height: dots(height),
      pixelsPerMetre: [11811, 11811, 1],
    })
  })
  await test.step('PDF and PNG are the same picture', async () => {
    const { mean, largest, drawn } = await distanceOf(pictures, files.pdf.bytes, files.png.bytes)
    testInfo.annotations.push({
      type: 'PDF against PNG',
      description: `${files.pdf.fileName}: mean ${mean.toFixed(2)}, largest ${largest.toFixed(1)} of 255; ${files.pdf.bytes.length} and ${files.png.bytes.length} bytes`,
    })
    // one other digit, or a text 0.3 mm away, comes to more than 50
    expect(drawn).toBeGreaterThan(0.05)
    expect(mean).toBeLessThan(2)
    expect(largest).toBeLessThan(40)
  })
  return { files, svg, pdf, height }
}

const SVG_ELEMENTS = ['circle', 'desc', 'polygon', 'polyline', 'rect', 'style', 'svg', 'text', 'title']

/** Each cell holds its percentage over its count, on viridis; the PNG has that colour at its place. */
async function expectMatrices(
  pictures: Page,
  svg: SvgFigure,
  png: Buffer,
  matrices: readonly Matrix[],
): Promise<void> {
  const cells = cellsOf(svg, matrices[0]!.length)
  expect(cells.map((matrix) => matrix.map((row) => row.map(({ texts }) => texts)))).toEqual(
    matrices.map(cellTexts),
  )
  const flat = cells.flat(2).map(({ rect }) => rect)
  const colors = matrices.flatMap((matrix) =>
    matrix.flatMap((row) =>
      row.map((count) => hexColor(viridis(count / row.reduce((sum, each) => sum + each, 0)))),
    ),
  )
  expect(flat.map(({ fill }) => fill)).toEqual(colors)
  // near a corner, where no text is
  const corners = flat.map(
    ({ x, y, width, height }) =>
      [((x + 0.06 * width) / 25.4) * 300, ((y + 0.06 * height) / 25.4) * 300] as const,
  )
  const decoded = await decodePng(pictures, png, corners)
  expect(decoded).toMatchObject(pngExtent(png))
  expect(decoded.colors).toEqual(colors)
}

function pngExtent(png: Buffer) {
  const { width, height } = pngHeader(png)
  return { width, height }
}

/** The table is that of scikit-learn's report with four decimals. */
function expectTable(svg: SvgFigure, labels: readonly string[], matrix: Matrix): void {
  const scores = classScores(matrix)
  const { hits, total } = accuracyOf(matrix)
  const row = (name: string, { precision, recall, f1, support }: (typeof scores)[number]) => [
    name,
    ...[precision, recall, f1].map((share) => share.toFixed(4)),
    String(support),
  ]
  expect(tableOf(svg)).toEqual([
    ['precision', 'recall', 'f1-score', 'support'],
    ...labels.map((label, i) => row(label, scores[i]!)),
    ['accuracy', (hits / total).toFixed(4), String(total)],
    row('macro avg', meanScores(scores, false)),
    row('weighted avg', meanScores(scores, true)),
  ])
}

/** Curves run through the values of the report, the dashed line stands at the lowest val_loss. */
function expectCurves(svg: SvgFigure, report: Pick<Report, 'acc' | 'loss' | 'val_acc' | 'val_loss'>): void {
  const drawn = curvesOf(svg, report.acc.length)
  expect(drawn.lowest).toBe(0)
  for (const key of ['acc', 'loss', 'val_acc', 'val_loss'] as const) {
    // JSON has null for what is not finite, and the line leaves it out
    const expected = report[key].flatMap((value, i) => (value === null ? [] : [{ epoch: i + 1, value }]))
    expect(drawn[key], key).toHaveLength(expected.length)
    for (const [i, point] of expected.entries()) {
      expect(drawn[key][i]!.epoch, key).toBeCloseTo(point.epoch, 2)
      expect(drawn[key][i]!.value, key).toBeCloseTo(point.value, 3)
    }
  }
  const losses = report.val_loss.filter((value) => value !== null)
  expect(drawn.bestEpoch).toBeCloseTo(1 + report.val_loss.indexOf(Math.min(...losses)), 2)
}

/** The letters come from the file: under another family's name they keep their widths, without their font they do not. */
async function expectOwnFont(context: BrowserContext, path: string, svg: SvgFigure): Promise<void> {
  expect(svg.fonts).toEqual(['400 loaded', '700 loaded'])
  const source = await readFile(path, 'utf8')
  const lengths = async (name: string, text: string) => {
    const copy = path.replace(/\.svg$/, `-${name}.svg`)
    await writeFile(copy, text)
    return (await readSvg(context, copy)).texts.map(({ length }) => length)
  }
  const own = svg.texts.map(({ length }) => length)
  const renamed = source
    .replaceAll("font-family: 'DejaVu Sans'", "font-family: 'Only Here'")
    .replace("'DejaVu Sans', Verdana, sans-serif", "'Only Here', monospace")
  const kept = await lengths('renamed', renamed)
  expect(Math.max(...kept.map((length, i) => Math.abs(length - own[i]!)))).toBeLessThan(0.01)
  const without = await lengths('without', renamed.replace("'Only Here', monospace", 'monospace'))
  expect(Math.max(...without.map((length, i) => Math.abs(length - own[i]!) / own[i]!))).toBeGreaterThan(0.3)
}

test('the figure of a trained network, for a screen and for both columns of A&A', async ({
  page,
  context,
}, testInfo) => {
  await openStudio(page)
  await loadSample(page, { 'Sample rows': 300, 'Grid points': 256 })
  await setNumbers(page, { Epochs: 3 })
  await trainToEnd(page)
  const matrices = [await shownMatrix(page, 'train'), await shownMatrix(page, 'test')]
  const { report } = await exportReport(page)
  const panel = region(page, 'Figure and files')
  const pictures = await openPictures(context)

  for (const { label, width, height, suffix } of SIZES) {
    await test.step(label, async () => {
      await panel.getByRole('combobox', { name: 'Figure size' }).selectOption({ label })
      const figure = await saveFigure(page, pictures, testInfo, width, 'CNN3, DeltaZ')
      const { files, svg, pdf } = figure
      expect(files.svg.fileName).toMatch(
        new RegExp(`^redshift-studio_DeltaZ_CNN3_seed1_\\d{4}-\\d{2}-\\d{2}_figure${suffix}\\.svg$`),
      )
      if (height !== null) expect(figure.height).toBe(height)
      expect(figure.height).toBeLessThan(PAGE_HEIGHT)
      await expectMatrices(pictures, svg, files.png.bytes, matrices)
      expectTable(svg, ['DeltaZ < 1e-3', 'DeltaZ ≥ 1e-3'], matrices[1]!)
      expectCurves(svg, report)
      expect(svg.texts.filter(({ bold }) => bold).map(({ text }) => text)).toEqual(['a', 'b', 'c', 'd'])
      expect(pdf.embedded).toBe(2)
      for (const name of ['DeltaZ<1e-3', 'DeltaZ≥1e-3']) {
        // two matrices with two sides each, and a table
        for (const texts of [svg.texts, pdf.texts]) {
          expect(lettersOf(texts).replaceAll(' ', '').split(name)).toHaveLength(6)
        }
      }
      await expectOwnFont(context, files.svg.path, svg)
      await test.step('and the preview is the same drawing', async () => {
        await panel.getByRole('button', { name: 'Preview' }).click()
        const drawing = panel.getByRole('img', { name: 'CNN3, DeltaZ' })
        await expect(drawing).toBeVisible()
        expect(await drawing.locator('text').allTextContents()).toEqual(svg.texts.map(({ text }) => text))
        await drawing.screenshot({ path: testInfo.outputPath(`preview${suffix}.png`) })
        await panel.getByRole('button', { name: 'Preview' }).click()
      })
    })
  }
})

test('each panel of a report alone, the natural test too', async ({ page, context }, testInfo) => {
  const report = JSON.parse(await readFile(join(REPORTS, 'studio.json'), 'utf8')) as Report
  const natural = report.meta.naturalTest!.conf_matrix
  await openStudio(page)
  await importReports(page, [join(REPORTS, 'studio.json')])
  await openRun(page, 'studio')
  const panel = region(page, 'Figure and files')
  const pictures = await openPictures(context)
  await panel.getByRole('combobox', { name: 'Figure size' }).selectOption('A&A one column, 88 mm')
  const panels = [
    { label: 'a: train matrix', id: 'a', title: 'Train', matrix: report.conf_matrix_train! },
    { label: 'b: test matrix', id: 'b', title: 'Test (balanced)', matrix: report.conf_matrix_test! },
    { label: 'c: accuracy and loss', id: 'c', title: 'Accuracy and loss', matrix: null },
    {
      label: 'd: classification report',
      id: 'd',
      title: 'Classification report, balanced test',
      matrix: null,
    },
    { label: 'Natural test matrix', id: 'natural', title: 'Natural test', matrix: natural },
  ] as const
  for (const { label, id, title, matrix } of panels) {
    await test.step(label, async () => {
      await panel.getByRole('combobox', { name: 'Figure panel' }).selectOption({ label })
      const { files, svg, pdf } = await saveFigure(page, pictures, testInfo, 88, 'studio')
      expect(files.png.fileName).toMatch(new RegExp(`_figure-${id}_column\\.png$`))
      // one title, and no letter where there is nothing to tell apart
      expect(svg.texts[0]!.text).toBe(title)
      expect(svg.texts.filter(({ bold }) => bold)).toEqual([])
      expect(pdf.embedded).toBe(1)
      if (matrix !== null) await expectMatrices(pictures, svg, files.png.bytes, [matrix])
      if (id === 'c') expectCurves(svg, report)
      if (id === 'd') expectTable(svg, ['Success', 'Spurious', 'Mismatch'], report.conf_matrix_test!)
    })
  }
})
