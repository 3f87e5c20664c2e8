// The view "Apply" as journeys use it: the network in use and its files, and posteriors that it is applied to, by role and
// accessible name.

import { readFile } from 'node:fs/promises'
import type { Locator, Page, TestInfo } from '@playwright/test'
import {
  type AnswerFile,
  parseAnswersCsv,
  parseAnswersEcsv,
  parseAnswersNpy,
  parseAnswersVotable,
} from './answer-files.ts'
import { chooseFolder, startButton } from './data-view.ts'
import { saveWith } from './downloads.ts'
import { drawObjects, isWrong, type Objects, type TreeRows, writeSplits } from './raw-files.ts'
import { expect, region, setNumbers, trainToEnd } from './studio.ts'

/** Points per posterior of the networks that are trained here. */
export const POINTS = 256
/** Objects by their split; those of TEST come last. */
export const SPLIT_ROWS = { TRAIN: 220, VALID: 40, TEST: 40 } as const
/** Contract names of the classes of the target DeltaZ, in order. */
export const CLASSES = ['Deltaz<1e-3', 'Deltaz>=1e-3'] as const

export const network = (page: Page): Locator => region(page, 'Network')
export const unlabelled = (page: Page): Locator => region(page, 'Posteriors without labels')

/** Turns the middle of the page to the network in use and its files. */
export async function showApply(page: Page): Promise<void> {
  await page.getByRole('radiogroup', { name: 'View' }).getByText('Apply', { exact: true }).click()
  await expect(network(page)).toBeVisible()
}

/** Rows of each split, by the numbers of the objects. */
export function splitRows(): TreeRows {
  const rows = (from: number, count: number) => Array.from({ length: count }, (_, i) => from + i)
  const { TRAIN, VALID, TEST } = SPLIT_ROWS
  return { TRAIN: rows(0, TRAIN), VALID: rows(TRAIN, VALID), TEST: rows(TRAIN + VALID, TEST) }
}

/** Writes a labelled tree with a zgrid, and returns its objects and its folder. */
export async function writeLabelled(testInfo: TestInfo): Promise<{ objects: Objects; directory: string }> {
  const { TRAIN, VALID, TEST } = SPLIT_ROWS
  const objects = drawObjects(TRAIN + VALID + TEST, POINTS)
  const directory = testInfo.outputPath('labelled')
  await writeSplits(directory, 'unbalanced', objects, splitRows(), (row) => isWrong(objects, row, 1e-3))
  return { objects, directory }
}

/** Loads a labelled tree and trains CNN3 on it. */
export async function trainOn(page: Page, directory: string, input: 'PDF' | 'logPDF'): Promise<void> {
  await chooseFolder(page, directory)
  await expect(startButton(page)).toBeEnabled()
  await page.getByRole('combobox', { name: 'Input' }).selectOption(input)
  await setNumbers(page, { Epochs: 4, 'Batch size': 8, Seed: 3 })
  await trainToEnd(page)
}

/** Chooses a file of a network. */
export async function chooseNetwork(page: Page, path: string): Promise<void> {
  await network(page).getByLabel('Network file').setInputFiles(path)
}

/** Facts of the network in use by their terms, in the order of the page. */
export async function shownFacts(page: Page): Promise<Record<string, string>> {
  return factsOf(network(page).locator('dl').first())
}

/** Facts of the answers by their terms. */
export async function shownOutcome(page: Page): Promise<Record<string, string>> {
  return factsOf(unlabelled(page).locator('dl').first())
}

async function factsOf(list: Locator): Promise<Record<string, string>> {
  const pairs = await list
    .locator(':scope > div')
    .evaluateAll((lines) =>
      lines.map((line) => [line.querySelector('dt')?.textContent, line.querySelector('dd')?.textContent]),
    )
  return Object.fromEntries(pairs) as Record<string, string>
}

/** Applies the network in use to files, and waits for so many rows of so many. */
export async function applyTo(page: Page, paths: readonly string[], title: string): Promise<void> {
  await unlabelled(page)
    .getByLabel('Unlabelled files')
    .setInputFiles([...paths])
  await expect(unlabelled(page).getByRole('heading', { name: title })).toBeVisible({ timeout: 120_000 })
}

/** The answers as all four formats have them, and the names of the files. */
export async function saveAnswers(page: Page, testInfo: TestInfo) {
  const save = (format: string) => saveWith(page, `Answers ${format}`, testInfo, unlabelled(page))
  const csv = await save('CSV')
  const ecsv = await save('ECSV')
  const votable = await save('VOTable')
  const npy = await save('NPY')
  return {
    names: [csv, ecsv, votable, npy].map(({ fileName }) => fileName),
    csv: parseAnswersCsv(csv.text),
    ecsv: parseAnswersEcsv(ecsv.text),
    votable: parseAnswersVotable(votable.text),
    npy: parseAnswersNpy(npy.bytes),
  }
}

/** Columns of three formats are the same; NPY holds the probabilities as one. */
export function expectEqualAnswers(
  formats: Readonly<Record<string, AnswerFile>>,
  columns: readonly string[],
): void {
  const { csv, npy, ...others } = formats
  expect(csv!.columns).toEqual(columns)
  for (const other of Object.values(others)) {
    expect(other.columns).toEqual(columns)
    expect(other.rows).toEqual(csv!.rows)
  }
  expect(npy!.rows).toEqual(csv!.rows)
}

/** Presses a button that saves the network in use. */
export async function saveNetwork(page: Page, button: string, testInfo: TestInfo) {
  const { fileName, path } = await saveWith(page, button, testInfo, network(page))
  return { fileName, path, bytes: await readFile(path) }
}
