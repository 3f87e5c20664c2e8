// Each of the five networks through the page, and the one that not every data set can train.

import { writeTree } from './small-tree.ts'
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

/** Layers by which a network's summary is known, the last of their kind. */
const LAYERS = {
  CNN3: ['conv1d_2 (Conv1D)', 'dense_2 (Dense)'],
  CNN8: ['conv1d_7 (Conv1D)', 'dense_4 (Dense)'],
  'CNN-GRU': ['conv1d_7 (Conv1D)', 'gru_3 (GRU)', 'dropout (Dropout)', 'dense (Dense)'],
  'CNN-LSTM': ['conv1d_7 (Conv1D)', 'lstm_3 (LSTM)', 'dense (Dense)'],
  'CNN-2inputs': ['input_2 (InputLayer)', 'concatenate (Concatenate)', 'dense_2 (Dense)'],
} as const
const SAMPLE = { 'Sample rows': 40, 'Grid points': 64 }
const REASON = 'CNN-2inputs needs the estimated redshift: attributes.npy is missing'

for (const [model, layers] of Object.entries(LAYERS)) {
  test(`${model} trains, and the panels show what the report holds`, async ({ page }) => {
    await openStudio(page)
    await loadSample(page, SAMPLE)
    await page.getByRole('combobox', { name: 'Backend' }).selectOption('wasm')
    await page.getByRole('combobox', { name: 'Model' }).selectOption(model)
    await setNumbers(page, { Epochs: 1, 'Batch size': 8 })
    await expect(page.getByText(/^about \d+ s on this device, measured$/)).toBeVisible()
    await trainToEnd(page)
    await expect(region(page, 'Run status')).toContainText(model)
    const { fileName, report } = await exportReport(page)
    expect(fileName).toContain(`_DeltaZ_${model}_`)
    expect(report.meta).toMatchObject({ model, status: 'finished', backend: 'wasm', batchSize: 8 })
    for (const layer of layers) expect(report.model_summary).toContain(layer)
    for (const losses of [report.loss, report.val_loss]) {
      expect(losses).toHaveLength(1)
      expect(Number.isFinite(losses[0])).toBe(true)
    }
    expect(await shownMatrix(page, 'train')).toEqual(report.conf_matrix_train)
    expect(await shownMatrix(page, 'test')).toEqual(report.conf_matrix_test)
    const counts = report.meta.dataset.counts
    expect(report.conf_matrix_test!.map((row) => row[0]! + row[1]!)).toEqual(counts.test)
  })
}

test('CNN-2inputs takes the redshift as value or as index', async ({ page }) => {
  await openStudio(page)
  await loadSample(page, SAMPLE)
  await page.getByRole('combobox', { name: 'Model' }).selectOption('CNN-2inputs')
  await setNumbers(page, { Epochs: 1, 'Batch size': 8 })
  const losses: (number | null)[] = []
  for (const kind of ['value', 'index']) {
    await page.getByRole('combobox', { name: 'Redshift as' }).selectOption(kind)
    await trainToEnd(page)
    await expect(region(page, 'Run status')).toContainText(`redshift as ${kind}`)
    losses.push((await exportReport(page)).report.loss[0]!)
  }
  expect(losses[0]).not.toBe(losses[1])
})

test('without attributes CNN-2inputs is not offered, and one chosen before is refused', async ({
  page,
}, testInfo) => {
  const directory = await writeTree(testInfo)
  await openStudio(page)
  await loadSample(page, SAMPLE)
  const model = page.getByRole('combobox', { name: 'Model' })
  await model.selectOption('CNN-2inputs')
  await page.getByLabel('Dataset folder').setInputFiles(directory)
  await expect(region(page, 'Data report')).toContainText('64 points')
  await expect(page.getByText(REASON)).toBeVisible()
  await expect(page.getByRole('alert')).toContainText('there are no attributes')
  await expect(page.getByRole('button', { name: 'Start training' })).toBeDisabled()
  await expect(model.getByRole('option', { name: 'CNN-2inputs (needs attributes)' })).toBeDisabled()
  await model.selectOption('CNN3')
  await expect(page.getByRole('alert')).toBeHidden()
  await expect(page.getByText(REASON)).toBeVisible()
  await expect(page.getByRole('button', { name: 'Start training' })).toBeEnabled()
})
