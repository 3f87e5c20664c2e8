// The page itself: any server, any width, keyboard only.

import { join } from 'node:path'
import { createStaticServer, listen } from '../scripts/static-server.mjs'
import { expect, loadSample, openStudio, region, setNumbers, test, trainToEnd } from './studio.ts'

test('a plain static server under a sub-path does as well, on one thread', async ({ page }) => {
  const server = createStaticServer(join(import.meta.dirname, '..', 'dist'), {}, '/studio/')
  const port = await listen(server, 0)
  try {
    await openStudio(page, `http://127.0.0.1:${port}/studio/`)
    await loadSample(page, { 'Sample rows': 40, 'Grid points': 64 })
    await setNumbers(page, { Epochs: 1, 'Batch size': 8 })
    await trainToEnd(page)
    await expect(region(page, 'Run status')).toContainText(/wasm (relaxed )?SIMD, 1 thread/)
  } finally {
    await new Promise((resolve) => server.close(resolve))
  }
})

for (const width of [390, 768, 1280, 2560]) {
  test(`nothing is cut off at ${width} px`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 })
    await openStudio(page)
    await loadSample(page, { 'Sample rows': 40, 'Grid points': 64 })
    await setNumbers(page, { Epochs: 1, 'Batch size': 8 })
    await trainToEnd(page)
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    )
    expect(overflow).toBe(0)
    for (const name of ['Training curves', 'Confusion matrix train', 'Classification report']) {
      const box = await region(page, name).boundingBox()
      expect(box!.x).toBeGreaterThanOrEqual(0)
      expect(box!.x + box!.width).toBeLessThanOrEqual(width)
    }
  })
}

test('every control can be reached and used by keyboard', async ({ page }) => {
  await openStudio(page)
  const focusable: string[] = []
  for (let i = 0; i < 40; i++) {
    await page.keyboard.press('Tab')
    const name = await page.evaluate(() => {
      const element = document.activeElement
      if (element === null || element === document.body) return ''
      const label = (element as HTMLInputElement).labels?.[0]?.textContent
      return element.getAttribute('aria-label') ?? label ?? element.textContent ?? ''
    })
    focusable.push(name.trim())
  }
  for (const name of [
    'Dataset folder',
    'Dataset files',
    'Load sample data',
    'Model',
    'Input',
    'Backend',
    'Learning rate schedule',
    'Epochs',
    'Batch size',
    'Seed',
    'Memory limit (MB)',
  ]) {
    expect(focusable).toContain(name)
  }
  await page.getByRole('button', { name: 'Load sample data' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Start training' })).toBeEnabled({ timeout: 30_000 })
})

test('reading can be cancelled', async ({ page }) => {
  await openStudio(page)
  await page.getByRole('button', { name: 'Adjust' }).click()
  await setNumbers(page, { 'Sample rows': 20_000 })
  await page.getByRole('button', { name: 'Load sample data' }).click()
  await expect(page.getByRole('progressbar').first()).toHaveAttribute('aria-valuenow', /\d+/)
  await page.getByRole('button', { name: 'Cancel reading' }).click()
  await expect(page.getByRole('button', { name: 'Cancel reading' })).toBeHidden()
  await expect(region(page, 'Data report')).toHaveText('')
  await loadSample(page, { 'Sample rows': 40, 'Grid points': 64 })
})
