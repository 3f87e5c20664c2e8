// "Check this device", on the CPU and on the browser's software adapter of WebGPU.

import { expect, openStudio, region, shownTable, test } from './studio.ts'

for (const backend of ['wasm', 'webgpu']) {
  test(`${backend} computes what Keras computes`, async ({ page }) => {
    await openStudio(page)
    await page.getByRole('combobox', { name: 'Backend' }).selectOption(backend)
    const check = region(page, 'Device check')
    await page.getByRole('button', { name: 'Check this device' }).click()
    await expect(check).toContainText(/(Fit|Not fit): /, { timeout: 170_000 })
    const rows = await shownTable(check.getByRole('table'))
    expect(rows.map(([model]) => model)).toEqual([
      'CNN3 fit',
      'CNN8 fit',
      'CNN-GRU fit',
      'CNN-LSTM fit',
      'CNN-2inputs fit',
    ])
    for (const [, ...errors] of rows) {
      expect(errors).toHaveLength(4)
      for (const error of errors) expect(error).toMatch(/^\d\.\de-\d+ of \de-\d$/)
    }
    await expect(check).toContainText('Fit: this device computes what Keras computes.')
    await expect(check).not.toContainText('Not fit')
    await expect(check).toContainText(`Checked on ${backend}: `)
    await expect(check).toContainText(/Keras \d+\.\d+\.\d+ computed in float64/)
    await expect(page.getByRole('button', { name: 'Check this device' })).toBeEnabled()
  })
}
