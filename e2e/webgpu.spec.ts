// Real WebGPU, on the browser's software adapter: slow, but the same code as on a GPU.

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

test('WebGPU and wasm give the same losses', async ({ page }) => {
  await openStudio(page)
  await loadSample(page, { 'Sample rows': 40, 'Grid points': 64 })
  await setNumbers(page, { Epochs: 2, 'Batch size': 8, Seed: 5 })
  const runs = []
  for (const backend of ['webgpu', 'wasm']) {
    await page.getByRole('combobox', { name: 'Backend' }).selectOption(backend)
    await trainToEnd(page)
    const { report } = await exportReport(page)
    expect(report.meta.backend).toBe(backend)
    runs.push(report)
  }
  const [webgpu, wasm] = runs
  expect(webgpu!.loss).toHaveLength(2)
  for (const key of ['loss', 'val_loss'] as const) {
    webgpu![key].forEach((loss, epoch) => {
      expect(Math.abs(loss! - wasm![key][epoch]!)).toBeLessThan(1e-4)
    })
  }
  expect(webgpu!.conf_matrix_test).toEqual(wasm!.conf_matrix_test)
})

test('without a GPU the page says that it computes on the CPU', async ({ page }) => {
  await openStudio(page)
  await expect(page.getByText(/training uses (wasm|the CPU)/).first()).toBeVisible()
  await loadSample(page, { 'Sample rows': 40, 'Grid points': 64 })
  await setNumbers(page, { Epochs: 1 })
  await trainToEnd(page)
  await expect(region(page, 'Run status')).toContainText(/wasm (relaxed )?SIMD, \d+ threads?/)
})
