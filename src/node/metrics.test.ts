import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
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
  expect(summary.naturalTest).toBeNull()
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

describe('a report with a test at natural prevalence', () => {
  const report = {
    conf_matrix_test: [
      [9, 1],
      [2, 8],
    ],
    nb_class: 2,
    nom_classes: ['Success', 'Spurious/Mismatch'],
    acc: [0.5],
    loss: [0.6],
    val_acc: [0.5],
    val_loss: [0.5],
    meta: {
      model: 'CNN3',
      target: 'Success2',
      status: 'finished',
      naturalTest: {
        conf_matrix: [
          [1107, 123],
          [4, 36],
        ],
        excluded: 2345,
        thinned: 7,
      },
    },
  }
  beforeEach(() => writeFileSync(join(folder.path, 'r.json'), JSON.stringify(report)))

  test('as text, beside the balanced one', async () => {
    const { out } = await command('metrics r.json', folder.path)
    expect(out).toEqual([
      'r.json, CNN3, Success2, finished',
      'accuracy 85.00% of 20 test objects',
      'best epoch 1 of 1, val_loss 0.5000',
      'class              precision     recall   f1-score    support',
      'Success               0.8182     0.9000     0.8571         10',
      'Spurious/Mismatch     0.8889     0.8000     0.8421         10',
      'at natural prevalence: accuracy 90.00% of 1,270 objects; no row of TRAIN or VALID is among them: 2,345 left out because TRAIN or VALID hold them, 7 so that classes keep natural shares',
      'class              precision     recall   f1-score    support',
      'Success               0.9964     0.9000     0.9457      1,230',
      'Spurious/Mismatch     0.2264     0.9000     0.3618         40',
      'not in this report: conf_matrix_train, report, model_summary, lr',
    ])
  })

  test('that is wrong: exit 2', async () => {
    const naturalTest = { ...report.meta.naturalTest, excluded: -1 }
    writeFileSync(
      join(folder.path, 'r.json'),
      JSON.stringify({ ...report, meta: { ...report.meta, naturalTest } }),
    )
    const { err, code } = await command('metrics r.json', folder.path)
    expect(code).toBe(2)
    expect(err).toEqual([
      'Error: r.json: meta.naturalTest.excluded is -1; expected a count.',
      'Hint: Export the report again, or take the key out of it.',
    ])
  })

  test('as JSON', async () => {
    const { out } = await command('metrics r.json --json', folder.path)
    const { accuracy, support, naturalTest } = JSON.parse(out.join('\n'))
    expect([accuracy, support]).toEqual([0.85, 20])
    expect(naturalTest).toMatchObject({ accuracy: 0.9, support: 1270, excluded: 2345, thinned: 7 })
    expect(naturalTest.classes[1]).toEqual({
      name: 'Spurious/Mismatch',
      precision: 36 / 159,
      recall: 0.9,
      'f1-score': 72 / 199,
      support: 40,
    })
  })
})

describe('a report with a control', () => {
  const rows = (predicted: string) => ({ fingerprint: '7e57f00d', labels: '0000011111', predicted })
  const report = {
    conf_matrix_test: [
      [5, 0],
      [0, 5],
    ],
    nb_class: 2,
    nom_classes: ['a', 'b'],
    acc: [0.5],
    val_loss: [0.5],
    meta: {
      testRows: rows('0000011111'),
      control: {
        descriptors: ['Modes', 'Entropy'],
        trainRows: 10_000,
        conf_matrix: [
          [1, 4],
          [3, 2],
        ],
        acc: 0.3,
        loss: 0.7,
        rows: rows('0111100011'),
      },
    },
  }
  const write = (meta: object) =>
    writeFileSync(join(folder.path, 'r.json'), JSON.stringify({ ...report, meta }))

  test('as text, below the classes', async () => {
    write(report.meta)
    const { out } = await command('metrics r.json', folder.path)
    expect(out.slice(5)).toEqual([
      'b         1.0000     1.0000     1.0000          5',
      'Control (logistic regression on 2 descriptors of each posterior, trained on 10,000 rows): 30.0\u00A0% of test right. On these rows the network does better than the control: 100.0\u00A0% right against 30.0\u00A0%, more than chance explains (McNemar p = 0.016).',
      'not in this report: conf_matrix_train, report, model_summary, loss, val_acc, lr',
    ])
  })

  test('as JSON', async () => {
    write(report.meta)
    const summary = async () =>
      JSON.parse((await command('metrics r.json --json', folder.path)).out.join('\n'))
    const control = { accuracy: 0.3, descriptors: ['Modes', 'Entropy'], trainRows: 10_000 }
    // p of scipy.stats.binomtest(0, 7)
    const mcnemar = { rows: 10, bothRight: 3, onlyNetwork: 7, onlyControl: 0, p: 0.015625 }
    expect((await summary()).control).toEqual({ ...control, mcnemar })
    write({ ...report.meta, testRows: null })
    expect((await summary()).control).toEqual({ ...control, mcnemar: null })
    write({})
    expect((await summary()).control).toBeNull()
  })
})

test('meta of an earlier studio: texts that lack are empty', async () => {
  writeFileSync(
    join(folder.path, 'r.json'),
    JSON.stringify({ nb_class: 2, acc: [0.5], meta: { model: 'CNN3' } }),
  )
  const { out } = await command('metrics r.json --json', folder.path)
  expect(JSON.parse(out.join('\n'))).toMatchObject({ model: 'CNN3', target: '', status: '' })
})

test("classes that have no names are called as their target's", async () => {
  const { out } = await command('metrics nom-class-without-lr.npy', REPORTS)
  expect(out.slice(4).map((line) => line.split(/ {2,}/)[0])).toEqual([
    'DeltaZ < 1e-3',
    'DeltaZ ≥ 1e-3',
    'not in this report: nom_classes, lr',
  ])
})

describe('findings that were overruled', () => {
  const report = (overruled?: readonly string[]) =>
    JSON.stringify({ nb_class: 2, acc: [0.5], meta: { overruled } })
  const GAPS =
    'not in this report: conf_matrix_train, conf_matrix_test, report, model_summary, nom_classes, loss, val_acc, val_loss, lr'

  test.each([
    [['a leak', 'no zgrid'], ['made in spite of: a leak; no zgrid']],
    [[], []],
    [undefined, []],
  ])('%j', async (overruled, lines) => {
    writeFileSync(join(folder.path, 'r.json'), report(overruled))
    const text = await command('metrics r.json', folder.path)
    expect(text.out.slice(3)).toEqual([...lines, GAPS])
    const { out } = await command('metrics r.json --json', folder.path)
    expect(JSON.parse(out.join('\n')).overruled).toEqual(overruled ?? null)
  })
})

test('an accuracy without classes is shown, and names stand as in the report', async () => {
  writeFileSync(
    join(folder.path, 'r.json'),
    JSON.stringify({ nb_class: 2, acc: [0.5], report: { accuracy: 0.25 } }),
  )
  const { out } = await command('metrics r.json', folder.path)
  expect(out[1]).toBe('accuracy 25.00%')
  const whole = await command('metrics whole.npy', REPORTS)
  expect(whole.out.slice(4, 7).map((line) => line.split('  ')[0])).toEqual([
    'Flag 1',
    'Flags 2-9',
    'Flags 3-4',
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
