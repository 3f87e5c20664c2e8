import { describe, expect, test } from 'vitest'
import type { PartialMeta } from '../report.ts'
import type { RunRecord } from '../run-record.ts'
import { viewOfRecord } from '../run-view.ts'
import { FIRST_RATE, learningRate } from '../schedule.ts'
import { latexFaults } from './latex-faults.fixture.ts'
import { methodsLatex, methodsText } from './methods.ts'
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

const CONTEXT = { studio: '0.1.0', software: { 'TensorFlow.js': '4.22.0' } }

function textOf(record: RunRecord): string {
  return methodsText(record, viewOfRecord(record), CONTEXT)
}

/** The first run with other knowledge of how it was made. */
function withMeta(patch: Partial<PartialMeta>): RunRecord {
  const { report } = TWO_CLASSES
  return { ...TWO_CLASSES, report: { ...report, meta: { ...report.meta!, ...patch } } }
}

test('a run of this studio, letter by letter', () => {
  const sentences = [
    'The network CNN3 classifies objects by their redshift posteriors.',
    'For the target DeltaZ there are 2 classes: "DeltaZ < 1e-3" and "DeltaZ ≥ 1e-3".',
    'By definition of this target, abs(DeltaZ) is below 1e-3 in the first class, and at or above 1e-3 in the second, where DeltaZ is as given with the data.',
    'The data set "DeltaZ/unbalanced" (fingerprint a1b2c3d4) gives 10,800 objects for training, 1,900 objects for validation and 2,400 objects for testing; in the order of the classes, these are 5,400 and 5,400 for training; 950 and 950 for validation; 1,200 and 1,200 for testing.',
    'Left out beforehand were rows of these kinds: 1,204 equal to an earlier row; 2 without a class.',
    'Classes were undersampled to the size of the smallest one, which left out 43,877 objects.',
    'The splits were drawn at random (seed 1): 15% for testing, then 15% of the rest for validation, from each class in the same proportion.',
    'The network reads, at 17,908 redshifts, the logarithm of the redshift posterior, ln p(z).',
    'Its layers are, in this order: a convolution of 32 filters with width 9; max pooling by 2; a convolution of 64 filters with width 6; max pooling by 2; a convolution of 128 filters with width 3; max pooling by 2; dense layers of 64 and 32 units (ReLU); a softmax layer of 2 units.',
    'Convolutions have stride 1, ReLU activation and no padding; the network has 18,348,706 trainable parameters.',
    'The network was trained with Adam in batches of 128 to minimise the categorical cross-entropy.',
    'The learning rate began at 1e-4 and was multiplied by exp(-0.1) after each epoch.',
    'Training took 3 epochs, and would have stopped early after 10 epochs without a lower validation loss.',
    'The weights of epoch 2, which has the lowest validation loss (0.2500), were kept.',
    'The seed of initial weights and of the order of objects was 7.',
    'The software was Redshift Studio 0.1.0 (TensorFlow.js 4.22.0) on WebGPU (NVIDIA H100).',
    'On the 2,400 objects of the test with balanced classes, the accuracy is 0.954 (95% Wilson interval 0.945 to 0.962) and the mean F1 of the classes 0.954.',
    'On 39,000 objects at natural prevalence, none of which training or validation holds, the accuracy is 0.979 (95% Wilson interval 0.978 to 0.981) and the mean F1 of the classes 0.972.',
  ]
  expect(textOf(TWO_CLASSES)).toBe(`${sentences.join(' ')}\n`)
})

test('a report of LAM-Redshift gets what it holds, in LaTeX', () => {
  expect(methodsLatex(LAM, viewOfRecord(LAM), CONTEXT)).toBe(
    String.raw`The network of ${'``'}CNN\_PDF\_DeltaZ'' classifies objects by their redshift posteriors.
There are 2 classes: ${'``'}$\Delta$Z $<$ $10^{-3}$'' and ${'``'}$\Delta$Z $\geq$ $10^{-3}$''.
The report does not say on which data and with which settings it was trained.
The network has 18\,348\,706 trainable parameters.
The report holds 2 epochs.
The validation loss is lowest (0.2748) in epoch 1.
On the 8846 objects of the test split, the accuracy is 0.908 (95\% Wilson interval 0.902 to 0.914) and the mean $F_1$ of the classes 0.900.
`,
  )
})

test.each([
  ['two classes', TWO_CLASSES],
  ['five classes', FIVE_CLASSES],
  ['hostile names', HOSTILE],
  ['no results', WITHOUT_RESULTS],
  ['overruled findings', LEAKED],
  ['a control', CONTROLLED],
])('%s: the LaTeX is well formed and has the same sentences', (_, record) => {
  const latex = methodsLatex(record, viewOfRecord(record), CONTEXT)
  expect(latexFaults(latex)).toEqual([])
  // one sentence per line
  expect(latex.trim().split('\n').length).toBe(textOf(record).split(/\. (?=[A-Z])/).length)
})

