// Looking at single objects: from the matrix to the posterior, and from a doubted label to a list of new ones. What the page
// shows is held against the files and against arithmetic of the journey's own.

import type { Page } from '@playwright/test'
import { chooseFolder, startButton } from './data-view.ts'
import { saveWith } from './downloads.ts'
import {
  expectProbability,
  inspectedList,
  inspectedObject,
  listedGrid,
  listedObjects,
  objectTitle,
  type Prediction,
  saliency,
  savedPredictions,
  savedRecords,
  showDisagreements,
  showMiddle,
  shownPeaks,
  shownProbabilities,
  untilDecisionsKept,
} from './inspect-view.ts'
import { nameOf, writeNamedSplits } from './named-tree.ts'
import { chooseNetwork, network, saveNetwork, showApply } from './network-view.ts'
import { calledOf, keptOf, searchTemperature, tempered } from './own-trust.ts'
import { drawObjects, type Objects, shuffled, writeRaw } from './raw-files.ts'
import { listedRuns, openRun, showRuns } from './runs-view.ts'
import {
  expect,
  loadSample,
  openStudio,
  region,
  setNumbers,
  shownMatrix,
  test,
  trainToEnd,
} from './studio.ts'

const CLASSES = ['Deltaz<1e-3', 'Deltaz>=1e-3']
const LABELS = ['DeltaZ < 1e-3', 'DeltaZ ≥ 1e-3'] as const
const POINTS = 256
const SPLIT_TITLES: Readonly<Record<string, string>> = {
  train: 'Train',
  validation: 'Validation',
  test: 'Test',
}
const FILES: Readonly<Record<string, string>> = { train: 'TRAIN', validation: 'VALID', test: 'TEST' }

