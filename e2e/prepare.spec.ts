// How objects become splits: raw files prepared and trained on, saved as a tree and opened again, and a
// balanced tree beside the sky as it is. All numbers are the journeys' own arithmetic.

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { accuracy } from '../src/core/metrics.ts'
import { openNpy, readNumbers, readObjects } from '../src/formats/npy.ts'
import { bytesSource } from '../src/formats/source.ts'
import {
  chooseFolder,
  expectCounts,
  expectPreview,
  shownCounts,
  shownFingerprint,
  shownPlan,
  showView,
  startButton,
  unpackDownload,
} from './data-view.ts'
import { countLabels, naturalTest, plus, stratified, sumOf } from './own-counts.ts'
import { countBy, drawObjects, isWrong, type Objects, shuffled, writeRaw, writeSplits } from './raw-files.ts'
import { expect, exportReport, openStudio, region, setNumbers, test, trainToEnd } from './studio.ts'

const FRACTIONS = { test: 0.2, validation: 0.25 }
const SEED = 7

/** Class of the target Flag3. */
function flag3({ attributes }: Objects, row: number): number {
  const flag = Math.floor(attributes[row]!.flag)
  return flag === 1 ? 0 : flag === 2 || flag === 9 ? 1 : 2
}

/** What undersampling to the smallest class and a stratified draw come to, with the natural test beside it. */
function undersampledPlan(whole: readonly number[]) {
  const smallest = Math.min(...whole)
  const splits = stratified(
    whole.map(() => smallest),
    FRACTIONS,
  )
  const natural = naturalTest(whole, plus(splits.train, splits.validation))
  return { splits, natural, undersampled: sumOf(whole) - whole.length * smallest }
}

async function openRaw(page: Page, directory: string, objects: Objects): Promise<void> {
  await writeRaw(directory, objects)
  await openStudio(page)
  await chooseFolder(page, directory)
  await expect(startButton(page)).toBeEnabled()
}

/** Asks for stratified splits, undersampled to the smallest class. */
async function draftUndersampled(page: Page): Promise<void> {
  const splits = region(page, 'Splits')
  await setNumbers(page, { 'Test %': 20, 'Validation % of the rest': 25, 'Split seed': SEED })
  await splits.getByRole('checkbox', { name: 'Stratified' }).check()
  await splits
    .getByRole('combobox', { name: 'Balance' })
    .selectOption({ label: 'Undersample to the smallest class (load_dataset)' })
  await expectPreview(page)
}

