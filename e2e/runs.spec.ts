// Runs that are kept: from the end of training over reloads, closed tabs, deletions and other browsers to a browser that
// keeps nothing.

import { join } from 'node:path'
import type { BrowserContext, Page } from '@playwright/test'
import type { ConfusionMatrix } from '../src/core/run.ts'
import {
  describeRun,
  expectRuns,
  exportRuns,
  importReports,
  type ListedRun,
  listedRun,
  listedRuns,
  openRun,
  renameRun,
  runRow,
  shownCurves,
  showRuns,
  showTraining,
} from './runs-view.ts'
import {
  expect,
  exportReport,
  loadSample,
  openStudio,
  region,
  setNumbers,
  shownMatrix,
  shownTable,
  test,
  trainToEnd,
} from './studio.ts'

const SAMPLE = { 'Sample rows': 300, 'Grid points': 256 }
const REPORTS = join(import.meta.dirname, '..', 'reference', 'fixtures', 'reports')

/** Errors of every page of a journey: the page that Playwright opens is not the only one here. */
const complaints: string[] = []

test.beforeEach(({ context }) => {
  complaints.length = 0
  watch(context)
})

test.afterEach(() => {
  expect(complaints).toEqual([])
})

function watch(context: BrowserContext): void {
  context.on('weberror', (error) => complaints.push(error.error().message))
}

/** Number by number what the panels show of a run. */
async function shownPanels(page: Page) {
  return {
    train: await shownMatrix(page, 'train'),
    test: await shownMatrix(page, 'test'),
    curves: await shownCurves(page),
    report: await shownTable(region(page, 'Classification report').getByRole('table')),
    rate: await region(page, 'Learning rate').locator('header').textContent(),
  }
}

type Report = Awaited<ReturnType<typeof exportReport>>['report']

/** The row that a report should have. */
function rowOf({ conf_matrix_test: matrix, val_loss: valLoss, meta }: Report): Partial<ListedRun> {
  return {
    model: 'CNN3',
    target: 'DeltaZ',
    score: scoreOf(matrix!),
    beside: `control ${rightOf(meta.control!.conf_matrix)}`,
    bestEpoch: `${1 + valLoss.indexOf(Math.min(...valLoss))} of ${valLoss.length}`,
    time: meta.seconds < 9.95 ? `${meta.seconds.toFixed(1)} s` : `${Math.round(meta.seconds)} s`,
    source: 'trained in the studio',
    lacks: '',
  }
}

function scoreOf(matrix: ConfusionMatrix): string {
  return `${rightOf(matrix)} n = ${matrix.flat().reduce((a, b) => a + b)}`
}

function rightOf(matrix: ConfusionMatrix): string {
  const all = matrix.flat().reduce((a, b) => a + b)
  const right = matrix.reduce((sum, row, i) => sum + row[i]!, 0)
  return `${((100 * right) / all).toFixed(2)}%`
}

/** `2026-11-26 16:05`, the way the list writes it. */
function minute(time: number): string {
  return new Date(time).toLocaleString('sv-SE').slice(0, 16)
}

/** Waits until the browser has written so much: nobody reloads a page within a few milliseconds, but a journey does. */
async function untilKept(page: Page, runs: readonly Partial<ListedRun>[]): Promise<void> {
  const kept = () =>
    page.evaluate(
      () =>
        new Promise<{ name: string; tags: string[]; note: string }[]>((resolve, reject) => {
          const opening = indexedDB.open('redshift-studio-runs')
          opening.onerror = () => reject(opening.error)
          opening.onsuccess = () => {
            const reading = opening.result.transaction('runs').objectStore('runs').getAll()
            reading.onerror = () => reject(reading.error)
            reading.onsuccess = () => {
              opening.result.close()
              resolve(reading.result.map(({ name, tags, note }) => ({ name, tags, note })))
            }
          }
        }),
    )
  const written = runs.map(({ name, tags, note }) => ({ name, tags, note }))
  await expect
    .poll(async () => (await kept()).toSorted((a, b) => a.name.localeCompare(b.name)))
    .toEqual(written.toSorted((a, b) => a.name!.localeCompare(b.name!)))
}

