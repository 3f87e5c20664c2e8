// Raw files whose names say nothing: the visitor says what each of them is.

import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { chooseFolder, shownCounts, startButton } from './data-view.ts'
import { countLabels, sumOf } from './own-counts.ts'
import { drawObjects, isWrong, writeRaw } from './raw-files.ts'
import { expect, openStudio, region, test } from './studio.ts'

test('raw arrays of other names are chosen by hand', async ({ page }, testInfo) => {
  const directory = testInfo.outputPath('survey')
  const objects = drawObjects(80, 64, 9)
  await writeRaw(directory, objects)
  const names = { pdfs32: 'lnp', attributes32: 'catalogue', zgrid32: 'grid' }
  for (const [usual, other] of Object.entries(names)) {
    await rename(join(directory, `${usual}.npy`), join(directory, `${other}.npy`))
  }
  await openStudio(page)
  await chooseFolder(page, directory)
  await expect(page.getByText('Say what each of them is under "Columns" in the page')).toBeVisible()
  for (const [role, name] of [
    ['X', 'lnp.npy'],
    ['attributes', 'catalogue.npy'],
    ['zgrid', 'grid.npy'],
  ] as const) {
    await page.getByRole('combobox', { name: `Column for ${role}`, exact: true }).selectOption(name)
  }
  await page.getByRole('button', { name: 'Use these columns' }).click()
  await expect(startButton(page)).toBeEnabled()
  const data = region(page, 'Data report')
  await expect(data).toContainText('80 rows of 64 points, <f4')
  await expect(data).toContainText('z from 0 to 4.994')
  const rows = objects.attributes.map((_, row) => isWrong(objects, row, 1e-3))
  const shown = await shownCounts(page)
  expect(shown.map((counts) => sumOf(counts))).toEqual(countLabels(rows, 2))
  // ceil(15 % of 80) test, ceil(15 % of the other 68) validate
  const columns = [0, 1, 2].map((split) => sumOf(shown.map((counts) => counts[split]!)))
  expect(columns).toEqual([57, 11, 12])
})