test('train, calibrate, choose a threshold, look at the mistakes, give new labels, and find them after a reload', async ({
  page,
}, testInfo) => {
  const { objects, splits, planted } = drawMislabelled()
  const labelOf = (row: number) => (Math.abs(objects.attributes[row]!.deltaZ) < 1e-3 ? 0 : 1)
  const objectOf = ({ split, row }: Prediction) => splits[FILES[split] as keyof typeof splits][row]!
  const directory = testInfo.outputPath('named')
  await writeNamedSplits(directory, objects, splits, labelOf)
  await openStudio(page)
  await chooseFolder(page, directory)
  await expect(startButton(page)).toBeEnabled()
  await setNumbers(page, { Epochs: 5, 'Batch size': 16, Seed: 5 })
  await page.getByRole('combobox', { name: 'Learning rate schedule' }).selectOption('delayed')
  await trainToEnd(page)
  const matrix = await shownMatrix(page, 'test')
  const raw = await savedPredictions(page, CLASSES, testInfo)
  const test_ = raw.filter(({ split }) => split === 'test')
  const mistakes = (rows: readonly Prediction[]) =>
    rows.filter((row) => row.split === 'test' && row.label === 1 && calledOf(row) === 0).sort(byConfidence)

  await test.step('what is saved of each row is what the files hold', async () => {
    expect(raw).toHaveLength(330)
    for (const each of raw) {
      const object = objectOf(each)
      expect(each).toMatchObject({
        file: `named/DeltaZ/balanced/${FILES[each.split]}.npz, column X`,
        id: nameOf(object),
        redshift: objects.attributes[object]!.redshift,
        label: labelOf(object),
      })
      expect(Math.abs(each.p[0]! + each.p[1]! - 1)).toBeLessThan(1e-12)
    }
    const counted = [0, 1].map((truth) =>
      [0, 1].map((called) => test_.filter((row) => row.label === truth && calledOf(row) === called).length),
    )
    expect(counted).toEqual(matrix)
  })

  const own = searchTemperature(raw.filter(({ split }) => split === 'validation'))
  const calibrated = await test.step('calibrated: one temperature divides all logits', async () => {
    const trust = region(page, 'Trust')
    await trust.getByRole('button', { name: 'Fit temperature' }).click()
    await expect(trust).toContainText(/T = [\d.]+, fitted on 50 rows of validation/)
    await trust.getByRole('checkbox', { name: 'Calibrated probabilities' }).check()
    const told = Number(/T = ([\d.]+),/.exec((await trust.textContent())!)![1])
    expect(Math.abs(told - own)).toBeLessThan(1e-4)
    const rows = await savedPredictions(page, CLASSES, testInfo)
    const expected = tempered(raw, own)
    for (const [i, row] of rows.entries()) {
      expect(Math.abs(row.p[0]! - expected[i]!.p[0]!)).toBeLessThan(1e-5)
    }
    return rows
  })

  await test.step('a threshold keeps what it should', async () => {
    const threshold = region(page, 'Threshold')
    await threshold.getByRole('spinbutton', { name: 'Least probability' }).fill('0.9')
    const { purity, completeness, coverage } = keptOf(
      calibrated.filter(({ split }) => split === 'test'),
      0,
      0.9,
    )
    await expect(threshold).toContainText(
      `${purity.hits} of ${purity.total} kept rows belong to ${LABELS[0]}`,
    )
    await expect(threshold).toContainText(
      `${completeness.hits} of ${completeness.total} rows of ${LABELS[0]}`,
    )
    await expect(threshold).toContainText(`${coverage.hits} of 80 rows are kept`)
  })

  await test.step('who has chosen no cell is shown the largest one of mistakes', async () => {
    await showMiddle(page, 'Inspect')
    const [above, below] = [matrix[0]![1]!, matrix[1]![0]!]
    const [truth, predicted] = below > above ? [1, 0] : [0, 1]
    const count = Math.max(above, below)
    await expect(inspectedList(page)).toContainText(
      `Test: true ${LABELS[truth]}, predicted ${LABELS[predicted]}, ${count} objects`,
    )
    await expect(listedGrid(page)).toHaveAttribute('aria-rowcount', `${count + 1}`)
    await expect(objectTitle(page)).toHaveText(/^Test, row \d+/)
  })

  const inCell = mistakes(calibrated)
  await test.step('a cell of the matrix leads to its objects, the most confident first', async () => {
    const count = matrix[1]![0]!
    expect(inCell).toHaveLength(count)
    expect(count).toBeGreaterThanOrEqual(5)
    await showMiddle(page, 'Training')
    await region(page, 'Confusion matrix test')
      .getByRole('button', { name: `Show ${count} objects: true ${LABELS[1]}, predicted ${LABELS[0]}` })
      .click()
    const list = inspectedList(page)
    await expect(list).toContainText(`Test: true ${LABELS[1]}, predicted ${LABELS[0]}, ${count} objects`)
    const listed = await listedObjects(page)
    expect(listed.map(({ Id }) => Id)).toEqual(inCell.map(({ id }) => id))
    for (const [i, line] of listed.entries()) {
      const object = objectOf(inCell[i]!)
      expect(labelOf(object)).toBe(1)
      expect(line).toMatchObject({
        Row: `${inCell[i]!.row}`,
        z_est: objects.attributes[object]!.redshift.toFixed(4),
      })
      expectProbability(line.Confidence!, inCell[i]!.p[0]!)
    }
  })

  await test.step('keys step through them, and the viewer shows the posterior of the file', async () => {
    await expect(listedGrid(page)).toBeFocused()
    for (const [i, each] of inCell.entries()) {
      if (i > 0) await page.keyboard.press(i % 2 === 0 ? 'j' : 'ArrowDown')
      await expectShown(page, objects, each, objectOf(each))
    }
    const [last] = inCell.slice(-1)
    await page.keyboard.press('j')
    await expectShown(page, objects, last!, objectOf(last!))
    await page.keyboard.press('k')
    await expectShown(page, objects, inCell.at(-2)!, objectOf(inCell.at(-2)!))
  })

  const queue = queueOf(calibrated, 0.8)
  await test.step('labels that somebody planted are among those that the network doubts', async () => {
    await showDisagreements(page, 0.8)
    await expect(inspectedList(page)).toContainText(
      `${queue.length} objects, 0 decided, ${queue.length} remain`,
    )
    const listed = await listedObjects(page)
    expect(listed.map(({ Id }) => Id)).toEqual(queue.map(({ id }) => id))
    for (const [i, { Split }] of listed.entries()) expect(Split).toBe(SPLIT_TITLES[queue[i]!.split])
    const ids = queue.map(({ id }) => id)
    for (const row of planted) expect(ids).toContain(nameOf(row))
  })

  const decided = [
    [queue[0]!, 0],
    [queue[1]!, 1],
    [queue[2]!, 1],
    [queue[3]!, 0],
  ] as const
  await test.step('new labels by keys, with the way back', async () => {
    const news = inspectedObject(page).getByRole('status').first()
    const expectAt = (i: number) => expectShown(page, objects, queue[i]!, objectOf(queue[i]!))
    const expectNews = (i: number, text: string) =>
      expect(news).toHaveText(text.replace('OBJECT', titleOf(queue[i]!)))
    await expectAt(0)
    await page.keyboard.press('1')
    await expectNews(0, `OBJECT: ${LABELS[0]} in place of ${LABELS[1]}.`)
    await expectAt(1)
    await page.keyboard.press('2')
    await expectNews(1, `OBJECT: the label is confirmed, ${LABELS[1]}.`)
    await expectAt(2)
    await page.keyboard.press('1')
    await expectAt(3)
    await page.keyboard.press('u')
    await expectNews(2, `Undone: ${LABELS[0]} for OBJECT.`)
    await expectAt(2)
    await page.keyboard.press('2')
    await expectAt(3)
    await inspectedObject(page).getByRole('group', { name: 'New label' }).getByRole('button').first().click()
    await expectAt(4)
    // a later decision takes the place of an earlier one, until it is undone
    await page.keyboard.press('k')
    await expectAt(3)
    await page.keyboard.press('2')
    await expectNews(3, `OBJECT: the label is confirmed, ${LABELS[1]}.`)
    await expectAt(4)
    await page.keyboard.press('Control+z')
    await expectNews(3, `Undone: ${LABELS[1]} for OBJECT.`)
    await expect(inspectedObject(page)).toContainText('4 decisions')
    await expect(inspectedList(page)).toContainText(
      `${queue.length} objects, 4 decided, ${queue.length - 4} remain`,
    )
    const listed = await listedObjects(page)
    expect(listed.map((line) => line['New label'])).toEqual(
      queue.map((_, i) => {
        const label = decided[i]?.[1]
        return label === undefined ? '' : label === 1 ? 'confirmed' : LABELS[0]
      }),
    )
  })

  const before = await test.step('the list of new labels holds just these', async () => {
    const saved = await saveWith(page, 'New labels CSV', testInfo, inspectedObject(page))
    const today = new Date().toISOString().slice(0, 10)
    expect(saved.fileName).toBe(`redshift-studio_DeltaZ_new-labels_${today}.csv`)
    const records = await savedRecords(page, 'New labels CSV', inspectedObject(page), testInfo)
    expect(records).toHaveLength(4)
    for (const [i, [each, label]] of decided.entries()) {
      const { network_probability: probability, time, ...record } = records[i]!
      expect(record).toEqual({
        file: each.file,
        row: `${each.row}`,
        id: each.id,
        split: each.split,
        z_est: `${each.redshift}`,
        old_class: CLASSES[1],
        old_flag: `${objects.attributes[objectOf(each)]!.flag}`,
        network_class: CLASSES[0],
        new_class: CLASSES[label],
        new_flag: '',
        decision: label === 1 ? 'confirmed' : 'changed',
      })
      expect(Number(probability)).toBe(each.p[0])
      expect(Math.abs(Date.now() - Date.parse(time!))).toBeLessThan(120_000)
    }
    return saved.text
  })

  await test.step('after a reload, on the same data, they are still there', async () => {
    await untilDecisionsKept(page, 4)
    await page.reload()
    await chooseFolder(page, directory)
    await expect(startButton(page)).toBeEnabled()
    await setNumbers(page, { Epochs: 5, 'Batch size': 16, Seed: 5 })
    await page.getByRole('combobox', { name: 'Learning rate schedule' }).selectOption('delayed')
    await trainToEnd(page)
    expect(await shownMatrix(page, 'test')).toEqual(matrix)
    await showMiddle(page, 'Inspect')
    await showDisagreements(page, 0.8)
    const again = queueOf(raw, 0.8)
    const ids = new Set(decided.map(([{ id }]) => id))
    const known = again.filter(({ id }) => ids.has(id)).length
    await expect(inspectedList(page)).toContainText(
      `${again.length} objects, ${known} decided, ${again.length - known} remain`,
    )
    const saved = await saveWith(page, 'New labels CSV', testInfo, inspectedObject(page))
    expect(saved.text).toBe(before)
  })
})