test('runs are listed with the numbers of their reports, and outlive reloads and tabs', async ({
  page,
  context,
}) => {
  await openStudio(page)
  await loadSample(page, SAMPLE)
  await setNumbers(page, { Epochs: 3, 'Batch size': 16 })
  const since = Date.now()
  const trained = []
  for (const seed of [1, 2]) {
    await setNumbers(page, { Seed: seed })
    await trainToEnd(page)
    const { report } = await exportReport(page)
    const panels = await shownPanels(page)
    expect(panels).toMatchObject({ train: report.conf_matrix_train, test: report.conf_matrix_test })
    expect(panels.curves).toEqual(
      report.loss.map((loss, i) => [
        String(i + 1),
        ...[report.acc[i]!, report.val_acc[i]!, loss, report.val_loss[i]!].map((value) => value.toFixed(4)),
      ]),
    )
    trained.push({ report, panels })
  }
  const [first, second] = trained
  expect(first!.panels.curves).not.toEqual(second!.panels.curves)

  await showRuns(page)
  await expectRuns(page, ['CNN3 DeltaZ 2', 'CNN3 DeltaZ'])
  const [newer, older] = await listedRuns(page)
  expect(newer).toMatchObject({ ...rowOf(second!.report), tags: [], note: '' })
  expect(older).toMatchObject({ ...rowOf(first!.report), tags: [], note: '' })
  for (const { when } of [newer!, older!]) {
    expect(when >= minute(since) && when <= minute(Date.now()), `${when} is now`).toBe(true)
  }

  const status = region(page, 'Run status')
  await test.step('an opened run is in the panels and nowhere else, and "Back" returns', async () => {
    await showTraining(page)
    const before = await status.textContent()
    expect(before).toMatch(/seed 2,.*finished$/)
    await showRuns(page)
    await openRun(page, 'CNN3 DeltaZ')
    const bar = region(page, 'Opened run')
    await expect(bar.getByRole('heading')).toHaveText('Opened: CNN3 DeltaZ')
    expect(await shownPanels(page)).toEqual(first!.panels)
    await expect(status).toHaveText(
      /^This session's run: test accuracy \d+\.\d\d% \(control \d+\.\d\d%\) finished$/,
    )
    await bar.getByRole('button', { name: "Back to this session's run" }).click()
    await expect(bar).toBeHidden()
    expect(await shownPanels(page)).toEqual(second!.panels)
    await expect(status).toHaveText(before!)
  })

  const note = 'Two lines:\nthe second has ünïcode, <b>no markup</b>'
  const described = [
    newer!,
    { ...older!, name: 'Baseline for the paper', tags: ['paper', 'seed study'], note },
  ]
  await test.step('name, tags and note', async () => {
    await showRuns(page)
    await renameRun(page, 'CNN3 DeltaZ', 'Baseline for the paper')
    await describeRun(page, 'Baseline for the paper', 'paper, seed study, paper', note)
    await expect.poll(() => listedRuns(page)).toEqual(described)
    await untilKept(page, described)
  })

  await test.step('a reload', async () => {
    await page.reload()
    await showRuns(page)
    await expect.poll(() => listedRuns(page)).toEqual(described)
  })

  await test.step('a closed tab', async () => {
    await page.close()
    const next = await context.newPage()
    await openStudio(next)
    await expect(next.getByText('2 runs in the list.')).toBeVisible()
    await showRuns(next)
    await expect.poll(() => listedRuns(next)).toEqual(described)

    await openRun(next, 'Baseline for the paper')
    expect(await shownPanels(next)).toEqual(first!.panels)
    await expect(region(next, 'Run status')).toContainText('No data yet')
    const { report } = await exportReport(next)
    expect({ ...report, meta: { ...report.meta, created: '' } }).toEqual({
      ...first!.report,
      meta: { ...first!.report.meta, created: '' },
    })
    await region(next, 'Opened run').getByRole('button', { name: 'Close' }).click()
    await expect(region(next, 'Opened run')).toBeHidden()
    await expect(region(next, 'Training curves')).toContainText('one point per epoch')
    expect(await shownMatrix(next, 'test')).toEqual([])
  })
})