describe('the control', () => {
  const SENTENCE =
    'A control, a multinomial logistic regression on 3 descriptors of each posterior ("Modes", "Width of the 95 % set" and "Entropy") that was fitted to 10,000 objects for training, has an accuracy of 0.938 (95% Wilson interval 0.927 to 0.947) on the same objects'
  const TEST = "; McNemar's exact test of network and control gives a p-value of"

  function withRows(predicted: string | null): RunRecord {
    const { report } = CONTROLLED
    const control = report.meta!.control!
    const rows = predicted === null ? null : { ...control.rows!, predicted }
    return {
      ...CONTROLLED,
      report: { ...report, meta: { ...report.meta!, control: { ...control, rows } } },
    }
  }

  test('has one sentence, between the two tests', () => {
    const text = textOf(CONTROLLED)
    expect(text.replace(` ${SENTENCE}${TEST} 8.6e-6.`, '')).toBe(textOf(TWO_CLASSES))
    expect(text).toContain(`${TEST} 8.6e-6. On 39,000 objects at natural prevalence`)
  })

  test('in LaTeX', () => {
    expect(methodsLatex(CONTROLLED, viewOfRecord(CONTROLLED), CONTEXT)).toContain(
      String.raw`
A control, a multinomial logistic regression on 3 descriptors of each posterior (${'``'}Modes'', ${'``'}Width of the 95 \% set'' and ${'``'}Entropy'') that was fitted to 10\,000 objects for training, has an accuracy of 0.938 (95\% Wilson interval 0.927 to 0.947) on the same objects; McNemar's exact test of network and control gives a p-value of $8.6 \times 10^{-6}$.
`,
    )
  })

  test('p-values of other sizes, and none', () => {
    const all = CONTROLLED.report.meta!.testRows!
    expect(textOf(withRows(all.predicted))).toContain(`${SENTENCE}${TEST} 1. `)
    expect(textOf(withRows(`1${all.predicted.slice(1)}`))).toContain(`${SENTENCE}${TEST} 1. `)
    // 5 and 0: p of scipy.stats.binomtest(0, 5)
    expect(textOf(withRows(`11111${all.predicted.slice(5)}`))).toContain(`${SENTENCE}${TEST} 0.063. `)
    const wrong = '1'.repeat(1200) + '0'.repeat(1200)
    expect(textOf(withRows(wrong))).toContain(`${SENTENCE}${TEST} less than 1e-15. `)
    expect(textOf(withRows(null))).toContain(`${SENTENCE}. On 39,000 objects`)
  })
})

test('splits as given, class weights, plateaus, and a run that was stopped', () => {
  const text = textOf(FIVE_CLASSES)
  expect(text).toContain(
    'Left out beforehand were rows of these kinds: 3 equal to an earlier row of the same split. The splits are those that the data set comes with. The network reads, at 17,908 redshifts, the log-likelihood: ln p(z) plus the log-evidence of the object. ',
  )
  expect(text).toContain(
    'categorical cross-entropy, in which each class has the same weight (per object 42.91, 0.25, 2.74, 1.87, 27.39, in class order). The learning rate began at 1e-3 and was multiplied by 0.5 whenever the validation loss had not fallen by more than 1e-4 for 2 epochs, down to 1e-6. The run ended before its last epoch, after 3 epochs of 50. ',
  )
  expect(text).toContain('dropout with rate 0.2; a softmax layer of 5 units. ')
})

