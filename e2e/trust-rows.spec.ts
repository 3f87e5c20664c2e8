// Trust where rows, classes, networks or data are others than a plain run has: at natural prevalence, with a control that has
// the answer, with a kept run or other data in the page, by keyboard and on a narrow screen.

import { chooseFolder, showView, startButton } from './data-view.ts'
import { writeBothPrevalences } from './natural-tree.ts'
import { sumOf } from './own-counts.ts'
import { logLoss, matrixOf, scoresOf } from './own-trust.ts'
import { plantPeaks } from './planted-objects.ts'
import { drawObjects, isWrong, shuffled, writeSplits } from './raw-files.ts'
import { listedRun, openRun, showRuns } from './runs-view.ts'
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
import { expectPanels, expectScores, expectThreshold, sampleOf } from './trust-checks.ts'
import {
  chooseRows,
  ofControl,
  savePredictions,
  showTrust,
  surveyField,
  thresholdField,
  unfold,
} from './trust-view.ts'

test('balanced rows warn of their purity, and the natural test shows it', async ({ page }, testInfo) => {
  const all = drawObjects(700, 64, 4)
  const directory = testInfo.outputPath('both')
  const { whole, natural, balanced } = await writeBothPrevalences(directory, all, (row) =>
    isWrong(all, row, 1e-3),
  )
  await openStudio(page)
  await chooseFolder(page, directory)
  const found = page.getByRole('combobox', { name: 'Found 2 data sets' })
  await found.selectOption({
    label: (await found.locator('option', { hasText: ', balanced' }).innerText()).trim(),
  })
  await expect(startButton(page)).toBeEnabled()
  await setNumbers(page, { Epochs: 3, 'Batch size': 16 })
  await trainToEnd(page)
  const { report } = await exportReport(page)
  await showTrust(page)
  const header = region(page, 'Trust')
  const { splits } = await savePredictions(page, testInfo)
  await thresholdField(page).fill('0.55')

  await test.step('test is balanced', async () => {
    expect(splits.test).toHaveLength(balanced.TEST.length)
    const here = (100 * splits.test!.filter(({ label }) => label === 0).length) / splits.test!.length
    const sky = (100 * whole[0]!) / sumOf(whole)
    await expect(header).toContainText(
      `These rows are balanced: ${here.toFixed(1)} % of them belong to DeltaZ < 1e-3, but ${sky.toFixed(1)} % of all objects. Purity at natural prevalence differs. Choose the natural test to see it.`,
    )
    await expectPanels(page, sampleOf(splits.test), 0.55, { share: sky / 100, as: 'as of all objects' })
  })

  const survey = surveyField(page)
  await test.step('purity at the share in the survey', async () => {
    await expect(survey).toHaveAttribute('placeholder', ((100 * whole[0]!) / sumOf(whole)).toFixed(1))
    await survey.fill('12.5')
    await expectPanels(page, sampleOf(splits.test), 0.55, { share: 0.125, as: 'as in your survey' })
    await chooseRows(page, 'Natural test')
    await expectThreshold(page, sampleOf(splits.natural), 0.55, { share: 0.125, as: 'as in your survey' })
    await survey.fill('')
    await expect(survey).toHaveAttribute('placeholder', 'not given')
    await chooseRows(page, 'Test')
    await expectThreshold(page, sampleOf(splits.test), 0.55, {
      share: whole[0]! / sumOf(whole),
      as: 'as of all objects',
    })
  })

  await test.step('the natural test is that of the report and of its matrix', async () => {
    await chooseRows(page, 'Natural test')
    await expect(header).not.toContainText('These rows are balanced')
    await expectPanels(page, sampleOf(splits.natural), 0.55)
    const matrix = matrixOf(splits.natural!, 2)
    expect(matrix.map(sumOf)).toEqual(natural.counts)
    expect(matrix).toEqual(report.meta.naturalTest!.conf_matrix)
    expect(logLoss(splits.natural!)).toBeCloseTo(report.meta.naturalTest!.loss, 5)
    await showView(page, 'Training')
    const cells = region(page, 'Confusion matrix natural test').locator('[data-count]')
    const counts = await cells.evaluateAll((all) =>
      all.map((each) => Number(each.getAttribute('data-count'))),
    )
    expect(counts).toEqual(matrix.flat())
  })
})

test('a control that counts peaks is right where peaks are all there is', async ({ page }, testInfo) => {
  const all = plantPeaks(400, 256)
  const order = shuffled(400, 'planted')
  const directory = testInfo.outputPath('planted')
  await writeSplits(
    directory,
    'balanced',
    all,
    { TRAIN: order.slice(0, 260), VALID: order.slice(260, 320), TEST: order.slice(320) },
    (row) => isWrong(all, row, 1e-3),
  )
  await openStudio(page)
  await chooseFolder(page, directory)
  await expect(startButton(page)).toBeEnabled()
  await setNumbers(page, { Epochs: 2, 'Batch size': 16 })
  await trainToEnd(page)
  const { report } = await exportReport(page)
  await showTrust(page)
  const { splits } = await savePredictions(page, testInfo)
  const control = scoresOf(ofControl(splits.test!), 0)
  expect(control.accuracy).toBeGreaterThan(0.98)
  expect(control.auc).toBe(1)
  // the sentence says who is better
  await expectScores(page, sampleOf(splits.test))
  const panel = region(page, 'Network and control')
  await expect(panel).toContainText(
    'The control is a multinomial logistic regression on 8 descriptors of each posterior, fitted on 260 rows of TRAIN in ',
  )

  await test.step('its coefficients can be read: more peaks, more wrong ones', async () => {
    await unfold(page, 'Network and control', 'Coefficients of the control')
    const lines = await shownTable(panel.getByRole('table', { name: /^Coefficients of the control/ }))
    expect(lines).toHaveLength(9)
    const modes = lines.find(([name]) => name === 'Modes')!
    // ln(1 + 1) and ln(1 + 3), nearly equally often
    expect(Number(modes[1])).toBeCloseTo((Math.log(2) + Math.log(4)) / 2, 1)
    expect(modes[3]).toMatch(/^−/)
    expect(modes[4]).toMatch(/^\+/)
  })

  await test.step('the list of runs has both', async () => {
    await showRuns(page)
    const run = await listedRun(page, 'CNN3 DeltaZ')
    const { acc } = report.meta.control!
    expect(acc).toBe(control.accuracy)
    expect(run.beside).toContain(`control ${(100 * acc).toFixed(2)}%`)
  })
})