test('a deleted run comes back with "Undo", and stays away without it', async ({ page }) => {
  await openStudio(page)
  await importReports(
    page,
    ['whole.npy', 'latex-without-lr.npy', 'studio.json'].map((name) => join(REPORTS, name)),
  )
  await renameRun(page, 'whole', 'Reference run')
  await describeRun(page, 'Reference run', 'reference', 'of the master script')
  /** runs of one moment may change places when the list is put together anew */
  const byName = async () => (await listedRuns(page)).toSorted((a, b) => (a.name < b.name ? -1 : 1))
  const before = await byName()
  expect(before.map(({ name }) => name)).toEqual(['Reference run', 'latex-without-lr', 'studio'])
  // the name says no longer which file it was
  expect(await listedRun(page, 'Reference run')).toMatchObject({ source: 'report file whole.npy' })
  await untilKept(page, before)
  const rest = before.filter(({ name }) => name !== 'Reference run')

  await runRow(page, 'Reference run').getByRole('button', { name: 'Delete Reference run' }).click()
  await expect.poll(byName).toEqual(rest)
  const line = region(page, 'Runs').getByRole('status')
  await expect(line).toContainText('Deleted Reference run')
  await untilKept(page, rest)
  await line.getByRole('button', { name: 'Undo' }).click()
  await expect(line).toHaveText('')
  await expect.poll(byName).toEqual(before)
  await untilKept(page, before)
  await page.reload()
  await showRuns(page)
  await expect.poll(byName).toEqual(before)

  await runRow(page, 'Reference run').getByRole('button', { name: 'Delete Reference run' }).press('Enter')
  await expect.poll(byName).toEqual(rest)
  // whoever works by keyboard is on the way back
  await expect(line.getByRole('button', { name: 'Undo' })).toBeFocused()
  await untilKept(page, rest)
  await page.reload()
  await showRuns(page)
  await expect.poll(byName).toEqual(rest)
  await expect(line).toHaveText('')
})

test('all runs go to another browser in one file', async ({ page, browser }) => {
  await openStudio(page)
  await loadSample(page, SAMPLE)
  await setNumbers(page, { Epochs: 2, 'Batch size': 16 })
  await trainToEnd(page)
  const { report } = await exportReport(page)
  const panels = await shownPanels(page)
  await importReports(
    page,
    ['latex-without-lr.npy', 'studio.json'].map((name) => join(REPORTS, name)),
  )
  await renameRun(page, 'CNN3 DeltaZ', 'Mine')
  await describeRun(page, 'Mine', 'to share', 'trained on the sample')
  const listed = await listedRuns(page)
  expect(listed).toHaveLength(3)
  const { fileName, path, content } = await exportRuns(page)
  expect(fileName).toBe(`redshift-studio_runs_${new Date().toISOString().slice(0, 10)}.json`)
  const { runs } = content as { runs: { name: string; report: Report }[] }
  expect(runs.map(({ name }) => name)).toEqual(listed.map(({ name }) => name))
  const mine = runs.find(({ name }) => name === 'Mine')!.report
  expect({ ...mine, meta: { ...mine.meta, created: '' } }).toEqual({
    ...report,
    meta: { ...report.meta, created: '' },
  })

  const context = await browser.newContext()
  watch(context)
  const other = await context.newPage()
  await openStudio(other)
  await expect(other.getByText('No run yet.')).toBeVisible()
  await importReports(other, [path])
  await expect.poll(() => listedRuns(other)).toEqual(listed)
  await importReports(other, [path])
  await expect(other.getByText('3 runs in the list.')).toBeVisible()
  await expect.poll(() => listedRuns(other)).toEqual(listed)
  await expect(region(other, 'Runs').getByRole('alert')).toHaveCount(0)
  await openRun(other, 'Mine')
  expect(await shownPanels(other)).toEqual(panels)
  await context.close()
})

