// Which redshifts to keep, and how far a network's probabilities can be trusted: every number of the view is worked out anew
// from the table of predictions that it saves.

import type { Page, TestInfo } from '@playwright/test'
import { showView } from './data-view.ts'
import { countLabels, sumOf } from './own-counts.ts'
import { accuracyOf } from './own-scores.ts'
import {
  calledOf,
  ece,
  keptOf,
  logLoss,
  matrixOf,
  scoresOf,
  searchTemperature,
  tempered,
} from './own-trust.ts'
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
import { expectBins, expectPanels, expectThreshold, NAMES, type OwnSample, sampleOf } from './trust-checks.ts'
import { expectMeasures } from './trust-measures.ts'
import {
  chooseRows,
  ofControl,
  type PredictedRow,
  saveMeasures,
  savePredictions,
  showTrust,
  thresholdField,
  thresholdSlider,
} from './trust-view.ts'

async function trainOnSample(page: Page, sample: Readonly<Record<string, number>>): Promise<void> {
  await openStudio(page)
  await loadSample(page, { 'Grid points': 256, ...sample })
  await setNumbers(page, { Epochs: 3, 'Batch size': 16 })
  await trainToEnd(page)
}

test('what the network is worth is what its predictions say, and so is the control', async ({
  page,
}, testInfo) => {
  await trainOnSample(page, { 'Sample rows': 600 })
  const { report } = await exportReport(page)
  const shown = await shownMatrix(page, 'test')
  await showTrust(page)
  const header = region(page, 'Trust')
  await expect(header).toContainText('CNN3 DeltaZ, epoch ')
  const { fileName, classes, splits } = await savePredictions(page, testInfo)
  expect(fileName).toMatch(/_predictions\.csv$/)
  expect(classes).toEqual(report.nom_classes)
  const all = sampleOf(splits.test)

  await test.step('predictions, matrices and the report are one', async () => {
    const { train, validation, test: tested } = report.meta.dataset.counts
    for (const [split, counts] of Object.entries({ train, validation, test: tested })) {
      expect(
        countLabels(
          splits[split]!.map(({ label }) => label),
          2,
        ),
        split,
      ).toEqual(counts)
    }
    for (const rows of Object.values(splits)) {
      expect(rows.map(calledOf)).toEqual(rows.map(({ predicted }) => predicted))
    }
    expect(matrixOf(all.rows, 2)).toEqual(shown)
    expect(shown).toEqual(report.conf_matrix_test)
    expect(matrixOf(splits.train!, 2)).toEqual(report.conf_matrix_train)
    expect(logLoss(all.rows)).toBeCloseTo(report.meta.testLoss!, 5)
    const control = ofControl(all.rows)
    const { conf_matrix, acc, loss, trainRows, descriptors, rows } = report.meta.control!
    expect(conf_matrix).toEqual(matrixOf(control, 2))
    expect(acc).toBe(accuracyOf(conf_matrix).hits / all.rows.length)
    expect(loss).toBeCloseTo(logLoss(control), 5)
    expect(trainRows).toBe(sumOf(train))
    expect(descriptors).toHaveLength(8)
    expect(rows!.predicted).toBe(control.map(calledOf).join(''))
    expect(splits.train!.every((row) => row.control === null)).toBe(true)
  })

  await test.step('all panels of test', async () => {
    await expectPanels(page, all, 0.5)
    const members = all.rows.filter(({ label }) => label === 0).length
    const share = ((100 * members) / all.rows.length).toFixed(1)
    await expect(header).toContainText(
      `${members} of ${all.rows.length} rows (${share} %) belong to DeltaZ < 1e-3.`,
    )
    const of = region(page, 'Reliability diagram').getByRole('combobox', { name: 'Probability of' })
    for (const [k, label] of NAMES.entries()) {
      await of.selectOption({ label })
      await expectBins(page, all.rows, k)
    }
    await of.selectOption({ label: 'most probable class' })
  })

  await test.step('the other class, and other rows', async () => {
    await thresholdField(page).fill('0.4')
    await header.getByRole('combobox', { name: 'Class to keep' }).selectOption({ label: NAMES[1] })
    await expectPanels(page, sampleOf(splits.test, 1), 0.4)
    await chooseRows(page, 'Validation')
    await expect(header).toContainText(
      'These rows chose the epoch whose weights are in use, and the temperature is fitted on them: numbers on test may be worse.',
    )
    await expectPanels(page, sampleOf(splits.validation, 1), 0.4)
    await chooseRows(page, 'Train')
    await expect(header).toContainText(
      'The network was trained on these rows: numbers on rows that it has not seen are worse.',
    )
    const control = region(page, 'Network and control')
    await expect(control).toContainText('The control was fitted on TRAIN and is not asked about it.')
    const { accuracy } = scoresOf(splits.train!, 1)
    await expect(control.getByRole('row', { name: /^Accuracy/ })).toHaveText(
      `Accuracy (%)${(100 * accuracy).toFixed(2)}––higher`,
    )
    await expectThreshold(page, sampleOf(splits.train, 1), 0.4)
  })
})