describe('what a run did', () => {
  test.each([
    [
      { stoppedEarly: true, epochs: 50 },
      'Training stopped early after 3 epochs of 50 at most, when the validation loss had not fallen for 10 epochs.',
    ],
    [{ patience: null }, 'Training took 3 epochs.'],
    [{ status: 'failed', epochs: 50 }, 'The run failed, after 3 epochs of 50.'],
    [{ status: 'stopped' }, 'The run ended before its evaluation was complete, after 3 epochs of 3.'],
    [{ status: 'running', epochs: 50 }, 'Training is under way: 3 epochs of 50 are done.'],
    [{ status: null }, 'The report holds 3 epochs.'],
    [
      { model: 'CNN-2inputs', redshift: 'index' },
      'The estimated redshift is a second input, as its index in the redshift grid.',
    ],
    [
      { input: 'PDF' },
      'The network reads, at 17,908 redshifts, the redshift posterior, p(z) = exp(ln p(z)).',
    ],
    // the summary is not that of this model
    [{ model: 'CNN8' }, 'The network reads the logarithm of the redshift posterior, ln p(z).'],
    [
      { schedule: 'delayed' },
      'The learning rate began at 1e-3 and was multiplied by exp(-0.1) after each epoch from epoch 10 on.',
    ],
    [{ studio: '0.2.0' }, 'The software was Redshift Studio 0.2.0 on WebGPU (NVIDIA H100).'],
    [
      { backend: 'wasm', adapter: null },
      'The software was Redshift Studio 0.1.0 (TensorFlow.js 4.22.0) on WebAssembly.',
    ],
  ] as const)('%j', (patch, sentence) => {
    expect(textOf(withMeta(patch))).toContain(` ${sentence} `)
  })

  test.each([
    [{ seed: null }, 'seed of initial'],
    [{ schedule: null }, 'learning rate'],
    [{ optimizer: null }, 'trained with'],
    [{ dataset: null }, 'fingerprint'],
    [{ preparation: null }, 'splits were'],
    [{ input: null }, 'reads'],
    [{ studio: null }, 'software'],
    [{ bestEpoch: 0 }, 'were kept'],
    [{ model: 'CNN-GRU', dropout: null }, 'layers'],
    [{ naturalTest: null }, 'natural prevalence'],
    [{ naturalTest: null }, 'balanced classes'],
    [{ target: null }, 'By definition'],
  ] as const)('nothing is said of what is not known: %j', (patch, words) => {
    expect(textOf(TWO_CLASSES)).toMatch(words)
    expect(textOf(withMeta(patch))).not.toMatch(words)
  })

  test('another balancing', () => {
    const { preparation } = TWO_CLASSES.report.meta!
    const other = { ...preparation!, balancing: 'tenth-more', stratified: false } as const
    const text = textOf(withMeta({ preparation: other }))
    expect(text).toContain(
      'to at most 1.1 times the size of the smallest one, which left out 43,877 objects. ',
    )
    expect(text).toContain(' for validation, from each class in the same proportion. ')
    const plain = textOf(withMeta({ preparation: { ...preparation!, stratified: false } }))
    expect(plain).toContain(' of the rest for validation. ')
  })

  test('the built-in sample is a simulation; a data set that is only called alike is not', () => {
    const named = (name: string) =>
      textOf(withMeta({ dataset: { ...TWO_CLASSES.report.meta!.dataset!, name } }))
    expect(named('sample-15000x17908-seed1')).toContain(
      ' The simulated sample "sample-15000x17908-seed1" (fingerprint a1b2c3d4) gives 10,800 objects',
    )
    for (const name of ['my-sample-300x256-seed1', 'sample-300x256-seed1b', 'sample-300-seed1']) {
      expect(named(name)).toContain(` The data set "${name}" (fingerprint a1b2c3d4) gives 10,800 objects`)
    }
  })

  test('a run that nobody went on with kept no weights that anybody knows of', () => {
    const text = textOf(LEFT)
    expect(text).toContain(
      ' The run ended before its last epoch, after 1 epoch of 3. The validation loss is lowest (0.4500) in epoch 1. ',
    )
    expect(text).not.toMatch(/by hand|were kept/)
  })

  test('findings that were overruled, in both ways of writing', () => {
    expect(textOf(LEAKED)).toContain(
      ' The network was trained in spite of what the check of its data found: TEST/X_1.npy: 12 rows (50.0 %) repeat rows of TRAIN; X: 1 value NaN. ',
    )
    expect(methodsLatex(LEAKED, viewOfRecord(LEAKED), CONTEXT)).toContain(
      '\nThe network was trained in spite of what the check of its data found: TEST/X\\_1.npy: 12 rows (50.0 \\%) repeat rows of TRAIN; X: 1 value NaN.\n',
    )
    expect(textOf(TWO_CLASSES)).not.toContain('in spite of')
  })

  test('no results', () => {
    expect(textOf(WITHOUT_RESULTS)).toMatch(/ There are no results on test objects\.\n$/)
  })
})

test('the rates in words are those of the schedules', () => {
  const flat = new Array<number>(40).fill(1)
  expect(learningRate('exponential', 2, []) / FIRST_RATE.exponential).toBeCloseTo(Math.exp(-0.1), 12)
  expect(learningRate('delayed', 10, [])).toBe(1e-3)
  expect(learningRate('delayed', 11, []) / 1e-3).toBeCloseTo(Math.exp(-0.1), 12)
  expect([2, 3, 4, 5, 6].map((epoch) => learningRate('plateau', epoch, flat))).toEqual([
    1e-3, 1e-3, 5e-4, 5e-4, 2.5e-4,
  ])
  expect(learningRate('plateau', 40, flat)).toBe(1e-6)
  // less than 1e-4 is no progress
  expect(learningRate('plateau', 4, [1, 1 - 0.9e-4, 1 - 0.95e-4])).toBe(5e-4)
  expect(learningRate('plateau', 4, [1, 1 - 1.1e-4, 1 - 1.2e-4])).toBe(1e-3)
})