test('a tab that is closed in the middle of a run leaves what it has shown', async ({ page, context }) => {
  await openStudio(page)
  await loadSample(page, SAMPLE)
  await setNumbers(page, { Epochs: 500, 'Batch size': 16 })
  await page.getByRole('button', { name: 'Start training' }).click()
  await expect(region(page, 'Run status')).toContainText(/epoch ([2-9]|\d\d+) of 500/, { timeout: 60_000 })
  await showRuns(page)
  await expect(runRow(page, 'CNN3 DeltaZ')).toContainText(/running: epoch \d+ of 500/)
  await expect(page.getByRole('button', { name: 'Delete CNN3 DeltaZ' })).toBeDisabled()
  await untilKept(page, [{ name: 'CNN3 DeltaZ', tags: [], note: '' }])
  await showTraining(page)
  const curves = await shownCurves(page)
  await page.close()

  const next = await context.newPage()
  await openStudio(next)
  await showRuns(next)
  await expectRuns(next, ['CNN3 DeltaZ'])
  const row = await listedRun(next, 'CNN3 DeltaZ')
  expect(row).toMatchObject({ model: 'CNN3', target: 'DeltaZ', score: '–', beside: 'stopped' })
  await openRun(next, 'CNN3 DeltaZ')
  await expect(region(next, 'Opened run')).toContainText('stopped before its end')
  const kept = await shownCurves(next)
  expect(kept.length).toBeGreaterThanOrEqual(1)
  expect(row.bestEpoch).toMatch(new RegExp(` of ${kept.length}$`))
  // an epoch may have ended between the last look and the end of the tab
  const common = Math.min(kept.length, curves.length)
  expect(kept.slice(0, common)).toEqual(curves.slice(0, common))
  await expect(region(next, 'Confusion matrix test')).toContainText('This run has no test matrix.')
  const { report } = await exportReport(next)
  expect(report.meta).toMatchObject({ status: 'stopped', incomplete: true, epochs: 500 })
})

test('a browser without room: the run ends, the notice says so, and the files are there', async ({
  page,
  context,
  baseURL,
}) => {
  await openStudio(page)
  const browser = await context.newCDPSession(page)
  const origin = new URL(baseURL!).origin
  await browser.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 })
  await loadSample(page, SAMPLE)
  await setNumbers(page, { Epochs: 2, 'Batch size': 16 })
  await trainToEnd(page)
  const notice = page.getByRole('alert').filter({ hasText: 'no room left to keep runs (quota)' })
  await expect(notice).toHaveCount(1)
  await expect(notice).toContainText(
    "Delete runs here or export them; this session's runs stay until the page is closed.",
  )
  const { report } = await exportReport(page)
  expect(report.meta).toMatchObject({ status: 'finished', incomplete: false })
  await showRuns(page)
  await expect(notice).toHaveCount(1)
  await expectRuns(page, ['CNN3 DeltaZ'])
  expect(await listedRun(page, 'CNN3 DeltaZ')).toMatchObject(rowOf(report))
  const { content } = await exportRuns(page)
  expect(content).toMatchObject({ runs: [{ name: 'CNN3 DeltaZ', report: { loss: report.loss } }] })

  await test.step('another tab has nothing of it', async () => {
    const other = await context.newPage()
    await openStudio(other)
    await expect(other.getByText('No run yet.')).toBeVisible()
    await other.close()
  })

  await test.step('with room again, the next change keeps it', async () => {
    await browser.send('Storage.overrideQuotaForOrigin', { origin })
    await renameRun(page, 'CNN3 DeltaZ', 'Kept at last')
    await expect(notice).toHaveCount(0)
    await untilKept(page, [{ name: 'Kept at last', tags: [], note: '' }])
    await page.reload()
    await showRuns(page)
    await expectRuns(page, ['Kept at last'])
    expect(await listedRun(page, 'Kept at last')).toMatchObject(rowOf(report))
  })
})

for (const { name, hide } of [
  {
    name: 'has no IndexedDB',
    hide: () => Object.defineProperty(globalThis, 'indexedDB', { value: undefined }),
  },
  {
    name: 'forbids IndexedDB',
    hide: () =>
      Object.defineProperty(globalThis, 'indexedDB', {
        get: () => {
          throw new DOMException('The operation is insecure.', 'SecurityError')
        },
      }),
  },
]) {
  test(`a browser that ${name}: the notice says so, and training works`, async ({ page }) => {
    await page.addInitScript(hide)
    await openStudio(page)
    const notice = page.getByRole('alert')
    await expect(notice).toHaveText(
      /^\s*This browser keeps no runs for this page, as in some private windows\. This session's runs stay until the page is closed: export them before\.\s*$/,
    )
    await loadSample(page, { 'Sample rows': 120, 'Grid points': 128 })
    await setNumbers(page, { Epochs: 1, 'Batch size': 16 })
    await trainToEnd(page)
    const { report } = await exportReport(page)
    expect(report.meta.status).toBe('finished')
    await showRuns(page)
    await expectRuns(page, ['CNN3 DeltaZ'])
    expect(await listedRun(page, 'CNN3 DeltaZ')).toMatchObject(rowOf(report))
    await expect(notice).toHaveCount(1)
  })
}
