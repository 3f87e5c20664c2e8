// Data that nobody should train on as they are: a test that the network has seen, and rows without values or classes. They
// block with the right numbers, and one press repairs them.

import { chooseFolder, expectCounts, shownObjects, shownPlan, showView, startButton } from './data-view.ts'
import { countLabels, percent, plus, stratified, sumOf } from './own-counts.ts'
import {
  countBy,
  drawObjects,
  isWrong,
  type Objects,
  shuffled,
  type TreeRows,
  writeRaw,
  writeSplits,
} from './raw-files.ts'
import { expect, exportReport, openStudio, region, setNumbers, test, trainToEnd } from './studio.ts'

/** The rows of processData.py: TRAIN and VALID from x[:N - test_size], TEST as x[test_size:]. */
function leakyRows(rows: number): TreeRows & { readonly tested: number; readonly validated: number } {
  const order = shuffled(rows, 'leaky')
  const tested = Math.ceil(0.15 * rows)
  const validated = Math.ceil(0.15 * (rows - tested))
  return {
    TRAIN: order.slice(0, rows - tested - validated),
    VALID: order.slice(rows - tested - validated, rows - tested),
    TEST: order.slice(tested),
    tested,
    validated,
  }
}

test('a tree with the leak of processData.py is blocked, explained and repaired', async ({
  page,
}, testInfo) => {
  const objects = drawObjects(400, 64, 3)
  const labelOf = (row: number) => isWrong(objects, row, 1e-3)
  const { tested, validated, ...rows } = leakyRows(400)
  const directory = testInfo.outputPath('leaky')
  await writeSplits(directory, 'unbalanced', objects, rows, labelOf)
  const total = 400 - tested
  const inTrain = total - tested - validated
  expect([percent(inTrain, total), percent(validated, total)]).toEqual(['67.4 %', '15.0 %'])
  const given = {
    train: countLabels(rows.TRAIN.map(labelOf), 2),
    validation: countLabels(rows.VALID.map(labelOf), 2),
    test: countLabels(rows.TEST.map(labelOf), 2),
  }
  const data = region(page, 'Data report')
  const overrule = data.getByRole('checkbox', { name: /^Train anyway/ })
  const expectBlocked = async () => {
    await expectCounts(page, given)
    const x = 'leaky/DeltaZ/unbalanced/TEST/X.npy'
    for (const sentence of [
      `${inTrain} of ${total} test rows (67.4 %) are also in TRAIN (${x}: rows 0, 1, 2, 3, 4 ...). The network has seen them: the test will look better than it is.`,
      `${validated} of ${total} test rows (15.0 %) are also in VALID (${x}: ${rowList(inTrain)}). The best epoch is chosen on them: the test will look better than it is.`,
      `${x}: TEST overlaps TRAIN and VALID in the way of processData.py, which takes TEST as x[test_size:] instead of x[N - test_size:]. ${inTrain} of ${total} test rows (67.4 %) are TRAIN rows and ${validated} (15.0 %) are VALID rows. The other ${tested} rows of TEST (${rowList(inTrain + validated)}) were never seen and are an honest test: dropping the leaked rows keeps exactly these.`,
    ]) {
      await expect(data).toContainText(sentence)
    }
    await expect(overrule).not.toBeChecked()
    await expect(startButton(page)).toBeDisabled()
  }
  await openStudio(page)
  await chooseFolder(page, directory)
  await expectBlocked()

  await test.step('the leaked rows are dropped, and what is left was never seen', async () => {
    const leaked = inTrain + validated
    await data.getByRole('button', { name: `Drop the ${leaked} leaked rows` }).click()
    const honest = countLabels(rows.TEST.slice(leaked).map(labelOf), 2)
    await expectCounts(page, { ...given, test: honest })
    await expect(data).toContainText(`${leaked} rows are left out, equal to a row of an earlier split.`)
    await expect(data).not.toContainText('Blocks training')
    await showView(page, 'Splits and objects')
    await region(page, 'Objects list').getByRole('combobox', { name: 'Split' }).selectOption('Test')
    await expect(region(page, 'Objects list')).toContainText(`${tested} of ${2 * total} objects`)
    expect((await shownObjects(page))[0]!.cells).toMatchObject({ Row: `${leaked}`, Split: 'Test' })
    await page.getByRole('grid', { name: 'Objects' }).press('End')
    await expect
      .poll(async () => (await shownObjects(page)).at(-1))
      .toMatchObject({ index: tested - 1, isSelected: true, cells: { Row: `${total - 1}`, Split: 'Test' } })
    await showView(page, 'Training')
    await setNumbers(page, { Epochs: 1, 'Batch size': 16 })
    await trainToEnd(page)
    const { report } = await exportReport(page)
    expect(report.meta.preparation).toMatchObject({
      splits: 'given',
      drop: ['leaked'],
      dropped: { leaked },
      undersampled: 0,
    })
    expect(report.meta.dataset.counts).toEqual({ ...given, test: honest })
    expect(report.conf_matrix_test!.map(sumOf)).toEqual(honest)
    expect(report.meta.overruled).toEqual([])
  })

  await test.step('or all objects are split again, each of them once', async () => {
    await chooseFolder(page, directory)
    await expectBlocked()
    await data.getByRole('button', { name: 'Split again' }).click()
    const whole = countBy(objects, 2, labelOf)
    const drawn = stratified(whole, { test: 0.15, validation: 0.15 })
    await expectCounts(page, drawn)
    const [train, validation, held] = [drawn.train, drawn.validation, drawn.test].map(sumOf)
    await expect(data).toContainText(
      `The splits are drawn anew: ${train} rows train, ${validation} validate and ${held} test, drawn by seed 1 (test 15 % of all, validation 15 % of the rest, each class on its own).`,
    )
    await expect(data).toContainText(`${inTrain + validated} rows are left out`)
    await expect(data).not.toContainText('also in')
    await expect(data).not.toContainText('Blocks training')
    await expect(startButton(page)).toBeEnabled()
  })

  await test.step('or one trains anyway, and only that once', async () => {
    await chooseFolder(page, directory)
    await expectBlocked()
    await overrule.check()
    await setNumbers(page, { Epochs: 1, 'Batch size': 16 })
    await trainToEnd(page)
    const { report } = await exportReport(page)
    expect(report.meta.preparation).toMatchObject({ splits: 'given', drop: [], dropped: {}, undersampled: 0 })
    expect(report.meta.dataset.counts).toEqual(given)
    // whoever reads the report learns in spite of what it was made
    const overruled = report.meta.overruled.join('\n')
    expect(overruled).toContain(`${inTrain} of ${total} test rows (67.4 %) are also in TRAIN`)
    expect(overruled).toContain(`${validated} of ${total} test rows (15.0 %) are also in VALID`)
    await openStudio(page)
    await chooseFolder(page, directory)
    await expectBlocked()
  })
})