test('five flags have keys of their own, and every cell of their matrix leads to its objects', async ({
  page,
}, testInfo) => {
  const objects = drawObjects(200, POINTS, 4)
  const directory = testInfo.outputPath('raw')
  await writeRaw(directory, objects)
  await openStudio(page)
  await chooseFolder(page, directory)
  await expect(startButton(page)).toBeEnabled()
  await page.getByRole('combobox', { name: 'Target', exact: true }).selectOption('Flag')
  await expect(region(page, 'Data report')).toContainText('Flag 9')
  await setNumbers(page, { Epochs: 3, 'Batch size': 16, Seed: 2 })
  await page.getByRole('combobox', { name: 'Learning rate schedule' }).selectOption('delayed')
  await expect(startButton(page)).toBeEnabled()
  await trainToEnd(page)
  // in the order of the outputs
  const flags = [9, 1, 2, 3, 4]
  const matrix = await shownMatrix(page, 'test')
  expect(matrix.map((cells) => cells.length)).toEqual([5, 5, 5, 5, 5])
  const flagOf = (row: number) => Math.floor(objects.attributes[row]!.flag)

  await test.step('each cell with objects lists as many, of its own flag', async () => {
    for (const [truth, counts] of matrix.entries()) {
      for (const [predicted, count] of counts.entries()) {
        const cell = `true Flag ${flags[truth]}, predicted Flag ${flags[predicted]}`
        const button = region(page, 'Confusion matrix test').getByRole('button', { name: cell })
        await expect(button).toHaveCount(count > 0 ? 1 : 0)
        if (count === 0) continue
        await button.click()
        await expect(inspectedList(page)).toContainText(
          `Test: ${cell}, ${count === 1 ? '1 object' : `${count} objects`}`,
        )
        const listed = await listedObjects(page)
        expect(listed).toHaveLength(count)
        for (const { Row } of listed) expect(flagOf(Number(Row))).toBe(flags[truth])
        await showMiddle(page, 'Training')
      }
    }
  })

  await test.step('the keys are the flags', async () => {
    await showMiddle(page, 'Inspect')
    await showDisagreements(page, 0)
    const names = await inspectedObject(page)
      .getByRole('group', { name: 'New label' })
      .getByRole('button')
      .allTextContents()
    expect(names).toEqual(['1 Flag 1', '2 Flag 2', '3 Flag 3', '4 Flag 4', '9 Flag 9'])
    const listed = (await listedObjects(page)).slice(0, 5)
    for (const [i, key] of [9, 4, 3, 2, 1].entries()) {
      await expect(objectTitle(page)).toHaveText(`${listed[i]!.Split}, row ${listed[i]!.Row}`)
      await expect(inspectedObject(page)).toContainText(`z_est ${listed[i]!.z_est}`)
      await expect(saliency(page)).toHaveAttribute('aria-busy', 'false')
      await page.keyboard.press(String(key))
      await expect(inspectedObject(page)).toContainText(`${i + 1} decision`)
    }
    const records = await savedRecords(page, 'New labels CSV', inspectedObject(page), testInfo)
    expect(
      records.map((record) => [
        record.row,
        record.old_flag,
        record.new_flag,
        record.new_class,
        record.decision,
      ]),
    ).toEqual(
      [9, 4, 3, 2, 1].map((key, i) => {
        const row = Number(listed[i]!.Row)
        return [
          `${row}`,
          `${objects.attributes[row]!.flag}`,
          `${key}`,
          `Flag ${key}`,
          flagOf(row) === key ? 'confirmed' : 'changed',
        ]
      }),
    )
  })
})