test('the view is about the network and the data in use, and says so when either is another', async ({
  page,
}, testInfo) => {
  await openStudio(page)
  await showTrust(page)
  const header = region(page, 'Trust')
  await expect(header).toContainText('There is no network yet. Train one, or load one that was saved.')
  await loadSample(page, { 'Sample rows': 200, 'Grid points': 64 })
  await expect(header).toContainText('There is no network yet.')
  await setNumbers(page, { Epochs: 1, 'Batch size': 16 })
  await page.getByRole('button', { name: 'Start training' }).click()
  await expect(header.getByRole('button', { name: 'Predictions CSV' })).toBeVisible({ timeout: 60_000 })
  await setNumbers(page, { Epochs: 2, Seed: 2 })
  await page.getByRole('button', { name: 'Start training' }).click()
  await expect(header).toContainText('A run is under way. Its network can be judged once it has ended.')
  await expect(region(page, 'Network and control')).toBeHidden()
  await expect(header.getByRole('button', { name: 'Predictions CSV' })).toBeVisible({ timeout: 60_000 })
  const second = await savePredictions(page, testInfo)

  await test.step('a kept run of another network is opened', async () => {
    await showRuns(page)
    await openRun(page, 'CNN3 DeltaZ')
    await expect(region(page, 'Opened run')).toContainText('Opened: CNN3 DeltaZ')
    await showTrust(page)
    await expect(header).toContainText(
      'This is about the network in use, and not about the opened run CNN3 DeltaZ: kept runs have no weights.',
    )
    expect((await savePredictions(page, testInfo)).splits).toEqual(second.splits)
    await expectScores(page, sampleOf(second.splits.test))
  })

  await test.step('other data are in use', async () => {
    await loadSample(page, { 'Sample number': 2 })
    const other =
      'The network was trained on other data (sample-200x64-seed1) than those in use (sample-200x64-seed2). Any of these rows may have been among its own.'
    await expect(header).toContainText(other)
    await expect(header).toContainText('Nothing is known yet of what the network says about the data in use.')
    await expect(region(page, 'Network and control')).toBeHidden()
    await header.getByRole('button', { name: 'Predict all rows' }).click()
    await expect(region(page, 'Network and control')).toBeVisible()
    // the button is gone, and the keyboard goes on where the numbers begin
    await expect(header.getByRole('heading', { name: 'Trust' })).toBeFocused()
    const { splits } = await savePredictions(page, testInfo)
    expect(splits.test!.map(({ p }) => p)).not.toEqual(second.splits.test!.map(({ p }) => p))
    await expectPanels(page, sampleOf(splits.test), 0.5)
    await chooseRows(page, 'Train')
    await expect(header).toContainText(other)
    await expect(header).not.toContainText('The network was trained on these rows')
  })
})

test('keys reach every control, and nothing is cut off on a narrow screen', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await openStudio(page)
  await loadSample(page, { 'Sample rows': 300, 'Grid points': 64 })
  await setNumbers(page, { Epochs: 1, 'Batch size': 16 })
  await trainToEnd(page)
  await showTrust(page)
  await unfold(page, 'Reliability diagram', 'Table of bins')
  await unfold(page, 'Network and control', 'Coefficients of the control')
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect(overflow).toBe(0)

  const header = region(page, 'Trust')
  await header.getByRole('combobox', { name: 'Rows' }).focus()
  const reached = ['Rows']
  while (reached.length < CONTROLS.length) {
    await page.keyboard.press('Tab')
    reached.push(
      await page.evaluate(() => {
        const element = document.activeElement as HTMLInputElement
        return (element.ariaLabel ?? element.labels?.[0]?.textContent ?? element.textContent ?? '').trim()
      }),
    )
  }
  // what is wider than the screen takes the focus so that arrow keys move it
  expect(reached).toEqual(CONTROLS)

  await header.getByRole('checkbox', { name: 'Calibrated probabilities' }).focus()
  await page.keyboard.press('Space')
  await expect(header).toContainText(/T = [\d.]+, fitted on \d+ rows of validation/)
  await header.getByRole('combobox', { name: 'Rows' }).focus()
  await page.keyboard.press('ArrowDown')
  await expect(header.getByRole('combobox', { name: 'Rows' })).toHaveValue('validation')
})

/** In the order of the page. */
const CONTROLS = [
  'Rows',
  'Class to keep',
  'Fit temperature',
  'Calibrated probabilities',
  'Measures CSV',
  'Predictions CSV',
  'What these scores mean',
  'Coefficients of the control',
  'Coefficients of the control, table',
  'Threshold',
  'Least probability',
  'Purity 95 %',
  'Purity 99 %',
  'Share of DeltaZ < 1e-3 in your survey (%)',
  'Probability of',
  'Table of bins',
  'Reliability diagram, table',
]
