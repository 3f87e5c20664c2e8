// Tonight's catalogue: a network applied to posteriors that nobody has labelled, and its answers as four tables. They are worked
// out here once more, from the weights in the network's file.

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { encodeNpy } from '../src/formats/npy-write.ts'
import { chooseFolder, startButton } from './data-view.ts'
import { expectProbability } from './inspect-view.ts'
import { readKeras } from './network-files.ts'
import {
  applyTo,
  CLASSES,
  chooseNetwork,
  expectEqualAnswers,
  network,
  POINTS,
  saveAnswers,
  saveNetwork,
  showApply,
  shownOutcome,
  trainOn,
  unlabelled,
  writeLabelled,
} from './network-view.ts'
import { cnn3Logits, softmax } from './own-cnn3.ts'
import { wilson } from './own-scores.ts'
import { keptOf, purityAt } from './own-trust.ts'
import { drawObjects } from './raw-files.ts'
import { expect, openStudio, setNumbers, shownTable, test, trainToEnd } from './studio.ts'
import { chooseRows, savePredictions, showTrust, surveyField, thresholdField } from './trust-view.ts'

const PROBABILITIES = ['p_deltaz_lt_1e_3', 'p_deltaz_ge_1e_3']
/** float32 in another order of sums. */
const DIGITS = 5
const LOTS = 40_000