test('a threshold by keyboard, by number, by a click and by the purity that it gives', async ({
  page,
}, testInfo) => {
  await trainOnSample(page, { 'Sample rows': 400 })
  await showTrust(page)
  const { splits } = await savePredictions(page, testInfo)
  const all = sampleOf(splits.test)
  await test.step('the threshold by keyboard, by number and by a click', async () => {
    const slider = thresholdSlider(page)
    await slider.focus()
    for (const key of ['PageUp', 'PageUp', 'ArrowRight', 'ArrowRight', 'ArrowUp'])
      await page.keyboard.press(key)
    await expect(thresholdField(page)).toHaveValue('0.703')
    await expectThreshold(page, all, 0.703)
    await page.keyboard.press('End')
    await expectThreshold(page, all, 1)
    await page.keyboard.press('Home')
    await expectThreshold(page, all, 0)
    await thresholdField(page).fill('0.6125')
    await expectThreshold(page, all, 0.6125)
    await thresholdField(page).fill('1.5')
    await expect(region(page, 'Threshold')).toContainText('0 to 1')
    await thresholdField(page).blur()
    await expect(thresholdField(page)).toHaveValue('0.6125')
    const surface = region(page, 'Threshold').locator('[data-part="surface"]')
    const { width, height } = (await surface.boundingBox())!
    await surface.click({ position: { x: 0.8 * width, y: height / 2 } })
    const pick = async () => Number(await thresholdField(page).inputValue())
    await expect.poll(pick).toBeCloseTo(0.8, 2)
    await expectThreshold(page, all, await pick())
  })

  await test.step('a purity is asked for', async () => {
    for (const percent of [95, 99]) await expectPurity(page, all, percent, testInfo)
  })
})

/** What a temperature says of the network, or that it changes little. */
function meaningOf(temperature: number, lossLeft: number): string {
  if (lossLeft > 0.99) return 'the network is about as sure as it should be'
  return temperature > 1 ? 'the network is too sure' : 'the network is not sure enough'
}

/** Whether a temperature helps on rows that it was not fitted on: by 1 % of the log loss, or 0.001 of the calibration error. */
function helpOf(before: readonly PredictedRow[], after: readonly PredictedRow[]): string {
  const ratio = logLoss(after) / logLoss(before)
  const step = ece(after) - ece(before)
  const loss = ratio < 0.99 ? 'falls' : ratio > 1 / 0.99 ? 'rises' : 'hardly changes'
  const error = step <= -0.001 ? 'falls' : step >= 0.001 ? 'rises' : 'hardly changes'
  const both =
    loss === error ? `log loss and ECE ${loss.replace(/s$/, '')}` : `log loss ${loss} and ECE ${error}`
  const [helps, harms] = ['falls', 'rises'].map((word) => loss === word || error === word)
  const verdict = helps
    ? harms
      ? 'it helps one and harms the other'
      : 'it helps'
    : harms
      ? 'it does not help'
      : 'it makes little difference'
  return `Lower is better. With T, ${both} on Test: ${verdict}.`
}

