// A data folder of LAM-Redshift at its real width, as an astronomer has it.

import { classificationReport } from '../src/core/metrics.ts'
import { POINTS, SPLIT_FOLDERS, writeLamTree } from './lam-tree.ts'
import {
  expect,
  exportReport,
  openStudio,
  region,
  setNumbers,
  shownMatrix,
  test,
  trainToEnd,
} from './studio.ts'

test('choose the folder, read the data report, train CNN3, save the report', async ({ page }, testInfo) => {
  const directory = testInfo.outputPath('lam')
  const counts = await writeLamTree(directory)
  await openStudio(page)
  await page.getByLabel('Dataset folder').setInputFiles(directory)
  const data = region(page, 'Data report')
  await expect(data).toContainText('17,908', { timeout: 60_000 })
  await expect(page.getByRole('combobox', { name: 'Target' })).toHaveValue('DeltaZ')
  for (const split of SPLIT_FOLDERS) {
    for (const count of counts[split]) await expect(data).toContainText(String(count))
  }
  await expect(data).toContainText('ln(1+z)')

  await setNumbers(page, { Epochs: 1, 'Batch size': 16 })
  await trainToEnd(page)
  const { report } = await exportReport(page)
  expect(report.meta.dataset.counts).toEqual({
    train: counts.TRAIN,
    validation: counts.VALID,
    test: counts.TEST,
  })
  expect(report.model_summary).toContain('Total params: 18,348,706')
  expect(report.model_summary).toContain(`(None, ${POINTS - 8}, 32)`)
  expect(report.loss).toHaveLength(1)
  expect(await shownMatrix(page, 'train')).toEqual(report.conf_matrix_train)
  expect(await shownMatrix(page, 'test')).toEqual(report.conf_matrix_test)
  expect(classificationReport(report.conf_matrix_test!)).toEqual(report.report)
  expect(report.conf_matrix_test!.map((row) => row[0]! + row[1]!)).toEqual(counts.TEST)
})
