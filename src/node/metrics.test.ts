import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { command, temporaryFolder } from './console.fixture.ts'

const REPORTS = join(import.meta.dirname, '../../reference/fixtures/reports')

let folder: ReturnType<typeof temporaryFolder>
beforeEach(() => {
  folder = temporaryFolder()
})
afterEach(() => folder.remove())

test("LAM-Redshift's .npy as JSON", async () => {
  const { out, code } = await command('metrics latex-without-lr.npy --json', REPORTS)
  expect(code).toBe(0)
  const summary = JSON.parse(out.join('\n'))
  expect(summary).toMatchObject({ support: 150, epochs: 4, bestEpoch: 3, bestValLoss: 0.43, gaps: ['lr'] })
  expect(summary.classes.map(({ name }: { name: string }) => name)).toEqual(['ΔZ < 1e-3', 'ΔZ ≥ 1e-3'])
  const right = summary.classes.reduce(
    (sum: number, row: { recall: number; support: number }) => sum + row.recall * row.support,
    0,
  )
  expect(summary.accuracy).toBeCloseTo(right / 150, 12)
})

test('as text', async () => {
  const { out } = await command('metrics nan.json', REPORTS)
  expect(out).toEqual([
    'nan.json',
    'accuracy 94.44% of 90 test objects',
    'best epoch 3 of 4, val_loss 0.5000',
    'class         precision     recall   f1-score    support',
    'Deltaz<1e-3      0.9130     0.9767     0.9438         43',
    'Deltaz>=1e-3     0.9773     0.9149     0.9451         47',
  ])
})

test('what lacks is said', async () => {
  writeFileSync(join(folder.path, 'r.json'), JSON.stringify({ nb_class: 2, acc: [0.5] }))
  const { out, code } = await command('metrics r.json', folder.path)
  expect(code).toBe(0)
  expect(out).toEqual([
    'r.json',
    'accuracy: not in this report',
    'best epoch: not in this report',
    'not in this report: conf_matrix_train, conf_matrix_test, report, model_summary, nom_classes, loss, val_acc, val_loss, lr',
  ])
})

test.each([
  ['metrics none.json', 'Error: none.json does not exist.'],
  ['metrics', 'Error: REPORT is missing.'],
  ['metrics .', 'Error: . is a folder; expected a report.'],
])('%s: exit 2', async (line, message) => {
  const { err, code } = await command(line, folder.path)
  expect(code).toBe(2)
  expect(err[0]).toBe(message)
})
