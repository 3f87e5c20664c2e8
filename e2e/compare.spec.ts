// Runs held against each other: own ones, imported ones and one under way, with every number worked out again from the
// reports that the page saves.

import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Page, TestInfo } from '@playwright/test'
import {
  expectLines,
  expectMatrices,
  expectMetrics,
  expectPairs,
  ownPairs,
  type Run,
} from './compare-checks.ts'
import { expectCsv, expectLatex } from './compare-files.ts'
import {
  chooseBaseline,
  compare,
  comparedRuns,
  compareOnly,
  expectBaseline,
  shownColours,
  shownHeads,
  shownLines,
  shownMetrics,
  shownReadout,
  shownSettings,
  shownSupports,
  unfold,
} from './compare-view.ts'
import { chooseFolder, expectPreview, showView, startButton } from './data-view.ts'
import type { Matrix } from './own-scores.ts'
import { drawObjects, writeRaw } from './raw-files.ts'
import { expectRuns, importReports, runRow, showRuns, showTraining } from './runs-view.ts'
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

const SAMPLE = { 'Sample rows': 300, 'Grid points': 256 }
const REPORTS = join(import.meta.dirname, '..', 'reference', 'fixtures', 'reports')

function naturalOf({ report }: Run): Matrix {
  return report.meta.naturalTest!.conf_matrix
}

/** Trains with other settings and keeps the report as a file. */
async function train(
  page: Page,
  name: string,
  settings: Readonly<Record<string, number>>,
  testInfo: TestInfo,
): Promise<Run & { readonly path: string }> {
  await setNumbers(page, settings)
  await trainToEnd(page)
  const { report } = await exportReport(page)
  const path = testInfo.outputPath('reports', `${name}.json`)
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, JSON.stringify(report))
  return { name, report, path }
}

function chooseSchedule(page: Page, schedule: 'exponential' | 'delayed'): Promise<string[]> {
  return page.getByRole('combobox', { name: 'Learning rate schedule' }).selectOption(schedule)
}