test('raw files are cut, balanced and split as one says, and a network is trained on them', async ({
  page,
}, testInfo) => {
  const objects = drawObjects(420, 256)
  await openRaw(page, testInfo.outputPath('raw'), objects)
  const data = region(page, 'Data report')
  await expect(data).toContainText(
    'There are no labels: the classes of DeltaZ follow from DeltaZ in the attributes. Success2, Success3, Flag3 and Flag can be chosen as well.',
  )
  await showView(page, 'Splits and objects')
  const splits = region(page, 'Splits')
  const slider = splits.getByRole('slider', { name: 'Threshold on abs(DeltaZ)' })
  const wholeAt = (threshold: number) => countBy(objects, 2, (row) => isWrong(objects, row, threshold))
  const expectThreshold = async (text: string) => {
    const [below, above] = wholeAt(Number(text))
    await expect(slider).toHaveAttribute('aria-valuetext', `${text}: ${below} below, ${above} at or above`)
    const share = (count: number) => `${((100 * count) / 420).toFixed(2)}%`
    expect(await splits.getByRole('figure').locator('dd').allTextContents()).toEqual([
      `${below}`,
      share(below!),
      `${above}`,
      share(above!),
    ])
    await expectPreview(page)
    const plan = await shownPlan(page)
    expect(plan['Natural prevalence']).toEqual({ counts: [below, above], total: 420 })
  }
  await test.step('the threshold follows the keyboard and what is typed', async () => {
    await expectThreshold('1e-3')
    const field = splits.getByRole('textbox', { name: 'DeltaZ threshold' })
    await field.fill('0.005')
    await field.press('Enter')
    await expect(field).toHaveValue('5e-3')
    await expectThreshold('5e-3')
    await slider.focus()
    await page.keyboard.press('ArrowRight')
    await expectThreshold('6e-3')
    await page.keyboard.press('PageDown')
    await expectThreshold('6e-4')
    await page.keyboard.press('PageUp')
    await page.keyboard.press('ArrowLeft')
    await expectThreshold('5e-3')
  })

  const whole = wholeAt(5e-3)
  const cut = undersampledPlan(whole)
  await test.step('the plan is exact before it is used', async () => {
    await draftUndersampled(page)
    expect(await shownPlan(page)).toEqual({
      Train: { counts: cut.splits.train, total: sumOf(cut.splits.train) },
      Validation: { counts: cut.splits.validation, total: sumOf(cut.splits.validation) },
      Test: { counts: cut.splits.test, total: sumOf(cut.splits.test) },
      'Natural test': { counts: cut.natural.counts, total: sumOf(cut.natural.counts) },
      'Left out': { counts: whole.map((count) => count - Math.min(...whole)), total: cut.undersampled },
      'Natural prevalence': { counts: whole, total: 420 },
    })
    await expect(splits).toContainText(`${cut.undersampled} rows are left out by undersampling.`)
    await expect(splits).toContainText(
      `Natural test: ${sumOf(cut.natural.counts)} rows at natural prevalence. ${cut.natural.excluded} rows are excluded because TRAIN or VALID hold them; ${cut.natural.thinned} rows are thinned out so that the classes keep their natural shares.`,
    )
    // nothing has happened to the data yet
    expect(await shownCounts(page)).not.toContainEqual([
      cut.splits.train[0],
      cut.splits.validation[0],
      cut.splits.test[0],
    ])
  })

  await test.step('used, the data report says the same', async () => {
    await splits.getByRole('button', { name: 'Use these splits' }).click()
    await expectCounts(page, cut.splits)
    await expect(splits).toContainText('These splits are in use.')
    const { counts, excluded, thinned } = cut.natural
    const shares = counts.map((count, i) => {
      const share = Number(((100 * count) / sumOf(counts)).toFixed(1))
      return `DeltaZ ${i === 0 ? '<' : '≥'} 5e-3 ${share} %`
    })
    for (const sentence of [
      `No split is given: ${sumOf(cut.splits.train)} rows train, ${sumOf(cut.splits.validation)} validate and ${sumOf(cut.splits.test)} test, drawn by seed 7 (test 20 % of all, validation 25 % of the rest, each class on its own).`,
      `Undersampling leaves out ${cut.undersampled} rows, drawn by seed 7, so that every class has as many objects as the smallest class (the rule of load_dataset).`,
      `Training is balanced, so the model is tested on ${sumOf(counts)} rows at natural prevalence as well (${shares.join(', ')}), from raw/pdfs32.npy. Left out: ${excluded} rows that TRAIN or VALID holds and ${thinned} more so that classes keep their shares.`,
    ]) {
      await expect(data).toContainText(sentence)
    }
  })

  const wholeByFlag = countBy(objects, 3, (row) => flag3(objects, row))
  const byFlag = undersampledPlan(wholeByFlag)
  await test.step('another target is prepared in the same way', async () => {
    await page.getByRole('combobox', { name: 'Target', exact: true }).selectOption('Flag3')
    await expectCounts(page, byFlag.splits)
    await expect(data).toContainText(
      'There are no labels: the classes of Flag3 follow from flag in the attributes.',
    )
    expect((await shownPlan(page))['Natural test']?.counts).toEqual(byFlag.natural.counts)
  })

  await test.step('trained, the report holds the recipe and both tests', async () => {
    await showView(page, 'Training')
    await setNumbers(page, { Epochs: 2, 'Batch size': 16 })
    await trainToEnd(page)
    const { report } = await exportReport(page)
    const { preparation, dataset, naturalTest: natural } = report.meta
    expect(preparation).toEqual({
      splits: 'drawn',
      testFraction: 0.2,
      validationFraction: 0.25,
      seed: SEED,
      stratified: true,
      balancing: 'smallest',
      deltaZThreshold: 5e-3,
      drop: [],
      dropped: {},
      undersampled: byFlag.undersampled,
    })
    expect(dataset.counts).toEqual(byFlag.splits)
    expect(natural).toMatchObject({ ...byFlag.natural })
    expect(natural!.conf_matrix.map(sumOf)).toEqual(byFlag.natural.counts)
    expect(natural!.acc).toBeCloseTo(accuracy(natural!.conf_matrix), 12)

    const percent = (matrix: Parameters<typeof accuracy>[0]) => `${(100 * accuracy(matrix)).toFixed(2)}%`
    const onBalanced = percent(report.conf_matrix_test!)
    const onNatural = percent(natural!.conf_matrix)
    const ofControl = percent(report.meta.control!.conf_matrix)
    await expect(region(page, 'Run status')).toContainText(
      `accuracy ${onBalanced} on the balanced test (control ${ofControl}), ${onNatural} at natural prevalence`,
    )
    const cells = region(page, 'Confusion matrix natural test').getByRole('table').locator('[data-count]')
    const shown = await cells.evaluateAll((each) =>
      each.map((cell) => Number(cell.textContent?.split(' ').at(-1))),
    )
    expect(shown).toEqual(natural!.conf_matrix.flat())
    expect(sumOf(shown)).toBe(sumOf(byFlag.natural.counts))
  })
})