test('rows that nobody can train on block with their numbers, and one press leaves them out', async ({
  page,
}, testInfo) => {
  const ROWS = 160
  const broken = { nan: [7, 20, 41], empty: [12, 90], unknown: [30, 31, 55, 100, 101, 140] }
  const drawn = drawObjects(ROWS, 64, 5)
  for (const row of broken.nan) drawn.lnP[row * 64 + 5] = Number.NaN
  drawn.lnP[41 * 64 + 6] = Number.NaN
  for (const row of broken.empty) drawn.lnP.fill(Number.NEGATIVE_INFINITY, row * 64, (row + 1) * 64)
  const objects: Objects = {
    ...drawn,
    attributes: drawn.attributes.map((each, row) =>
      broken.unknown.includes(row) ? { ...each, status: 'lost' } : each,
    ),
  }
  const directory = testInfo.outputPath('raw')
  await writeRaw(directory, objects)
  await openStudio(page)
  await chooseFolder(page, directory)
  const data = region(page, 'Data report')
  const lost = [30, 31, 55, 100, 101].map((row) => `row ${row}: "lost"`).join(', ')
  const unknown = `raw/attributes32.npy: 6 of 160 objects (3.8 %) have a status other than success, spurious and mismatch: ${lost}.`
  await expect(data).toContainText(`${unknown} The target does not need it.`)
  await page.getByRole('combobox', { name: 'Target', exact: true }).selectOption('Success3')
  const messages = {
    unknown: `${unknown} The target needs it: mend these values or remove the rows.`,
    nan: 'raw/pdfs32.npy: 4 values NaN in rows 7, 20, 41. Mend or remove these rows.',
    empty:
      'raw/pdfs32.npy: 2 of 160 rows (1.3 %) without shape, -inf at every redshift: rows 12, 90. Remove them.',
  }
  for (const message of Object.values(messages)) await expect(data).toContainText(message)
  await expect(data.getByRole('checkbox', { name: /^Train anyway/ })).toBeHidden()
  for (const [name, gone] of [
    ['Drop 3 rows with NaN or +inf', 'NaN in rows'],
    ['Drop 6 rows without a class', 'have a status other'],
    ['Drop 2 rows without shape', 'without shape, -inf'],
  ] as const) {
    await expect(startButton(page)).toBeDisabled()
    await data.getByRole('button', { name }).click()
    await expect(data).not.toContainText(gone)
    await expect(data.getByRole('button', { name })).toBeHidden()
  }
  await expect(startButton(page)).toBeEnabled()
  await expect(data).not.toContainText('Blocks training')
  await expect(data).toContainText(
    '11 rows are left out: 2 without shape, 3 with NaN or +inf and 6 without a class.',
  )

  const usable = objects.attributes.filter((_, row) => !Object.values(broken).flat().includes(row))
  const tested = Math.ceil(0.15 * usable.length)
  const validated = Math.ceil(0.15 * (usable.length - tested))
  const statuses = ['success', 'spurious', 'mismatch']
  const byClass = countLabels(
    usable.map(({ status }) => statuses.indexOf(status)),
    3,
  )
  await showView(page, 'Splits and objects')
  const plan = await shownPlan(page)
  expect(plan['Natural prevalence']).toEqual({ counts: byClass, total: 149 })
  // what has no posterior has a class all the same
  const shapeless = countLabels(
    [...broken.nan, ...broken.empty].map((row) => statuses.indexOf(objects.attributes[row]!.status)),
    3,
  )
  expect(plan['Left out']).toEqual({ counts: shapeless, other: 6, total: 11 })
  const parts = [plan.Train!, plan.Validation!, plan.Test!]
  expect(parts.map(({ total }) => total)).toEqual([149 - tested - validated, validated, tested])
  expect(parts.map(({ counts }) => counts).reduce(plus)).toEqual(byClass)

  const list = region(page, 'Objects list')
  await list.getByRole('combobox', { name: 'Split' }).selectOption('left out')
  await expect(list).toContainText('11 of 160 objects')
  expect((await shownObjects(page)).map(({ cells }) => Number(cells.Row))).toEqual(
    Object.values(broken)
      .flat()
      .sort((a, b) => a - b),
  )

  await showView(page, 'Training')
  await setNumbers(page, { Epochs: 1, 'Batch size': 16 })
  await trainToEnd(page)
  const { report } = await exportReport(page)
  expect(report.meta.preparation).toMatchObject({
    drop: ['without-shape', 'non-finite', 'no-class'],
    dropped: { 'without-shape': 2, 'non-finite': 3, 'no-class': 6 },
  })
  const { train, validation, test: held } = report.meta.dataset.counts
  expect([train, validation, held].map(sumOf)).toEqual([149 - tested - validated, validated, tested])
})

/** `rows 5, 6, 7, 8, 9 ...` */
function rowList(first: number): string {
  return `rows ${[0, 1, 2, 3, 4].map((i) => first + i).join(', ')} ...`
}