test('three runs side by side: settings, curves, matrices, metrics, same objects', async ({
  page,
}, testInfo) => {
  await openStudio(page)
  await loadSample(page, SAMPLE)
  await setNumbers(page, { Epochs: 3, 'Batch size': 16 })
  const first = await train(page, 'CNN3 DeltaZ', { Seed: 1 }, testInfo)
  const second = await train(page, 'CNN3 DeltaZ 2', { Seed: 2 }, testInfo)
  await chooseSchedule(page, 'delayed')
  const third = await train(page, 'CNN3 DeltaZ 3', { Seed: 1 }, testInfo)
  const runs = [first, second, third]
  expect(runs.map(({ report: { meta } }) => [meta.seed, meta.schedule])).toEqual([
    [1, 'exponential'],
    [2, 'exponential'],
    [1, 'delayed'],
  ])

  await showRuns(page)
  await expect(comparedRuns(page)).toContainText('Choose two to eight runs of the list to compare them.')
  await compare(page, ['CNN3 DeltaZ'])
  await expect(comparedRuns(page)).toContainText('Choose a second run to compare CNN3 DeltaZ with.')
  await compare(page, ['CNN3 DeltaZ 2', 'CNN3 DeltaZ 3'])
  await expectBaseline(page, 'CNN3 DeltaZ')
  await expect(comparedRuns(page).getByRole('listitem')).toHaveCount(1)

  await test.step('only what differs', async () => {
    await expect.poll(() => shownHeads(page, 'Settings that differ')).toEqual(runs.map(({ name }) => name))
    await expect
      .poll(() => shownSettings(page))
      .toEqual({
        'Learning rate schedule': ['exponential', 'exponential', 'delayed'],
        Seed: ['1', '2', '1'],
      })
  })

  await test.step('matrices and their differences', () => expectMatrices(page, runs))

  await test.step('metrics with intervals and differences', async () => {
    await expectMetrics(page, runs)
    const supports = first.report.meta.dataset.counts.test
    expect(await shownSupports(page)).toEqual(
      Object.fromEntries(runs.map(({ name }) => [name, [...supports]])),
    )
  })

  await test.step('the same objects', async () => {
    expect(ownPairs(runs).some(({ p }) => p < 1)).toBe(true)
    await expectPairs(page, runs)
  })

  await test.step('seeds are one band until they are unfolded', async () => {
    const group = 'CNN3, DeltaZ, 2 seeds'
    const means = (a: readonly number[], b: readonly number[]) => a.map((value, i) => (value + b[i]!) / 2)
    // of two values, with n - 1
    const spreads = (a: readonly number[], b: readonly number[]) =>
      a.map((value, i) => Math.abs(value - b[i]!) / Math.SQRT2)
    const [a, b] = [first.report, second.report]
    const accuracies = runs.map(({ report }) => 100 * report.report!.accuracy)
    await expect(comparedRuns(page).getByRole('listitem')).toHaveText(
      `${group} (runs 1, 2): accuracy ${((accuracies[0]! + accuracies[1]!) / 2).toFixed(2)} ± ${(Math.abs(accuracies[0]! - accuracies[1]!) / Math.SQRT2).toFixed(2)} %, mean and standard deviation of 2 runs`,
    )
    const valLoss = means(a.val_loss, b.val_loss)
    const valAcc = means(a.val_acc, b.val_acc)
    const best = valLoss.indexOf(Math.min(...valLoss))
    const own = best + 1
    const text = (mean: readonly number[], spread: readonly number[]) =>
      `${mean[best]!.toFixed(4)} ± ${spread[best]!.toFixed(4)}`
    const alone = third.report
    const bestAlone = alone.meta.bestEpoch
    await expect
      .poll(() => shownReadout(page))
      .toEqual({
        [group]: [
          String(own),
          text(valAcc, spreads(a.val_acc, b.val_acc)),
          text(valLoss, spreads(a.val_loss, b.val_loss)),
        ],
        'CNN3 DeltaZ 3': [
          String(bestAlone),
          alone.val_acc[bestAlone - 1]!.toFixed(4),
          alone.val_loss[bestAlone - 1]!.toFixed(4),
        ],
      })
    const curves = region(page, 'Compared curves')
    await expect(curves).toContainText('mean of 2 seeds, band: 1 standard deviation')
    const bands = curves.locator('path[data-part="band"]')
    await expect(bands).toHaveCount(2)
    const lines = await shownLines(page)
    expectLines(lines.accuracy, [valAcc, alone.val_acc])
    expectLines(lines.loss, [valLoss, alone.val_loss])

    await unfold(page)
    await expect(bands).toHaveCount(0)
    const unfolded = await shownLines(page)
    expectLines(
      unfolded.accuracy,
      runs.map(({ report }) => report.val_acc),
    )
    expectLines(
      unfolded.loss,
      runs.map(({ report }) => report.val_loss),
    )
    await curves.getByRole('slider', { name: 'Epoch' }).fill('2')
    await expect
      .poll(() => shownReadout(page))
      .toEqual(
        Object.fromEntries(
          runs.map(({ name, report: { val_acc: acc, val_loss: loss } }) => [
            name,
            ['2', acc[1]!.toFixed(4), loss[1]!.toFixed(4)],
          ]),
        ),
      )
  })

  const inOrder = [third, first, second]
  await test.step('another baseline turns the signs', async () => {
    const before = await shownMetrics(page)
    await chooseBaseline(page, 'CNN3 DeltaZ 3')
    const after = await shownMetrics(page)
    await expectMetrics(page, inOrder)
    const turned = before['CNN3 DeltaZ 3']!.map(({ delta }) => delta!)
    expect(turned.some((delta) => delta !== 0)).toBe(true)
    expect(after['CNN3 DeltaZ']!.map(({ delta }) => delta! + 0)).toEqual(turned.map((delta) => 0 - delta))
    await expectMatrices(page, inOrder)
    await expectPairs(page, inOrder)
    await expect
      .poll(() => shownSettings(page))
      .toEqual({
        'Learning rate schedule': ['delayed', 'exponential', 'exponential'],
        Seed: ['1', '1', '2'],
      })
  })

  await test.step('both files hold the same numbers', async () => {
    await expectCsv(page, inOrder, [first, second], testInfo)
    await expectLatex(page, inOrder, testInfo)
  })

  await test.step('none is none', async () => {
    await comparedRuns(page).getByRole('button', { name: 'Compare none' }).click()
    await expect(comparedRuns(page)).toContainText('Choose two to eight runs of the list to compare them.')
    await expect(region(page, 'Compared metrics')).toHaveCount(0)
  })
})