test('"Save splits" writes a tree that opens as the same data', async ({ page }, testInfo) => {
  const objects = drawObjects(300, 96, 2)
  await openRaw(page, testInfo.outputPath('raw'), objects)
  await showView(page, 'Splits and objects')
  await draftUndersampled(page)
  await region(page, 'Splits').getByRole('button', { name: 'Use these splits' }).click()
  const { splits } = undersampledPlan(countBy(objects, 2, (row) => isWrong(objects, row, 1e-3)))
  await expectCounts(page, splits)
  const fingerprint = await shownFingerprint(page)
  expect(fingerprint).toMatch(/^[0-9a-f]{16}$/)

  const saved = testInfo.outputPath('saved')
  const { fileName, paths } = await unpackDownload(
    page,
    () => region(page, 'Splits').getByRole('button', { name: 'Save splits' }).click(),
    saved,
  )
  expect(fileName).toBe('DeltaZ-raw-undersampled.zip')
  expect(paths).toEqual([
    ...['TEST', 'TRAIN', 'VALID'].flatMap((split) =>
      ['X', 'Y', 'attributes'].map((name) => `DeltaZ/balanced/${split}/${name}.npy`),
    ),
    'zgrid.npy',
  ])

  await test.step('each saved row is a raw one, in one split, with its own class and attributes', async () => {
    const rowOf = new Map(
      objects.attributes.map((_, row) => [
        bytesOf(objects.lnP.subarray(row * objects.points, (row + 1) * objects.points)),
        row,
      ]),
    )
    const met = new Set<number>()
    for (const [split, counts] of [
      ['TRAIN', splits.train],
      ['VALID', splits.validation],
      ['TEST', splits.test],
    ] as const) {
      const read = async (name: string) => {
        const path = join(saved, 'DeltaZ', 'balanced', split, `${name}.npy`)
        const source = bytesSource(await readFile(path), path)
        return { source, file: await openNpy(source) }
      }
      const [x, y, table] = await Promise.all([read('X'), read('Y'), read('attributes')])
      expect(x.file.shape).toEqual([sumOf(counts), objects.points])
      const labels = await readNumbers(y.file, y.source)
      const cells = await readObjects(table.file, table.source)
      const columns = cells.length / labels.length
      const bytes = await x.source.slice(x.file.dataOffset, x.source.byteLength)
      const curves = new Float32Array(bytes.slice().buffer)
      for (const [i, label] of labels.entries()) {
        const row = rowOf.get(bytesOf(curves.subarray(i * objects.points, (i + 1) * objects.points)))
        expect(row, `row ${i} of ${split}`).toBeDefined()
        expect(met.has(row!), `row ${i} of ${split} is in one split only`).toBe(false)
        met.add(row!)
        expect(label).toBe(isWrong(objects, row!, 1e-3))
        const { redshift, deltaZ, status, logEvidence, flag } = objects.attributes[row!]!
        const own = [1, 3, 5, 6, columns - 1].map((column) => cells[i * columns + column])
        expect(own).toEqual([redshift, deltaZ, status, logEvidence, flag])
      }
      expect(countLabels(labels, 2)).toEqual(counts)
    }
  })

  await chooseFolder(page, saved)
  await expect(region(page, 'Data report')).toContainText('DeltaZ balanced')
  await expect(startButton(page)).toBeEnabled()
  await expectCounts(page, splits)
  expect(await shownFingerprint(page)).toBe(fingerprint)
  await expect(region(page, 'Splits')).toContainText('As given')
})