const KEPT_RUN =
  'A kept run has no network, so its cells lead to no objects. Train it again, or load its network file and turn to Inspect.'
const LOADED_NETWORK =
  'The network in use was loaded from a file, so these cells lead to no objects. Turn to Inspect for its own.'

test('while a run is under way, and where a kept run is opened, no cell leads to objects that are not its own', async ({
  page,
}, testInfo) => {
  await openStudio(page)
  await showMiddle(page, 'Inspect')
  await expect(inspectedList(page)).toContainText(
    'No network is in use. Train one, or load one from a file, to look at single objects.',
  )
  await loadSample(page, { 'Sample rows': 300, 'Grid points': 256 })
  await setNumbers(page, { Epochs: 2, 'Batch size': 16, Seed: 1 })
  await page.getByRole('button', { name: 'Start training' }).click()
  // what was said to be missing comes by itself
  await expect(inspectedList(page)).toContainText('A run is under way.')
  await expect(listedGrid(page)).toBeVisible({ timeout: 60_000 })
  await showMiddle(page, 'Training')
  await expect(region(page, 'Run status')).toContainText('finished')
  const cells = (split: string) =>
    region(page, `Confusion matrix ${split}`).getByRole('button', { name: /^Show [\d,]+ objects?: true / })
  const filled = async (which: 'train' | 'test') =>
    (await shownMatrix(page, which)).flat().filter((count) => count > 0).length
  const expectButtons = async (areThere: boolean, why = '') => {
    for (const which of ['train', 'test'] as const) {
      const count = await filled(which)
      expect(count).toBeGreaterThan(0)
      await expect(cells(which)).toHaveCount(areThere ? count : 0)
      const matrix = region(page, `Confusion matrix ${which}`)
      for (const line of [KEPT_RUN, LOADED_NETWORK]) {
        await expect(matrix.getByText(line, { exact: true })).toHaveCount(line === why ? 1 : 0)
      }
    }
  }
  await expectButtons(true)

  await test.step('a run that is under way takes them away until its end', async () => {
    await setNumbers(page, { Epochs: 500, Seed: 2 })
    await page.getByRole('button', { name: 'Start training' }).click()
    await expect(region(page, 'Run status')).toContainText(/epoch [2-9] of 500/)
    await expectButtons(false)
    await showMiddle(page, 'Inspect')
    await expect(inspectedList(page)).toContainText(
      'A run is under way. What its network says of each object is known when it has ended.',
    )
    await expect(inspectedObject(page)).toHaveCount(0)
    await page.getByRole('button', { name: 'Stop', exact: true }).click()
    await expect(listedGrid(page)).toBeVisible()
    await showMiddle(page, 'Training')
    await expect(region(page, 'Run status')).toContainText('stopped')
    await expectButtons(true)
  })

  await test.step("a kept run has no buttons and says why, this session's has them again", async () => {
    await showRuns(page)
    const [, kept] = await listedRuns(page)
    await openRun(page, kept!.name)
    await expect(region(page, 'Opened run')).toBeVisible()
    await expectButtons(false, KEPT_RUN)
    await region(page, 'Opened run').getByRole('button', { name: "Back to this session's run" }).click()
    await expectButtons(true)
  })

  await test.step('a network from a file takes them away; what it says of these rows, with the same counts, brings them back', async () => {
    await showApply(page)
    const { path } = await saveNetwork(page, 'Save network (.keras)', testInfo)
    await chooseNetwork(page, path)
    await expect(network(page)).toContainText('a file that version')
    await showMiddle(page, 'Training')
    await expectButtons(false, LOADED_NETWORK)
    await showMiddle(page, 'Inspect')
    await inspectedList(page).getByRole('button', { name: 'Predict all rows' }).click()
    await expect(listedGrid(page)).toBeVisible()
    await showMiddle(page, 'Training')
    await expectButtons(true)
  })
})