test('5,000 unlabelled rows without any data: classes and probabilities, as four tables, in their order', async ({
  page,
}, testInfo) => {
  const { directory } = await writeLabelled(testInfo)
  await openStudio(page)
  await trainOn(page, directory, 'PDF')
  await showApply(page)
  const saved = await saveNetwork(page, 'Save network (.keras)', testInfo)
  await page.reload()
  await openStudio(page)
  await showApply(page)
  await expect(unlabelled(page)).toContainText('There is no network to apply: train one, or load one.')
  await chooseNetwork(page, saved.path)
  await expect(network(page)).toContainText('a file that version')

  // 9 comes before 10, whatever the order of choosing
  const FIRST = 3000
  const TOTAL = 5000
  const { lnP } = drawObjects(TOTAL, POINTS, 2)
  const [BAD, WORSE] = [7, FIRST + 11]
  lnP[BAD * POINTS + 3] = Number.NaN
  lnP[WORSE * POINTS] = Number.POSITIVE_INFINITY
  const names = ['night9.npy', 'night10.npy'] as const
  const [first, second] = names.map((name) => testInfo.outputPath(name)) as [string, string]
  await writeFile(first, encodeNpy('<f4', [FIRST, POINTS], lnP.subarray(0, FIRST * POINTS)))
  await writeFile(second, encodeNpy('<f4', [TOTAL - FIRST, POINTS], lnP.subarray(FIRST * POINTS)))

  // enough that no machine is through before a person can cancel
  const many = testInfo.outputPath('many.npy')
  const lots = new Float32Array(LOTS * POINTS).fill(-1)
  await writeFile(many, encodeNpy('<f4', [LOTS, POINTS], lots))
  const cancelInTheMiddle = async () => {
    await unlabelled(page).getByLabel('Unlabelled files').setInputFiles(many)
    const progress = unlabelled(page).getByRole('progressbar', { name: 'Applying progress' })
    await expect(progress).toHaveAttribute('aria-valuetext', /^many\.npy: [\d,]+ of 40,000 rows/)
    await expect(network(page)).toContainText('The network in use is being applied')
    await unlabelled(page).getByRole('button', { name: 'Cancel applying' }).click()
    await expect(progress).toBeHidden()
    await expect(unlabelled(page).getByRole('alert')).toHaveCount(0)
  }
  await test.step('progress in rows; cancelling leaves nothing behind', async () => {
    await cancelInTheMiddle()
    await expect(unlabelled(page).getByRole('button', { name: 'Answers CSV' })).toHaveCount(0)
  })

  const started = Date.now()
  await applyTo(page, [second, first], '5,000 rows of 2 files')
  testInfo.annotations.push({ type: 'applied', description: `5,000 rows in ${Date.now() - started} ms` })
  const answers = await saveAnswers(page, testInfo)
  const { csv, npy, ecsv, votable } = answers

  await test.step('the four tables say the same', () => {
    expect(answers.names).toEqual(
      ['csv', 'ecsv', 'vot', 'npy'].map((ending) => `night9_CNN3-DeltaZ_predictions.${ending}`),
    )
    expectEqualAnswers({ csv, ecsv, votable, npy }, [
      'row',
      'file',
      'file_row',
      'class',
      ...PROBABILITIES,
      'confidence',
      'kept',
    ])
    for (const { about } of [ecsv, votable]) {
      expect(about).toMatchObject({
        network: ['CNN3 DeltaZ'],
        classes: CLASSES,
        input: ['PDF'],
        temperature: ['1'],
        kept_class: [CLASSES[0]],
        kept_threshold: ['0.5'],
        training_dataset: ['DeltaZ unbalanced'],
        notes: [ASSUMED, NOTE],
      })
    }
  })

  await test.step('in the order of the rows, each with the class of its highest probability', () => {
    expect(csv.rows).toHaveLength(TOTAL)
    const isBad = (row: number) => row === BAD || row === WORSE
    const best: number[] = csv.rows.map(({ p }, row) => (isBad(row) ? -1 : p[0]! >= p[1]! ? 0 : 1))
    expect(npy.classIndex).toEqual(best)
    const expected = csv.rows.map(({ p }, row) => ({
      row,
      file: row < FIRST ? names[0] : names[1],
      fileRow: row < FIRST ? row : row - FIRST,
      called: CLASSES[best[row]!] ?? '',
      p: isBad(row) ? [NaN, NaN] : p,
      confidence: p[best[row]!] ?? NaN,
      kept: p[0]! >= 0.5,
    }))
    expect(csv.rows).toEqual(expected)
    const sums = csv.rows.map(({ p }) => Math.abs(p[0]! + p[1]! - 1))
    expect(sums.filter((off) => off < 1e-12)).toHaveLength(TOTAL - 2)
    const counts = [0, 1].map((k) => best.filter((each) => each === k).length)
    expect(Math.min(...counts)).toBeGreaterThan(100)
  })

  await test.step('the probabilities are those of the weights in the file', async () => {
    const { weights } = await readKeras(saved.bytes)
    for (let row = 1; row < TOTAL; row += 49) {
      const pdf = lnP.subarray(row * POINTS, (row + 1) * POINTS).map(Math.exp)
      const own = softmax(cnn3Logits(weights, pdf))
      for (const [k, value] of csv.rows[row]!.p.entries()) expect(value).toBeCloseTo(own[k]!, DIGITS)
    }
  })

  const outcome = await shownOutcome(page)
  await test.step('the page counts them, and shows the first ones', async () => {
    const answered = csv.rows.filter(({ called }) => called !== '')
    const mean = answered.reduce((sum, { confidence }) => sum + confidence, 0) / answered.length
    const kept = answered.filter(({ p }) => p[0]! >= 0.5).length
    expect(outcome).toMatchObject({
      Files: 'night9.npy (3,000 rows), night10.npy (2,000 rows)',
      Answered: '4,998 of 5,000 rows; the notes say why',
      Confidence: `${mean.toFixed(3)} on average`,
      Probabilities: 'as the network gives them, not calibrated',
    })
    expect(outcome.Kept).toContain(`${kept.toLocaleString('en')} of 4,998 rows`)
    await expect(unlabelled(page).getByRole('listitem')).toHaveText([ASSUMED, NOTE])
    const shares = await shownTable(
      unlabelled(page).getByRole('table', { name: 'Rows per most probable class' }),
    )
    expect(shares.map(([, rows]) => rows)).toEqual(
      CLASSES.map((name) => answered.filter(({ called }) => called === name).length.toLocaleString('en')),
    )
    const shown = await shownTable(
      unlabelled(page).getByRole('region', { name: 'First answers' }).getByRole('table'),
    )
    expect(shown).toHaveLength(200)
    for (const [i, [row, file, called, p]] of shown.entries()) {
      expect([row, file]).toEqual([String(i), names[0]])
      if (i === BAD) expect([called, p]).toEqual(['no answer', '–'])
      else expectProbability(p!, csv.rows[i]!.p[0]!)
    }
  })

  await test.step('posteriors of another width are refused, and the answers before stay', async () => {
    const path = testInfo.outputPath('other.npy')
    await writeFile(path, encodeNpy('<f4', [3, 200], new Float32Array(600)))
    await unlabelled(page).getByLabel('Unlabelled files').setInputFiles(path)
    await expect(unlabelled(page).getByRole('alert')).toContainText(
      'other.npy has 200 points per posterior; the network takes 256.',
    )
    expect(await shownOutcome(page)).toEqual(outcome)
  })

  await test.step('cancelled in the middle, the answers before stay', async () => {
    await cancelInTheMiddle()
    expect(await shownOutcome(page)).toEqual(outcome)
  })
})

