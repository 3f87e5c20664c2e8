// A network as a file: saved, loaded after a reload, calibrated, for AMAZED, from Keras without a card, and files that are none.
// Its numbers are worked out here once more, from the weights in the file.

import { readFile, writeFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { chooseFolder, showView, startButton } from './data-view.ts'
import {
  CARD,
  CONFIG,
  changedKeras,
  denseWeights,
  type NetworkWeights,
  readKeras,
  readOlderKeras,
  WEIGHTS,
} from './network-files.ts'
import {
  applyTo,
  CLASSES,
  chooseNetwork,
  network,
  POINTS,
  SPLIT_ROWS,
  saveAnswers,
  saveNetwork,
  showApply,
  shownFacts,
  splitRows,
  trainOn,
  writeLabelled,
} from './network-view.ts'
import { cnn3Logits, softmax } from './own-cnn3.ts'
import { curvesOf, type Objects } from './raw-files.ts'
import { expect, openStudio, region, shownTable, test } from './studio.ts'
import { type PredictedRow, savePredictions, showTrust } from './trust-view.ts'

/** float32 in another order of sums. */
const DIGITS = 5
/** Numbers of the view Trust that do not depend on time. */
const TRUST_TABLES = ['Network and control', 'Reliability diagram', 'By redshift'] as const

test('a saved network says the same after a reload, to the last digit', async ({ page }, testInfo) => {
  const { objects, directory } = await writeLabelled(testInfo)
  await openStudio(page)
  await trainOn(page, directory, 'PDF')
  await showTrust(page)
  const before = await shownTrust(page)
  const { splits } = await savePredictions(page, testInfo)

  await showApply(page)
  const facts = await shownFacts(page)
  const { fileName, path, bytes } = await saveNetwork(page, 'Save network (.keras)', testInfo)
  const day = new Date().toISOString().slice(0, 10)
  expect(fileName).toBe(`redshift-studio_DeltaZ_CNN3_seed3_${day}.keras`)
  expect(facts).toMatchObject({
    Name: 'CNN3 DeltaZ',
    From: `trained here, ended ${day}`,
    Takes: 'PDF, 256 points',
    Weights: `CNN3, ${parametersOf(POINTS).toLocaleString('en')} parameters`,
    Temperature: 'none in the weights',
  })
  expect(facts.Redshifts).toBe(
    `z from 0 to ${objects.zgrid.at(-1)!.toFixed(5)}, even in ln(1+z), step ${(1.7907 / (POINTS - 1)).toFixed(5)}`,
  )
  expect(facts.Training).toMatch(/^best weights after epoch \d of at most 4, seed 3, batches of 8$/)

  const file = await readKeras(bytes)
  await test.step('the file holds what the page says of the network', () => {
    expect(file.card).toMatchObject({ model: 'CNN3', length: POINTS, classes: CLASSES, input: 'PDF' })
    const own = Object.values(file.weights).reduce(
      (sum, { kernel, bias }) => sum + kernel.length + bias.length,
      0,
    )
    expect(own).toBe(parametersOf(POINTS))
    expectPredictions(splits.test!, objects, file.weights)
  })

  await page.reload()
  await openStudio(page)
  await showApply(page)
  await expect(network(page)).toContainText('Train a network, or load one.')
  await chooseNetwork(page, path)
  await expect(network(page).getByRole('button', { name: 'Save network (.keras)' })).toBeVisible()
  const { From, ...others } = facts
  const version = String(file.card.studio)
  expect(await shownFacts(page)).toEqual({
    ...others,
    From: `a file that version ${version} of this program saved; training ended ${day}`,
  })
  await showTrust(page)
  await expect(region(page, 'Trust')).toContainText('There are no data in use.')
  await predictLabelled(page, directory)
  expect(await shownTrust(page)).toEqual(before)
  const again = await savePredictions(page, testInfo)
  expect(again.splits).toEqual(splits)
})

test('a calibrated network keeps its temperature in the file and in the tables', async ({
  page,
}, testInfo) => {
  const { objects, directory } = await writeLabelled(testInfo)
  await openStudio(page)
  await trainOn(page, directory, 'PDF')
  await showApply(page)
  const plain = await saveNetwork(page, 'Save network (.keras)', testInfo)
  await showTrust(page)
  await region(page, 'Trust').getByRole('button', { name: 'Fit temperature' }).click()
  const box = region(page, 'Trust').getByRole('checkbox', { name: 'Calibrated probabilities' })
  await expect(box).not.toBeChecked()
  await showApply(page)
  await expect(network(page)).toContainText('Probabilities are saved as they are, not calibrated.')
  const fitted = await saveNetwork(page, 'Save network (.keras)', testInfo)
  expect(fitted.fileName).toBe(plain.fileName)
  expect(fitted.bytes).toEqual(plain.bytes)
  await showTrust(page)
  await box.check()
  const calibrated = await savePredictions(page, testInfo)

  await showApply(page)
  await expect(network(page)).toContainText('Probabilities are saved calibrated: T = ')
  const saved = await saveNetwork(page, 'Save network (.keras)', testInfo)
  expect(saved.fileName).toBe(plain.fileName.replace('.keras', '_calibrated.keras'))
  const [before, after] = await Promise.all([readKeras(plain.bytes), readKeras(saved.bytes)])
  const temperature = after.card.temperature as number
  await test.step('its last layer is divided by the temperature, no other is', () => {
    expect(before.card.temperature).toBe(null)
    expect(temperature).toBeGreaterThan(0)
    expect(temperature).not.toBe(1)
    for (const [name, { kernel, bias }] of Object.entries(before.weights)) {
      const divisor = name === 'dense_2' ? temperature : 1
      expect(after.weights[name]!.kernel).toEqual(kernel.map((value) => value / divisor))
      expect(after.weights[name]!.bias).toEqual(bias.map((value) => value / divisor))
    }
    expectPredictions(calibrated.splits.test!, objects, before.weights, temperature)
  })

  const rows = testInfo.outputPath('labelled', 'DeltaZ', 'unbalanced', 'TEST', 'X.npy')
  await test.step('the tables of answers say and hold it', async () => {
    await applyTo(page, [rows], '40 rows of 1 file')
    const answers = await saveAnswers(page, testInfo)
    expect(answers.names[0]).toBe('X_CNN3-DeltaZ_predictions-calibrated.csv')
    for (const { about } of [answers.ecsv, answers.votable]) {
      expect(about.temperature).toEqual([String(temperature)])
      expect(about.temperature_in_weights).toBeUndefined()
    }
    expect(answers.csv.rows.map(({ p }) => p)).toEqual(calibrated.splits.test!.map(({ p }) => p))
  })

  await test.step('loaded again, the file gives calibrated probabilities of its own', async () => {
    await chooseNetwork(page, saved.path)
    await expect(network(page)).toContainText(`T = ${Number(temperature.toFixed(4))}, in the weights`)
    await applyTo(page, [rows], '40 rows of 1 file')
    const answers = await saveAnswers(page, testInfo)
    expect(answers.names[0]).toBe('X_CNN3-DeltaZ_predictions.csv')
    expect(answers.ecsv.about).toMatchObject({
      temperature: ['1'],
      temperature_in_weights: [String(temperature)],
    })
    for (const [i, { p }] of answers.csv.rows.entries()) {
      expectClose(p, calibrated.splits.test![i]!.p)
    }
  })
})

test('a file for AMAZED has its attributes and the failure class first', async ({ page }, testInfo) => {
  const { objects, directory } = await writeLabelled(testInfo)
  await openStudio(page)
  await trainOn(page, directory, 'logPDF')
  await showApply(page)
  const solver = network(page).getByRole('group', { name: "For AMAZED's deepLearningSolver" })
  await expect(solver).toHaveText(
    "For AMAZED's deepLearningSolverAMAZED gives a network the PDF, and this one takes logPDF. Train one on the PDF.",
  )

  await showView(page, 'Training')
  await trainOn(page, directory, 'PDF')
  await showTrust(page)
  const { splits } = await savePredictions(page, testInfo)
  await showApply(page)
  await expect(solver.getByRole('spinbutton', { name: 'z max' })).toHaveValue(
    String(Number(objects.zgrid.at(-1)!.toPrecision(8))),
  )
  await expect(solver.getByRole('combobox', { name: 'Failure class' }).locator('option:checked')).toHaveText(
    'DeltaZ ≥ 1e-3',
  )
  const keras = await readKeras((await saveNetwork(page, 'Save network (.keras)', testInfo)).bytes)
  const older = await readOlderKeras((await saveNetwork(page, 'Keras HDF5 (.h5)', testInfo)).bytes)
  expect(older.weights).toEqual(keras.weights)

  await solver.getByRole('spinbutton', { name: 'z max' }).fill('4.9')
  await solver.getByRole('spinbutton', { name: 'z step' }).fill('0.0001')
  const { fileName, path, bytes } = await saveNetwork(page, 'AMAZED (.h5)', testInfo)
  expect(fileName).toMatch(/^redshift-studio_DeltaZ_CNN3_seed3_\d{4}-\d\d-\d\d_amazed\.h5$/)
  const { attributes, weights } = await readOlderKeras(bytes)
  await test.step('the attributes that its solver reads', () => {
    const { zrange_min, zrange_max, zrange_step, zgrid_end, keras_version, classes } = attributes
    expect({ zrange_min, zrange_max, zrange_step }).toEqual({
      zrange_min: 0,
      zrange_max: 4.9,
      zrange_step: 1e-4,
    })
    expect(zgrid_end).toBe(objects.zgrid.at(-1))
    expect(keras_version).toMatch(/^3\.\d+\.\d+$/)
    expect(JSON.parse(String(classes))).toEqual(CLASSES.toReversed())
  })
  await test.step('the same weights, with the columns of the last layer in the other order', () => {
    const { dense_2: last, ...others } = keras.weights
    const { dense_2: changed, ...unchanged } = weights
    expect(unchanged).toEqual(others)
    expect(changed).toEqual({
      shape: last!.shape,
      kernel: last!.kernel.map((_, i) => last!.kernel[i ^ 1]!),
      bias: Float32Array.of(last!.bias[1]!, last!.bias[0]!),
    })
  })
  await test.step('loaded here, the classes are in the order of the target again', async () => {
    await chooseNetwork(page, path)
    await expect(network(page)).toContainText('a file that version')
    expect(await network(page).getByRole('listitem').allTextContents()).toEqual([
      'DeltaZ < 1e-3',
      'DeltaZ ≥ 1e-3',
    ])
    await showTrust(page)
    await predictAll(page)
    expect((await savePredictions(page, testInfo)).splits).toEqual(splits)
  })
})

test('weights of Keras without a card are asked about, and then say the same', async ({ page }, testInfo) => {
  const { directory } = await writeLabelled(testInfo)
  await openStudio(page)
  await trainOn(page, directory, 'PDF')
  await showTrust(page)
  const { splits } = await savePredictions(page, testInfo)
  await showApply(page)
  const saved = await saveNetwork(page, 'Save network (.keras)', testInfo)
  const keras = await readKeras(saved.bytes)
  const files = {
    'from-keras.keras': await changedKeras(keras, { [CARD]: null }),
    // as model.save_weights('colleague.weights.h5') has them
    'colleague.weights.h5': keras.entries.get(WEIGHTS)!,
  }
  for (const [name, contents] of Object.entries(files)) {
    await test.step(name, async () => {
      const path = testInfo.outputPath(name)
      await writeFile(path, contents)
      await showApply(page)
      await chooseNetwork(page, path)
      await expect(network(page)).toContainText('The file does not tell what this network is for')
      expect(await shownFacts(page)).toMatchObject({
        Name: `CNN3, ${name}`,
        Takes: 'not known, 256 points',
        Redshifts: 'not known: there was no zgrid',
        Training: 'not known',
      })
      await expect(network(page).getByRole('listitem')).toHaveText(['class 0', 'class 1'])
      await expect(region(page, 'Posteriors without labels')).toContainText(
        'Say first what the network is for: its file does not tell.',
      )
      await showTrust(page)
      await expect(region(page, 'Trust')).toContainText('The file of this network does not tell')

      await showApply(page)
      const classes = network(page).getByRole('combobox', { name: 'Classes of the network' })
      await expect(classes.locator('option')).toHaveText([
        'DeltaZ: DeltaZ < 1e-3, then DeltaZ ≥ 1e-3',
        'Success2: Success, then Spurious/Mismatch',
      ])
      await classes.selectOption({ label: 'DeltaZ: DeltaZ < 1e-3, then DeltaZ ≥ 1e-3' })
      await network(page).getByRole('combobox', { name: 'It takes' }).selectOption('PDF')
      await network(page).getByRole('button', { name: 'Use this network' }).click()
      await expect(network(page).getByRole('listitem')).toHaveText(['DeltaZ < 1e-3', 'DeltaZ ≥ 1e-3'])
      await showTrust(page)
      await predictAll(page)
      expect((await savePredictions(page, testInfo)).splits).toEqual(splits)
    })
  }
})

test('files that hold no network of the five are called what they are, and the one in use stays', async ({
  page,
}, testInfo) => {
  const { directory } = await writeLabelled(testInfo)
  await openStudio(page)
  await trainOn(page, directory, 'PDF')
  await showApply(page)
  const facts = await shownFacts(page)
  const { bytes } = await saveNetwork(page, 'Save network (.keras)', testInfo)
  const keras = await readKeras(bytes)
  const config = keras.entries.get(CONFIG)!.toString()
  const dense = await denseWeights([POINTS, 16, 2])
  const cases: readonly (readonly [name: string, contents: Buffer | string, message: string | RegExp])[] = [
    [
      'login.keras',
      '<!DOCTYPE html><html><body>Log in to download</body></html>',
      /^login\.keras is not a saved network \(\.keras, \.h5\): it is an HTML page, /,
    ],
    [
      'run.keras',
      '{"conf_matrix_train": [[1, 0], [0, 1]]}',
      /it is a JSON file ?Choose a file that "Save network" wrote, or one that Keras saved/,
    ],
    ['half.keras', bytes.subarray(0, bytes.length / 2), /^half\.keras/],
    ['half.h5', keras.entries.get(WEIGHTS)!.subarray(0, 20_000), /^half\.h5/],
    [
      'mlp.weights.h5',
      dense,
      /^mlp\.weights\.h5 holds layers 2 Dense, as none of the five networks does: CNN3 3 Conv1D and 3 Dense; /,
    ],
    [
      'tanh.keras',
      await changedKeras(keras, { [CARD]: null, [CONFIG]: config.replace('"relu"', '"tanh"') }),
      /^tanh\.keras: layer conv1d has .*tanh.*relu/,
    ],
  ]
  for (const [name, contents, message] of cases) {
    await test.step(name, async () => {
      const path = testInfo.outputPath(name)
      await writeFile(path, contents)
      await chooseNetwork(page, path)
      await expect(network(page).getByRole('alert')).toContainText(message)
      expect(await shownFacts(page)).toEqual(facts)
    })
  }
  await test.step('the network in use still answers', async () => {
    await applyTo(page, [testInfo.outputPath('labelled/DeltaZ/unbalanced/TEST/X.npy')], '40 rows of 1 file')
  })
})

test('a network that is dropped anywhere becomes the one in use, and the data stay', async ({
  page,
}, testInfo) => {
  const { directory } = await writeLabelled(testInfo)
  await openStudio(page)
  await trainOn(page, directory, 'PDF')
  await showApply(page)
  const { path } = await saveNetwork(page, 'Save network (.keras)', testInfo)
  await showView(page, 'Training')
  const data = await region(page, 'Data report').innerText()
  await drop(page, 'dropped.keras', await readFile(path))
  await expect(network(page)).toContainText('a file that version')
  expect(await region(page, 'Data report').innerText()).toBe(data)
  await expect(startButton(page)).toBeEnabled()
})

/** Drops a file on the page as a whole. */
async function drop(page: Page, name: string, contents: Buffer): Promise<void> {
  await page.evaluate(
    ([title, text]) => {
      const bytes = Uint8Array.from(atob(text!), (letter) => letter.charCodeAt(0))
      const dropped = new DataTransfer()
      dropped.items.add(new File([bytes], title!))
      document.body.dispatchEvent(
        new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: dropped }),
      )
    },
    [name, contents.toString('base64')] as const,
  )
}