/** The bytes of a row as a key. */
function bytesOf(curve: Float32Array): string {
  return Buffer.from(curve.buffer, curve.byteOffset, curve.byteLength).toString('latin1')
}

test('a balanced tree is tested at natural prevalence too, without the rows that it trains on', async ({
  page,
}, testInfo) => {
  const all = drawObjects(600, 64, 4)
  const labelOf = (row: number) => isWrong(all, row, 1e-3)
  // three right ones for each wrong one
  const [right, wrong] = [0, 1].map((label) =>
    shuffled(600, 'natural').filter((row) => labelOf(row) === label),
  )
  const natural = [...right!, ...wrong!.slice(0, Math.floor(right!.length / 3))]
  const fewest = natural.length - right!.length
  const balanced = [...right!.slice(0, fewest), ...natural.slice(right!.length)]
  const split = (rows: readonly number[], name: string) => {
    const order = shuffled(rows.length, name).map((i) => rows[i]!)
    const held = Math.ceil(0.15 * rows.length)
    return { TEST: order.slice(0, held), VALID: order.slice(held, 2 * held), TRAIN: order.slice(2 * held) }
  }
  const trained = split(balanced, 'balanced')
  const sky = split(natural, 'unbalanced')
  const directory = testInfo.outputPath('both')
  await writeSplits(directory, 'balanced', all, trained, labelOf)
  await writeSplits(directory, 'unbalanced', all, sky, labelOf)

  const whole = countLabels(sky.TEST.map(labelOf), 2)
  const held = new Set([...trained.TRAIN, ...trained.VALID])
  const { counts, excluded, thinned } = naturalTest(
    whole,
    countLabels(sky.TEST.filter((row) => held.has(row)).map(labelOf), 2),
  )
  expect(excluded).toBeGreaterThan(10)
  await openStudio(page)
  await chooseFolder(page, directory)
  const found = page.getByRole('combobox', { name: 'Found 2 data sets' })
  await found.selectOption({
    label: (await found.locator('option', { hasText: ', balanced' }).innerText()).trim(),
  })
  await expect(startButton(page)).toBeEnabled()
  const shares = counts.map((count, i) => {
    const share = Number(((100 * count) / sumOf(counts)).toFixed(1))
    return `DeltaZ ${i === 0 ? '<' : '≥'} 1e-3 ${share} %`
  })
  await expect(region(page, 'Data report')).toContainText(
    `Training is balanced, so the model is tested on ${sumOf(counts)} rows at natural prevalence as well (${shares.join(', ')}), from both/DeltaZ/unbalanced/TEST/X.npy. Left out: ${excluded} rows that TRAIN or VALID holds and ${thinned} more so that classes keep their shares.`,
  )
  await showView(page, 'Splits and objects')
  const plan = await shownPlan(page)
  expect(plan['Natural test']).toEqual({ counts, total: sumOf(counts) })
  expect(plan['Natural prevalence']).toEqual({ counts: whole, total: sumOf(whole) })
  await showView(page, 'Training')
  await setNumbers(page, { Epochs: 1, 'Batch size': 16 })
  await trainToEnd(page)
  const { report } = await exportReport(page)
  expect(report.meta.naturalTest).toMatchObject({ counts, excluded, thinned })
  expect(report.meta.naturalTest!.conf_matrix.map(sumOf)).toEqual(counts)
  expect(report.conf_matrix_test!.map(sumOf)).toEqual(countLabels(trained.TEST.map(labelOf), 2))
})