const ASSUMED = 'No zgrid was given: that of training is assumed.'
const NOTE =
  '2 of 5,000 rows have no answer, because they hold NaN or +inf: night9.npy row 7 and night10.npy row 11.'

test('a labelled folder is answered as its splits are, whatever its labels say', async ({
  page,
}, testInfo) => {
  const { directory } = await writeLabelled(testInfo)
  await openStudio(page)
  await trainOn(page, directory, 'PDF')
  await showTrust(page)
  const { splits } = await savePredictions(page, testInfo)
  await showApply(page)
  await unlabelled(page).getByLabel('Unlabelled folder').setInputFiles(directory)
  await expect(unlabelled(page).getByRole('heading', { name: '300 rows of 3 files' })).toBeVisible()
  const { csv } = await saveAnswers(page, testInfo)
  const order = [...splits.train!, ...splits.validation!, ...splits.test!]
  expect(csv.rows.map(({ p, z }) => ({ p, z }))).toEqual(order.map(({ p, z }) => ({ p, z })))
  expect(csv.rows.map(({ called }) => CLASSES.indexOf(called as (typeof CLASSES)[number]))).toEqual(
    order.map(({ predicted }) => predicted),
  )

  await test.step('how pure kept rows were is told of Test, also while Train is in view', async () => {
    const falling = splits.test!.map(({ p }) => p[0]!).sort((a, b) => b - a)
    // so low that rows of the other class are kept
    const members = splits.test!.filter(({ label }) => label === 0).length
    const threshold = Math.floor(1000 * falling[members + 4]!) / 1000
    await showTrust(page)
    await chooseRows(page, 'Train')
    await thresholdField(page).fill(String(threshold))
    await surveyField(page).fill('30')
    await showApply(page)
    const own = keptOf(splits.test!, 0, threshold)
    const { purity } = own
    expect(purity.hits).toBeLessThan(purity.total)
    const there = purityAt(own, 0.3)
    const percent = (share: number) => (100 * share).toFixed(1)
    const text = (share: number, low: number, high: number) =>
      `${percent(share)} % (${percent(low)} to ${percent(high)})`
    const kept = order.filter(({ p }) => p[0]! >= threshold)
    const others = kept.filter(({ predicted }) => predicted !== 0).length
    expect(others).toBeGreaterThan(0)
    expect(await shownOutcome(page)).toMatchObject({
      Kept: `${kept.length} of 300 rows (${percent(kept.length / 300)} %) with a probability of DeltaZ < 1e-3 of at least ${threshold}, the threshold of the view Trust. Of ${others} of them another class is more probable`,
      Purity: `${text(purity.hits / purity.total, ...wilson(purity))} at this threshold: ${purity.hits} of ${purity.total} kept rows of Test. Chosen on Train.`,
      'Purity at 30.0\u00A0%': `${text(there.share, there.low, there.high)}, if so many are DeltaZ < 1e-3, as in your survey`,
    })
  })
})

const DATASETS = join(import.meta.dirname, '..', 'reference', 'fixtures', 'datasets')

test('Arrow, Parquet, FITS and NPZ are answered as NPY is, with redshifts', async ({ page }, testInfo) => {
  await openStudio(page)
  await chooseFolder(page, join(DATASETS, 'npy-tree'))
  await expect(startButton(page)).toBeEnabled()
  await setNumbers(page, { Epochs: 2, 'Batch size': 8 })
  await trainToEnd(page)
  await showTrust(page)
  const { splits } = await savePredictions(page, testInfo)
  await showApply(page)
  for (const [variant, ending] of [
    ['arrow-per-split', 'arrow'],
    ['parquet-per-split', 'parquet'],
    ['fits-per-split', 'fits'],
    ['npz-per-split', 'npz'],
  ] as const) {
    await test.step(variant, async () => {
      await applyTo(
        page,
        // in an order that is not that of the answers
        ['TEST', 'VALID'].map((split) => join(DATASETS, variant, `${split}.${ending}`)),
        '24 rows of 2 files',
      )
      await expect(unlabelled(page)).toContainText(`VALID.${ending} (12 rows), TEST.${ending} (12 rows)`)
      const { csv } = await saveAnswers(page, testInfo)
      const expected = [...splits.validation!, ...splits.test!]
      expect(csv.rows.every(({ z }) => Number.isFinite(z))).toBe(true)
      expect(csv.rows.map(({ z, p }) => ({ z, p }))).toEqual(expected.map(({ z, p }) => ({ z, p })))
    })
  }
})