test('a run has one colour wherever it is, and keeps it', async ({ page }, testInfo) => {
  await openStudio(page)
  await loadSample(page, { 'Sample rows': 120, 'Grid points': 128 })
  await setNumbers(page, { Epochs: 2, 'Batch size': 16 })
  const names = ['CNN3 DeltaZ', 'CNN3 DeltaZ 2', 'CNN3 DeltaZ 3']
  for (const [i, name] of names.entries()) await train(page, name, { Seed: i + 1 }, testInfo)
  await showRuns(page)
  await compare(page, names)
  await expectBaseline(page, names[0]!)
  await unfold(page)
  await expect.poll(async () => (await shownLines(page)).loss).toHaveLength(3)

  const list = page.getByRole('table', { name: 'Kept runs' })
  const colours = await shownColours(list)
  const chosen = names.map((name) => colours[name]![0]!)
  expect(new Set(chosen).size).toBe(3)
  /** in the list, the choice, tables and charts; the first run is the baseline */
  const expectColours = async (shown: readonly string[]) => {
    const own = (each: readonly string[]) =>
      Object.fromEntries(each.map((name) => [name, [chosen[names.indexOf(name)]!]]))
    const inTable = own(shown)
    await expect.poll(() => shownColours(list)).toEqual(inTable)
    await expect.poll(() => shownColours(comparedRuns(page))).toEqual(inTable)
    for (const name of ['Compared curves', 'Settings that differ', 'Compared matrices', 'Compared metrics']) {
      await expect.poll(() => shownColours(region(page, name)), name).toEqual(inTable)
    }
    await expect.poll(() => shownColours(region(page, 'Same objects (McNemar)'))).toEqual(own(shown.slice(1)))
    const { accuracy, loss } = await shownLines(page)
    const inOrder = shown.map((name) => chosen[names.indexOf(name)])
    expect(accuracy.map(({ colour }) => colour)).toEqual(inOrder)
    expect(loss.map(({ colour }) => colour)).toEqual(inOrder)
  }
  await expectColours(names)

  await comparedRuns(page).getByRole('button', { name: 'Remove CNN3 DeltaZ from the comparison' }).click()
  await expectBaseline(page, names[1]!)
  await unfold(page)
  await expectColours(names.slice(1))

  // the choice is kept as well
  await page.reload()
  await showRuns(page)
  await expectRuns(page, names.toReversed())
  await expectBaseline(page, names[1]!)
  await expectColours(names.slice(1))
  const other = [names[2]!, names[0]!]
  await compareOnly(page, other)
  await expectBaseline(page, names[2]!)
  await expect.poll(async () => (await shownLines(page)).loss).toHaveLength(2)
  await expectColours(other)
})

