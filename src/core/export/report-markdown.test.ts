import { expect, test } from 'vitest'
import { viewOfRecord } from '../run-view.ts'
import {
  CONTROLLED,
  FIVE_CLASSES,
  HOSTILE,
  LAM,
  LEAKED,
  LEFT,
  TWO_CLASSES,
  WITHOUT_RESULTS,
} from './record.fixture.ts'
import { reportMarkdown } from './report-markdown.ts'

function markdownOf(record: typeof LAM): string {
  return reportMarkdown(record, viewOfRecord(record))
}

/** From a heading to the next. */
function section(markdown: string, heading: string): string {
  return markdown.split(/^(?=## )/m).find((part) => part.startsWith(`## ${heading}\n`)) ?? ''
}

test('a report of LAM-Redshift, letter by letter but for the summary of its network', () => {
  const markdown = markdownOf(LAM).replace(/```text\n[\s\S]*\n```/, '(summary)')
  expect(markdown).toBe(`# CNN\\_PDF\\_DeltaZ

> **Note:** the file does not hold lr.

## Test

Accuracy 90.78% [90.15%, 91.36%] on 8,846 objects. Brackets hold Wilson's 95% interval.

| Class | Precision | Recall | F1 | Support |
| --- | ---: | ---: | ---: | ---: |
| ΔZ &#60; 1e-3 | 0.882 [0.873, 0.890] | 0.979 [0.974, 0.982] | 0.928 | 5,340 |
| ΔZ ≥ 1e-3 | 0.961 [0.953, 0.967] | 0.800 [0.786, 0.813] | 0.873 | 3,506 |
| Mean | 0.921 | 0.889 | 0.900 | 8,846 |
| Weighted mean | 0.913 | 0.908 | 0.906 | 8,846 |

| True class | predicted ΔZ &#60; 1e-3 | predicted ΔZ ≥ 1e-3 |
| --- | ---: | ---: |
| ΔZ &#60; 1e-3 | 5,226 (97.87%) | 114 (2.13%) |
| ΔZ ≥ 1e-3 | 702 (20.02%) | 2,804 (79.98%) |

## Curves

2 epochs.

| Epoch | Accuracy | Validation accuracy | Loss | Validation loss | Learning rate |
| --- | ---: | ---: | ---: | ---: | ---: |
| 1 (lowest validation loss) | 0.8989 | 0.9068 | 0.3392 | 0.2748 | unknown |
| 2 (last) | 0.9132 | 0.9053 | 0.2513 | 0.2860 | unknown |

## Network

18,348,706 parameters.

(summary)

## How it was made

Imported from lam-reports/CNN\\_PDF\\_DeltaZ.npy. The report does not say with which data and settings it was made.
`)
})

test('settings, data and preparation of a run of this studio', () => {
  const markdown = markdownOf(TWO_CLASSES)
  expect(markdown).toContain(
    '# CNN3, DeltaZ\n\nTags: baseline, seed 7\n\nBefore the new leak check.\n\n## Test with balanced classes\n',
  )
  expect(section(markdown, 'Settings')).toBe(`## Settings

| Setting | Value |
| --- | --- |
| Model | CNN3 |
| Target | DeltaZ |
| Input | logPDF |
| Optimiser | Adam |
| Learning rate | exponential |
| Epochs at most | 3 |
| Early stopping after | 10 epochs |
| Batch size | 128 |
| Samples per pass | 64 |
| Class weights | none |
| Seed | 7 |

`)
  expect(section(markdown, 'Data')).toBe(`## Data

DeltaZ/unbalanced, fingerprint a1b2c3d4.

| Objects | DeltaZ &#60; 1e-3 | DeltaZ ≥ 1e-3 | All |
| --- | ---: | ---: | ---: |
| train | 5,400 | 5,400 | 10,800 |
| validation | 950 | 950 | 1,900 |
| test | 1,200 | 1,200 | 2,400 |
| natural test | 29,500 | 9,500 | 39,000 |

* Splits: drawn with seed 1: test 0.15, validation 0.15 of the rest, stratified
* Balancing: smallest, 43,877 objects left out
* Threshold on DeltaZ: 0.001
* Rows left out: leaked 1,204, no-class 2

`)
  expect(section(markdown, 'How it was made')).toBe(
    '## How it was made\n\nTrained with Redshift Studio 0.1.0. Backend webgpu: NVIDIA H100. Report of 2026-11-26T20:15:00.000Z. It took 12 min 34 s.\n',
  )
  expect(section(markdown, 'Test at natural prevalence')).toContain(
    'Accuracy 97.95% [97.80%, 98.08%] on 39,000 objects.',
  )
  expect(section(markdown, 'Test with balanced classes')).toContain('on 2,400 objects.')
  expect(section(markdown, 'Test')).toBe('')
  expect(section(markdown, 'Curves')).toContain(
    '| 3 (last) | 0.9500 | 0.9000 | 0.2000 | unknown | 8.19e-5 |\n',
  )
  expect(markdown).not.toContain('**Note:**')
})

test('a run that did not reach its end says so first', () => {
  expect(markdownOf(FIVE_CLASSES)).toContain(
    `# CNN-GRU, Flag

> **Note:** this run is incomplete: it ended before its last epoch.

> **Note:** the precision of a class that was never predicted is given as 0.

## Test
`,
  )
  expect(section(markdownOf(FIVE_CLASSES), 'Curves')).toContain('\n3 of 50 epochs.\n')
  expect(markdownOf(WITHOUT_RESULTS)).toContain(
    `> **Note:** this run is incomplete: it failed.

> **Note:** there are no results on test objects.

## Curves
`,
  )
  const running = { ...viewOfRecord(FIVE_CLASSES), status: 'running' } as const
  expect(reportMarkdown(FIVE_CLASSES, running)).toContain(
    '> **Note:** this run is under way: 3 of 50 epochs have ended.\n',
  )
})

test('a run that nobody went on with was not stopped by hand', () => {
  expect(markdownOf(LEFT)).toContain(
    '\n> **Note:** this run is incomplete: it ended before its last epoch.\n',
  )
  expect(markdownOf(LEFT)).not.toContain('by hand')
})

test('findings that were overruled are said first', () => {
  expect(markdownOf(LEAKED)).toContain(
    '\n> **Note:** this run was trained in spite of what the check of its data found: TEST/X\\_1.npy: 12 rows (50.0 %) repeat rows of TRAIN; X: 1 value NaN.\n\n## Test with balanced classes\n',
  )
})

test('the control and what the network adds to it follow the test', () => {
  const whole = section(markdownOf(CONTROLLED), 'Test with balanced classes')
  expect(whole).toBe(
    `${section(markdownOf(TWO_CLASSES), 'Test with balanced classes')}Control (logistic regression on 3 descriptors of each posterior, trained on 10,000 rows): 93.8 % of test right. On these rows the network does better than the control: 95.4 % right against 93.8 %, more than chance explains (McNemar p = 8.6e-6).\n\n`,
  )
})

test('a p-value that is too small stays text', () => {
  const { meta } = CONTROLLED.report
  const { rows } = meta!.control!
  const wrong = { ...rows!, predicted: '1'.repeat(1200) + '0'.repeat(1200) }
  const record = {
    ...CONTROLLED,
    report: { ...CONTROLLED.report, meta: { ...meta!, control: { ...meta!.control!, rows: wrong } } },
  }
  expect(markdownOf(record)).toContain('(McNemar p &#60; 1e-15).')
})

test('settings that had no effect are not stated', () => {
  const gru = section(markdownOf(FIVE_CLASSES), 'Settings')
  expect(gru).toContain('| Dropout | 0.2 |\n')
  expect(gru).not.toContain('Estimated redshift')
  const data = section(markdownOf(FIVE_CLASSES), 'Data')
  expect(data).toContain('\n* Splits: as given\n')
  expect(data).not.toContain('Threshold')
})

test('a run of which nothing is known but its classes', () => {
  const nothing = { acc: null, loss: null, val_acc: null, val_loss: null, model_summary: null }
  const record = {
    ...WITHOUT_RESULTS,
    report: { ...WITHOUT_RESULTS.report, ...nothing, lr: null, meta: null },
  }
  expect(markdownOf({ ...record, tags: [], note: ' ' })).toBe(`# CNN3, DeltaZ

> **Note:** there are no results on test objects.

## How it was made

The report does not say with which data and settings it was made.
`)
})

test('hostile names stay text', () => {
  const markdown = markdownOf(HOSTILE)
  const outside = markdown.replace(/````text\n[\s\S]*\n````/, '')
  expect(outside).not.toMatch(/<|[^\\]`/)
  expect(markdown).toContain('````text\n```\n<script>\nTotal params: 1,234\n````\n')
  expect(outside.split('\n').filter((line) => line.startsWith('#')).length).toBe(8)
  // a pipe of a name would be a cell more
  const cells = outside.split('\n').filter((line) => line.startsWith('| '))
  expect(new Set(cells.map((line) => line.match(/\|/g)?.length))).toEqual(new Set([6, 4, 7, 3, 5]))
})