/** The button gives the most complete sample of at least that purity, or says that none is as pure. */
async function expectPurity(
  page: Page,
  sample: OwnSample,
  percent: number,
  testInfo: TestInfo,
): Promise<void> {
  const { rows, kept } = sample
  const samples = rows.map(({ p }) => keptOf(rows, kept, p[kept]!))
  const pure = samples.filter(({ purity }) => purity.hits / purity.total >= percent / 100)
  const button = region(page, 'Threshold').getByRole('button', { name: `Purity ${percent} %` })
  if (pure.length === 0) {
    await expect(button).toBeDisabled()
    await expect(region(page, 'Threshold')).toContainText(/No threshold reaches .*\b${percent} %/)
    return
  }
  await button.click()
  const most = Math.max(...pure.map(({ completeness }) => completeness.hits))
  // n rows that are all right: their interval begins at n / (n + 1.96²)
  const needed = Math.ceil((1.96 ** 2 * percent) / (100 - percent))
  const isFew =
    Math.min(...pure.map(({ purity }) => (purity.hits === most ? purity.total : Infinity))) < needed
  const few = region(page, 'Threshold').getByText(new RegExp(`cannot show .*\\b${percent} %`))
  await expect(few).toHaveCount(isFew ? 1 : 0)
  if (isFew) await expect(few).toContainText(new RegExp(`It takes at least .*\\b${needed}\\b`))
  await expect(region(page, 'Threshold').locator('dd').nth(1)).toContainText(`${most} of `)
  const { measures } = await saveMeasures(page, testInfo)
  const of = (measure: string) =>
    measures.find((each) => each.classifier === 'network' && each.measure === measure)!
  const threshold = Number(of('purity').threshold)
  expect(Number(of('purity').value)).toBeGreaterThanOrEqual(percent / 100)
  expect(rows.some(({ p }) => p[kept] === threshold)).toBe(true)
  await expectThreshold(page, sample, threshold)
  await expect(region(page, 'Threshold')).toContainText(
    'Chosen on these rows, so they look better than others will. Choose on Validation, then read Test.',
  )
  await chooseRows(page, 'Validation')
  await expect(region(page, 'Threshold')).toContainText('Chosen on Test.')
  await chooseRows(page, 'Test')
}