test('reports of another browser are compared object by object; other classes and other rows are refused', async ({
  page,
  browser,
}, testInfo) => {
  const context = await browser.newContext()
  const complaints: string[] = []
  context.on('weberror', (error) => complaints.push(error.error().message))
  const theirs = await context.newPage()
  await openStudio(theirs)
  await loadSample(theirs, SAMPLE)
  await setNumbers(theirs, { Epochs: 3, 'Batch size': 16 })
  await chooseSchedule(theirs, 'delayed')
  const colleague = await train(theirs, 'colleague', { Seed: 5 }, testInfo)
  await loadSample(theirs, { ...SAMPLE, 'Sample number': 2 })
  const elsewhere = await train(theirs, 'elsewhere', { Epochs: 1 }, testInfo)
  await context.close()
  expect(complaints).toEqual([])

  await openStudio(page)
  await loadSample(page, SAMPLE)
  await setNumbers(page, { Epochs: 3, 'Batch size': 16 })
  const mine = await train(page, 'CNN3 DeltaZ', { Seed: 1 }, testInfo)
  const { testFingerprint } = mine.report.meta.dataset
  expect(colleague.report.meta.dataset.testFingerprint).toBe(testFingerprint)
  expect(elsewhere.report.meta.dataset.testFingerprint).not.toBe(testFingerprint)
  await importReports(page, [
    colleague.path,
    elsewhere.path,
    join(REPORTS, 'latex-without-lr.npy'),
    join(REPORTS, 'nom-class-without-lr.npy'),
    join(REPORTS, 'whole.npy'),
    join(REPORTS, 'studio.json'),
  ])
  await showRuns(page)

  // the first of them is compared at once, and no other belongs to it
  await expect(region(page, 'Runs')).toContainText('7 runs, 1 compared')

  await test.step('same rows: McNemar', async () => {
    await compare(page, ['CNN3 DeltaZ'])
    await chooseBaseline(page, 'CNN3 DeltaZ')
    await expect(comparedRuns(page).getByText(/not compared/)).toHaveCount(0)
    const runs = [mine, colleague]
    await expectMatrices(page, runs)
    await expectMetrics(page, runs)
    const [pair] = ownPairs(runs)
    expect(pair!.onlyBaseline + pair!.onlyOther).toBeGreaterThan(0)
    await expectPairs(page, runs)
    await expect
      .poll(() => shownSettings(page))
      .toEqual({
        'Learning rate schedule': ['exponential', 'delayed'],
        Seed: ['1', '5'],
        Source: ['trained in the studio', 'colleague.json'],
      })
  })

  await test.step('other rows, other classes', async () => {
    await compare(page, ['elsewhere', 'whole', 'latex-without-lr'])
    const objects = ({ report }: Run) => {
      const { testFingerprint: fingerprint, counts } = report.meta.dataset
      return `fingerprint ${fingerprint}, ${counts.test.reduce((a, b) => a + b)} objects: ${counts.test.join(' + ')}`
    }
    for (const reason of [
      `“elsewhere” was tested on other rows (${objects(elsewhere)}) than the baseline “CNN3 DeltaZ” (${objects(mine)}).`,
      '“whole” has 3 classes, the baseline “CNN3 DeltaZ” has 2.',
      // of the same classes, written in LaTeX
      `“latex-without-lr” was tested on other rows (150 objects: 71 + 79) than the baseline “CNN3 DeltaZ” (${mine.report.meta.dataset.counts.test.reduce((a, b) => a + b)} objects: ${mine.report.meta.dataset.counts.test.join(' + ')}).`,
    ]) {
      await expect(comparedRuns(page)).toContainText(reason)
    }
    // what may be compared still is
    await expectMetrics(page, [mine, colleague])
    await expectPairs(page, [mine, colleague])
  })

  await test.step('nothing to compare with', async () => {
    await compareOnly(page, ['studio', 'whole'])
    const classes = 'Success, Spurious, Mismatch'
    await expect(comparedRuns(page)).toContainText(
      `“whole” has the classes Flag 1, Flags 2 & 9, Flags 3 & 4, the baseline “studio” has ${classes}.`,
    )
    await expect(region(page, 'Compared metrics')).toHaveCount(0)
    await expect(comparedRuns(page).getByRole('button', { name: 'Save comparison CSV' })).toBeDisabled()
    await expect(comparedRuns(page).getByRole('button', { name: 'Save comparison LaTeX' })).toBeDisabled()
  })
})

