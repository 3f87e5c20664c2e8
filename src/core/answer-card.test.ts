import { expect, test } from 'vitest'
import { CARD } from '../data/model-file/trained.fixture.ts'
import { answerCard } from './answer-card.ts'
import type { ModelAnswers, ModelCard } from './model-card.ts'
import { TARGETS } from './targets.ts'

const IMPORTED: ModelCard = {
  ...CARD,
  origin: 'imported',
  studio: null,
  target: null,
  input: null,
  classes: ['class 0', 'class 1'],
  labels: ['class 0', 'class 1'],
  training: null,
}
const ANSWERS: ModelAnswers = { target: 'Success2', input: 'logPDF', redshift: 'index' }

test('the target gives names to the outputs, in its order', () => {
  expect(answerCard(IMPORTED, ANSWERS)).toEqual({
    ...IMPORTED,
    target: 'Success2',
    input: 'logPDF',
    redshift: 'index',
    classes: ['Success', 'Spurious/Mismatch'],
    labels: ['Success', 'Spurious/Mismatch'],
  })
})

test('an answer can be corrected', () => {
  const first = answerCard(IMPORTED, ANSWERS)
  expect(answerCard(first, { ...ANSWERS, target: 'DeltaZ' })).toMatchObject({
    target: 'DeltaZ',
    classes: ['Deltaz<1e-3', 'Deltaz>=1e-3'],
    labels: ['DeltaZ < 1e-3', 'DeltaZ ≥ 1e-3'],
  })
})

test('a target with another number of classes is refused with both numbers', () => {
  expect(() => answerCard(IMPORTED, { ...ANSWERS, target: 'Flag' })).toThrow(
    expect.objectContaining({
      code: 'bad-input',
      message: 'The network has 2 outputs, Flag has 5 classes.',
      hint: 'Choose a target with as many classes as the network has outputs.',
    }),
  )
})

test('classes of another threshold keep their names', () => {
  const card = { ...CARD, origin: 'imported', classes: ['Deltaz<5e-3', 'Deltaz>=5e-3'], input: null } as const
  expect(answerCard(card, { ...ANSWERS, target: 'DeltaZ' }).classes).toEqual(['Deltaz<5e-3', 'Deltaz>=5e-3'])
})

test.each(['Success2', 'DeltaZ'] as const)("AMAZED's own names may be those of %s", (target) => {
  const card = { ...IMPORTED, classes: ['success', 'failure'], labels: ['success', 'failure'] }
  expect(answerCard(card, { ...ANSWERS, target }).classes).toEqual(TARGETS[target].classes)
  const turned = { ...card, classes: ['failure', 'success'] }
  expect(() => answerCard(turned, { ...ANSWERS, target })).toThrow('The file names')
})

test('names of the file are not overruled', () => {
  const named = { ...IMPORTED, classes: ['bad', 'good'], labels: ['bad', 'good'] }
  expect(() => answerCard(named, ANSWERS)).toThrow(
    expect.objectContaining({
      code: 'bad-input',
      message:
        "The file names the network's outputs bad and good; Success2 has Success and Spurious/Mismatch, in this order.",
    }),
  )
})

test('a network of this studio says all of it itself', () => {
  expect(() => answerCard(CARD, ANSWERS)).toThrow(
    `${CARD.name} says itself which classes it tells apart, and what it takes.`,
  )
})
