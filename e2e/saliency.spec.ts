// Where a network looked, on posteriors whose answer is known: a second peak, and nothing else, tells their classes apart.

import { referenceZgrid } from '../src/core/zgrid.ts'
import { PLANTED_POINTS, plantedRows } from '../src/data/planted.fixture.ts'
import { chooseFolder, startButton } from './data-view.ts'
import {
  inspectedObject,
  listedGrid,
  objectTitle,
  saliency,
  saliencyText,
  strongestShades,
  toldRanges,
} from './inspect-view.ts'
import { type Objects, writeSplits } from './raw-files.ts'
import { expect, openStudio, region, setNumbers, shownMatrix, test, trainToEnd } from './studio.ts'

const LABELS = ['DeltaZ < 1e-3', 'DeltaZ ≥ 1e-3'] as const

test('where the network looked is where the second peak was planted', async ({ page }, testInfo) => {
  const rows = { TRAIN: 400, VALID: 40, TEST: 60 }
  const { objects, splits, peaksOf } = plantedObjects(rows)
  const directory = testInfo.outputPath('planted')
  await writeSplits(directory, 'balanced', objects, splits, (row) => row % 2)
  await openStudio(page)
  await chooseFolder(page, directory)
  await expect(startButton(page)).toBeEnabled()
  await setNumbers(page, { Epochs: 8, 'Batch size': 16, Seed: 1 })
  await page.getByRole('combobox', { name: 'Learning rate schedule' }).selectOption('delayed')
  await trainToEnd(page)
  const matrix = await shownMatrix(page, 'test')
  expect((matrix[0]![0]! + matrix[1]![1]!) / rows.TEST).toBeGreaterThan(0.9)
  await region(page, 'Confusion matrix test')
    .getByRole('button', {
      name: `Show ${matrix[1]![1]} objects: true ${LABELS[1]}, predicted ${LABELS[1]}`,
    })
    .click()

  const panel = saliency(page)
  const isKnown = () => expect(panel).toHaveAttribute('aria-busy', 'false')
  const step = (row: number) => (1 + objects.zgrid[row]!) * (objects.zgrid[1]! - objects.zgrid[0]!)
  const shownRow = async () => {
    const [, row] = /^Test, row (\d+)$/.exec((await objectTitle(page).textContent())!)!
    return splits.TEST[Number(row)]!
  }
  const rangeAround = async (point: number) =>
    (await toldRanges(page)).find(
      ({ from, to }) => from <= objects.zgrid[point]! && objects.zgrid[point]! <= to,
    )

  for (const method of ['Integrated gradients', 'Gradient × input']) {
    await test.step(method, async () => {
      await panel.getByRole('button', { name: method }).click()
      for (let i = 0; i < 4; i++) {
        await isKnown()
        const title = await objectTitle(page).textContent()
        const [first, second] = peaksOf(await shownRow())
        const text = (await saliencyText(page).textContent())!
        const there = await rangeAround(second)
        expect(there, `${title}, second peak at ${objects.zgrid[second]}: ${text}`).toBeDefined()
        expect(there!.isFor).toBe(true)
        // both peaks together are nearly all that the network needs
        const shares = (await toldRanges(page)).map(({ share }) => share)
        expect(shares.reduce((a, b) => a + b)).toBeGreaterThan(0.5)
        expect(first).not.toBe(second)
        expect(text).toContain(`Log-odds of ${LABELS[1]}: +`)
        expect(text).toMatch(/ A flat row has [+−][\d.]+: this posterior raises that by [\d.]+\. /)
        await expect(panel.getByText('All contributions add up to')).toHaveCount(
          method === 'Integrated gradients' ? 1 : 0,
        )
        await listedGrid(page).press('j')
        await expect(objectTitle(page)).not.toHaveText(title!)
      }
    })
  }

  await test.step('another class is explained by the same, with the opposite sign', async () => {
    await isKnown()
    const [, odds] = /: \+([\d.]+)\./.exec((await saliencyText(page).textContent())!)!
    const explained = panel.getByRole('combobox', { name: 'Explained class' })
    await explained.selectOption({ label: LABELS[0] })
    await expect(saliencyText(page)).toContainText(`Log-odds of ${LABELS[0]}: −${odds}.`)
    const [, second] = peaksOf(await shownRow())
    expect(await rangeAround(second)).toMatchObject({ isFor: false })
    await explained.selectOption({ label: `Predicted: ${LABELS[1]}` })
    await expect(saliencyText(page)).toContainText(`Log-odds of ${LABELS[1]}: +${odds}.`)
  })

  await test.step('the strip lies on the axis of the posterior, and follows its zoom', async () => {
    const [first, second] = peaksOf(await shownRow())
    const told = await toldRanges(page)
    const expectInside = async () => {
      const [a, b] = (await inspectedObject(page).locator('output').textContent())!
        .match(/[\d.]+/g)!
        .map(Number) as [number, number]
      const shades = await strongestShades(page)
      expect(shades.length).toBeGreaterThan(0)
      for (const shade of shades) {
        const [from, to] = [a + shade.from * (b - a), a + shade.to * (b - a)]
        const room = step(Math.max(first, second)) + (b - a) / 400
        const isTold = told.some((range) => from >= range.from - room && to <= range.to + room)
        expect(isTold, `${from} to ${to} in ${JSON.stringify(told)}`).toBe(true)
      }
      return [a, b] as const
    }
    const whole = await expectInside()
    expect(whole).toEqual([0, Number(objects.zgrid.at(-1)!.toFixed(4))])
    const viewer = inspectedObject(page)
    for (const [peak, point] of [
      [1, first],
      [2, second],
    ] as const) {
      await viewer.getByRole('button', { name: `Show peak ${peak}` }).click()
      const z = objects.zgrid[point]!
      await expect
        .poll(async () => {
          const [a, b] = (await viewer.locator('output').textContent())!.match(/[\d.]+/g)!.map(Number)
          return a! < z && z < b! && b! - a! < 2
        })
        .toBe(true)
      await expectInside()
    }
  })
})

/** Planted rows as objects: right where there is one peak, wrong by the distance of two. */
function plantedObjects(rows: Readonly<Record<'TRAIN' | 'VALID' | 'TEST', number>>) {
  const total = rows.TRAIN + rows.VALID + rows.TEST
  const planted = plantedRows(total, 1)
  const zgrid = referenceZgrid(PLANTED_POINTS)
  const objects: Objects = {
    points: PLANTED_POINTS,
    zgrid,
    lnP: Float32Array.from(planted.posteriors),
    attributes: Array.from({ length: total }, (_, row) => ({
      redshift: zgrid[planted.first[row]!]!,
      deltaZ: row % 2 === 0 ? 1e-5 : 0.1,
      status: row % 2 === 0 ? 'success' : 'mismatch',
      logEvidence: -row,
      flag: row % 2 === 0 ? 4 : 1,
    })),
  }
  const order = Array.from({ length: total }, (_, row) => row)
  const splits = {
    TRAIN: order.slice(0, rows.TRAIN),
    VALID: order.slice(rows.TRAIN, rows.TRAIN + rows.VALID),
    TEST: order.slice(rows.TRAIN + rows.VALID),
  }
  return { objects, splits, peaksOf: (row: number) => [planted.first[row]!, planted.second[row]!] as const }
}