test('a run under way is compared while it trains', async ({ page }, testInfo) => {
  const EPOCHS = 12
  await openStudio(page)
  await loadSample(page, SAMPLE)
  await setNumbers(page, { Epochs: 2, 'Batch size': 16 })
  const before = await train(page, 'CNN3 DeltaZ', { Seed: 1 }, testInfo)
  await showRuns(page)
  await setNumbers(page, { Epochs: EPOCHS, Seed: 2 })
  await page.getByRole('button', { name: 'Start training' }).click()
  await compare(page, ['CNN3 DeltaZ', 'CNN3 DeltaZ 2'])
  await expectBaseline(page, 'CNN3 DeltaZ')
  const row = runRow(page, 'CNN3 DeltaZ 2')

  const epochsDrawn = async () => (await shownLines(page)).loss.map(({ points }) => points.length)
  const lengths = new Set<number>()
  await expect
    .poll(async () => {
      const [own, live] = await epochsDrawn()
      expect(own).toBe(2)
      if (live !== undefined && live < EPOCHS) lengths.add(live)
      return lengths.size
    })
    .toBeGreaterThanOrEqual(3)
  await expect(row).toContainText(/running: epoch \d+ of 12/)
  await expect(region(page, 'Compared curves')).toContainText('under way')
  await expect(region(page, 'Compared matrices')).toContainText('Counted once the run has ended.')
  await expect(region(page, 'Same objects (McNemar)')).toContainText(
    '“CNN3 DeltaZ 2” has no outcomes of single objects yet: it is still running.',
  )

  await expect(row).toContainText('n = ', { timeout: 120_000 })
  await expect(region(page, 'Compared curves')).not.toContainText('under way')
  await showTraining(page)
  const { report } = await exportReport(page)
  await showRuns(page)
  const runs = [before, { name: 'CNN3 DeltaZ 2', report }]
  await expect.poll(epochsDrawn).toEqual([2, report.val_loss.length])
  await expectMatrices(page, runs)
  await expectMetrics(page, runs)
  await expectPairs(page, runs)
  const { accuracy, loss } = await shownLines(page)
  expectLines(
    accuracy,
    runs.map((run) => run.report.val_acc),
  )
  expectLines(
    loss,
    runs.map((run) => run.report.val_loss),
  )
})

test('runs are compared at natural prevalence where the data have such a test', async ({
  page,
}, testInfo) => {
  const directory = testInfo.outputPath('raw')
  await writeRaw(directory, drawObjects(420, 96))
  await openStudio(page)
  await chooseFolder(page, directory)
  await expect(startButton(page)).toBeEnabled()
  await showView(page, 'Splits and objects')
  const splits = region(page, 'Splits')
  await splits.getByRole('textbox', { name: 'DeltaZ threshold' }).fill('5e-3')
  await splits.getByRole('textbox', { name: 'DeltaZ threshold' }).press('Enter')
  await splits
    .getByRole('combobox', { name: 'Balance' })
    .selectOption({ label: 'Undersample to the smallest class (load_dataset)' })
  await expectPreview(page)
  await splits.getByRole('button', { name: 'Use these splits' }).click()
  await expect(splits).toContainText('These splits are in use.')
  await showView(page, 'Training')
  await setNumbers(page, { Epochs: 1, 'Batch size': 16 })
  const first = await train(page, 'CNN3 DeltaZ', { Seed: 1 }, testInfo)
  await chooseSchedule(page, 'delayed')
  const second = await train(page, 'CNN3 DeltaZ 2', { Seed: 2 }, testInfo)
  const runs = [first, second]

  await showRuns(page)
  await compare(page, ['CNN3 DeltaZ', 'CNN3 DeltaZ 2'])
  await expectBaseline(page, 'CNN3 DeltaZ')
  await expectMatrices(page, runs)
  await comparedRuns(page)
    .getByRole('radiogroup', { name: 'Compared on' })
    .getByText('Natural test', { exact: true })
    .click()
  await expect(region(page, 'Compared matrices')).toContainText('Compared matrices, natural test')
  expect(naturalOf(first)).not.toEqual(first.report.conf_matrix_test)
  await expectMatrices(page, runs, naturalOf)
  await expectMetrics(page, runs, naturalOf)
  await expectPairs(page, runs, ({ report }) => report.meta.naturalTest!.rows!)
})