test('a temperature is fitted on validation, and changes every probability and nothing else', async ({
  page,
}, testInfo) => {
  await trainOnSample(page, { 'Sample rows': 400, 'Sample number': 2 })
  await showTrust(page)
  await thresholdField(page).fill('0.7')
  const header = region(page, 'Trust')
  const before = await savePredictions(page, testInfo)
  await expectPanels(page, sampleOf(before.splits.test), 0.7)
  const untouched = await saveMeasures(page, testInfo)

  const box = header.getByRole('checkbox', { name: 'Calibrated probabilities' })
  await header.getByRole('button', { name: 'Fit temperature' }).click()
  await expect(header).toContainText('It is not applied unless you tick the box.')
  await expect(box).not.toBeChecked()
  await expectPanels(page, sampleOf(before.splits.test), 0.7)
  expect(await saveMeasures(page, testInfo)).toEqual(untouched)
  await box.check()
  const calibrated = await saveMeasures(page, testInfo)
  expect(calibrated.fileName).toBe(untouched.fileName.replace('.csv', '-calibrated.csv'))
  const temperature = Number(calibrated.measures[0]!.temperature)

  await test.step('the temperature has the least cross-entropy', async () => {
    const rows = before.splits.validation!
    expect(temperature / searchTemperature(rows)).toBeCloseTo(1, 4)
    const after = tempered(rows, temperature)
    const meaning = meaningOf(temperature, logLoss(after) / logLoss(rows))
    await expect(header).toContainText(
      `T = ${Number(temperature.toFixed(4))}, fitted on ${rows.length} rows of validation: ${meaning}. It is applied to all probabilities of the network.`,
    )
    expect(logLoss(after)).toBeLessThan(logLoss(rows))
  })

  const test_ = tempered(before.splits.test!, temperature)
  await test.step('what it changes is told of the rows that it was fitted on, and of those in view', async () => {
    const pairs = [
      ['Validation', before.splits.validation!, tempered(before.splits.validation!, temperature)],
      ['Test', before.splits.test!, test_],
    ] as const
    const lines = pairs.map(([name, from, to]) => [
      `${name}, ${from.length} rows`,
      ...[logLoss(from), logLoss(to), ece(from), ece(to)].map((value) => value.toFixed(4)),
    ])
    const table = header.getByRole('table', { name: 'Log loss and ECE before and after the temperature' })
    expect(await shownTable(table)).toEqual(lines)
    await expect(header).toContainText(helpOf(before.splits.test!, test_))
  })

  await test.step('a threshold that was chosen before keeps other rows, which is said once', async () => {
    const [was, is] = [before.splits.test!, test_].map((rows) => keptOf(rows, 0, 0.7))
    const share = ({ hits, total }: { hits: number; total: number }) =>
      `${((100 * hits) / total).toFixed(1)} %`
    expect(is!.coverage.hits).not.toBe(was!.coverage.hits)
    await expect(header).toContainText(
      `The threshold 0.7 was chosen before calibration and keeps other rows now. Choose it again: on Test purity is now ${share(is!.purity)} (was ${share(was!.purity)}), and coverage is now ${share(is!.coverage)} (was ${share(was!.coverage)}).`,
    )
  })

  await test.step('all panels follow, and the table of predictions', async () => {
    await expectPanels(page, sampleOf(test_), 0.7)
    const after = await savePredictions(page, testInfo)
    expect(after.fileName).toBe(before.fileName.replace('.csv', '-calibrated.csv'))
    for (const [split, rows] of Object.entries(before.splits)) {
      const own = tempered(rows, temperature)
      const found = after.splits[split]!
      const farthest = Math.max(...own.map(({ p }, i) => Math.abs(p[0]! - found[i]!.p[0]!)))
      expect(farthest, split).toBeLessThan(1e-9)
      // object, label, predicted class, redshift and control stay
      const others = (list: typeof rows) => list.map((row) => ({ ...row, p: null }))
      expect(others(found), split).toEqual(others(rows))
    }
  })

  await test.step('the table of measures has the numbers of the panels', async () => {
    const common = { kept: 0, threshold: 0.7 }
    expectMeasures(calibrated.measures, { ...common, classifier: 'network', rows: test_, temperature })
    expectMeasures(untouched.measures, {
      ...common,
      classifier: 'network',
      rows: before.splits.test!,
      temperature: null,
    })
    expectMeasures(calibrated.measures, {
      ...common,
      classifier: 'control',
      rows: ofControl(test_),
      temperature: null,
    })
    expect(calibrated.measures.filter(({ classifier }) => classifier === 'control')).toEqual(
      untouched.measures.filter(({ classifier }) => classifier === 'control'),
    )
  })

  await test.step('single objects have the calibrated probabilities too', async () => {
    const cell = test_.filter((row) => row.label === 0 && calledOf(row) === 0)
    await showView(page, 'Training')
    await region(page, 'Confusion matrix test')
      .getByRole('button', { name: `Show ${cell.length} objects: true ${NAMES[0]}, predicted ${NAMES[0]}` })
      .click()
    const surest = Math.max(...cell.map(({ p }) => p[0]!))
    const text = surest > 0.9995 ? '> 0.999' : surest.toFixed(3)
    const first = page.getByRole('grid', { name: 'Listed objects' }).locator('tbody tr').first()
    await expect(first.locator('td').first()).toHaveText(text)
    await expect(page.getByText(`logits divided by the temperature ${temperature.toFixed(3)}.`)).toBeVisible()
    await showTrust(page)
  })

  await test.step('and back', async () => {
    await box.uncheck()
    await expect(header).not.toContainText('was chosen')
    await expectPanels(page, sampleOf(before.splits.test), 0.7)
    expect(await saveMeasures(page, testInfo)).toEqual(untouched)
  })
})