/** Loads the data that the network in use was trained on, and asks it about them. */
async function predictLabelled(page: Page, directory: string): Promise<void> {
  await chooseFolder(page, directory)
  await predictAll(page)
}

async function predictAll(page: Page): Promise<void> {
  await region(page, 'Trust').getByRole('button', { name: 'Predict all rows' }).click()
  await expect(region(page, 'Trust').getByRole('button', { name: 'Predictions CSV' })).toBeVisible()
}

/** What the view Trust shows of the network and the control on TEST, cell by cell. */
async function shownTrust(page: Page): Promise<Record<string, unknown>> {
  const tables: Record<string, unknown> = {}
  // panels come one after the other
  await expect(async () => {
    for (const name of TRUST_TABLES) {
      tables[name] = await shownTable(region(page, name).getByRole('table').first())
    }
    tables.Threshold = await region(page, 'Threshold').locator('dd').allTextContents()
    expect(Object.values(tables).flat(2).length).toBeGreaterThan(60)
  }).toPass({ timeout: 10_000 })
  return tables
}

/** Probabilities of TEST are those of the weights, and not all alike. */
function expectPredictions(
  rows: readonly PredictedRow[],
  objects: Objects,
  weights: NetworkWeights,
  temperature = 1,
): void {
  const { TEST } = splitRows()
  expect(rows).toHaveLength(SPLIT_ROWS.TEST)
  const lnP = curvesOf(objects, TEST)
  for (const [i, { p, z }] of rows.entries()) {
    const pdf = lnP.subarray(i * POINTS, (i + 1) * POINTS).map(Math.exp)
    expectClose(p, softmax(cnn3Logits(weights, pdf), temperature))
    expect(z).toBe(objects.attributes[TEST[i]!]!.redshift)
  }
  expect(new Set(rows.map(({ p }) => p[0]!.toFixed(DIGITS))).size).toBeGreaterThan(10)
}

function expectClose(actual: readonly number[], expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length)
  for (const [k, value] of actual.entries()) expect(value).toBeCloseTo(expected[k]!, DIGITS)
}

/** Weights of CNN3 with two classes: three convolutions, each followed by a pool, and three dense layers. */
function parametersOf(points: number): number {
  const flat = [9, 6, 3].reduce((length, size) => Math.floor((length - size + 1) / 2), points) * 128
  return 9 * 32 + 32 + 6 * 32 * 64 + 64 + 3 * 64 * 128 + 128 + flat * 64 + 64 + 64 * 32 + 32 + 32 * 2 + 2
}