/** Sharp posteriors, some of each split with the label of the others, and blurred ones. */
function drawMislabelled() {
  const drawn = drawObjects(330, POINTS, 11)
  const order = shuffled(330, 'splits')
  const splits = { TRAIN: order.slice(0, 200), VALID: order.slice(200, 250), TEST: order.slice(250) }
  const sharp = (rows: readonly number[], count: number) =>
    rows.filter((row) => Math.abs(drawn.attributes[row]!.deltaZ) < 1e-3).slice(0, count)
  const planted = new Set([...sharp(splits.TRAIN, 5), ...sharp(splits.VALID, 2), ...sharp(splits.TEST, 5)])
  const attributes = drawn.attributes.map((each, row) =>
    planted.has(row) ? { ...each, deltaZ: 0.02 } : each,
  )
  return { objects: { ...drawn, attributes } satisfies Objects, splits, planted }
}

function byConfidence(a: Prediction, b: Prediction): number {
  return Math.max(...b.p) - Math.max(...a.p)
}

/** Rows that a network takes for another class than their label with so much confidence, the most confident first. */
function queueOf(rows: readonly Prediction[], confidence: number): Prediction[] {
  return rows
    .filter((row) => calledOf(row) !== row.label && Math.max(...row.p) >= confidence)
    .sort(byConfidence)
}

function titleOf({ split, row, id }: Prediction): string {
  return `${SPLIT_TITLES[split]}, row ${row}, ${id}`
}

/** The viewer shows an object: its place, its z_est, the highest peak of its row in the file, and what the network says. */
async function expectShown(
  page: Page,
  { points, lnP, zgrid, attributes }: Objects,
  prediction: Prediction,
  object: number,
): Promise<void> {
  await expect(objectTitle(page)).toHaveText(titleOf(prediction))
  const curve = lnP.subarray(object * points, (object + 1) * points)
  const highest = curve.indexOf(Math.max(...curve))
  await expect.poll(async () => (await shownPeaks(page))[0]).toBe(zgrid[highest]!.toFixed(4))
  await expect(inspectedObject(page)).toContainText(`z_est ${attributes[object]!.redshift.toFixed(4)}`)
  const { network, label, predicted } = await shownProbabilities(page)
  expect([label, predicted]).toEqual([prediction.label, calledOf(prediction)])
  for (const [k, text] of network.entries()) expectProbability(text, prediction.p[k]!)
}
