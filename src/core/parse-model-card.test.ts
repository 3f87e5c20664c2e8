import { describe, expect, test } from 'vitest'
import { CARD } from '../data/model-file/trained.fixture.ts'
import { parseModelCard } from './parse-model-card.ts'

const TITLE = 'net.keras, card of the network'
const parse = (value: unknown) => parseModelCard(JSON.stringify(value), 'net.keras')

function refusal(value: unknown): string {
  try {
    parse(value)
  } catch (thrown) {
    const { code, message } = thrown as { code: string; message: string }
    expect(code).toBe('bad-input')
    expect(message.startsWith(TITLE)).toBe(true)
    return message.slice(TITLE.length)
  }
  throw new Error('Expected a refusal')
}

test('a card comes back as it was', () => {
  expect(parse(CARD)).toEqual(CARD)
  const unknown = {
    ...CARD,
    studio: null,
    target: null,
    input: null,
    floor: null,
    zgrid: null,
    training: null,
    temperature: 1.5,
  }
  expect(parse(unknown)).toEqual(unknown)
})

test('keys that are not known are left out, whatever they are called', () => {
  const text = JSON.stringify(CARD).replace(
    '{',
    '{"__proto__": {"isAdmin": true}, "constructor": 1, "later": [],',
  )
  const card = parseModelCard(text, 'net.keras')
  expect(card).toEqual(CARD)
  expect(Object.keys(card).toSorted()).toEqual(Object.keys(CARD).toSorted())
  expect('isAdmin' in card).toBe(false)
  expect(Object.getPrototypeOf(card)).toBe(Object.prototype)
})

test('what is no card at all', () => {
  expect(() => parseModelCard('{', 'net.keras')).toThrow(/^net\.keras, card of the network is not JSON: /)
  expect(refusal([])).toBe(' is a list of 0, expected an object')
  expect(refusal(null)).toBe(' is null, expected an object')
  expect(refusal({})).toBe(': version is missing, expected 1')
})

test('a later version names the studio that can read it', () => {
  expect(() => parse({ ...CARD, version: 2, studio: '9.0.0' })).toThrow(
    expect.objectContaining({
      message: `${TITLE}: version is 2, saved by studio "9.0.0"; this studio reads version 1`,
      hint: 'Open it with the studio that saved it, or a newer one.',
    }),
  )
  expect(refusal({ ...CARD, version: '1' })).toBe(': version is "1", expected 1')
})

describe('every field is checked', () => {
  test.each([
    ['name', 'name', undefined, 'missing', 'a text'],
    ['name', 'name', 'x'.repeat(1001), `"${'x'.repeat(39)}...`, 'a text of at most 1000 characters'],
    ['studio', 'studio', undefined, 'missing', 'null or a text'],
    ['created', 'created', '2026', '"2026"', 'a time as 2026-11-26T20:15:00.000Z'],
    ['origin', 'origin', 'stolen', '"stolen"', 'one of trained, saved, imported'],
    ['model', 'model', 'CNN4', '"CNN4"', 'one of CNN3, CNN8, CNN-GRU, CNN-LSTM, CNN-2inputs'],
    ['model', 'model', 'toString', '"toString"', 'one of CNN3, CNN8, CNN-GRU, CNN-LSTM, CNN-2inputs'],
    ['length', 'length', 64.5, '64.5', 'an integer, 1 or more'],
    ['length', 'length', 2_000_000, '2000000', 'at most 1,000,000'],
    ['dropout', 'dropout', 1, '1', 'a number from 0 to below 1'],
    ['target', 'target', 'Flag7', '"Flag7"', 'one of DeltaZ, Success2, Success3, Flag3, Flag'],
    ['target', 'target', undefined, 'missing', 'null or one of DeltaZ, Success2, Success3, Flag3, Flag'],
    ['classes', 'classes', ['a'], 'a list of 1', 'a list of 2 to 255 texts'],
    ['classes', 'classes', 'ab', '"ab"', 'a list of 2 to 255 texts'],
    ['classes', 'classes[1]', ['a', 1], '1', 'a text'],
    ['input', 'input', 'pdf', '"pdf"', 'one of logPDF, PDF, logVraisemblance'],
    ['redshift', 'redshift', null, 'null', 'one of value, index'],
    ['floor', 'floor', '-3', '"-3"', 'a number'],
    ['zgrid', 'zgrid', 3, '3', 'an object'],
    ['zgrid', 'zgrid.step', { ...CARD.zgrid, step: -1 }, '-1', 'a number, 0 or more'],
    ['zgrid', 'zgrid.spacing', { ...CARD.zgrid, spacing: 'log' }, '"log"', 'one of ln(1+z), z, irregular'],
    ['temperature', 'temperature', 0, '0', 'a number above 0'],
    ['training', 'training', {}, undefined, undefined],
    ['training', 'training.epoch', { ...CARD.training, epoch: 0 }, '0', 'an integer, 1 or more'],
  ])('%s: %s', (key, place, value, found, expected) => {
    const message = refusal({ ...CARD, [key]: value })
    expect(message).toBe(
      found === undefined
        ? ': training.epoch is missing, expected an integer, 1 or more'
        : `: ${place} is ${found}, expected ${expected}`,
    )
  })

  test('settings and counts of training', () => {
    const { settings, dataset } = CARD.training!
    const training = (change: object) => refusal({ ...CARD, training: { ...CARD.training, ...change } })
    expect(training({ settings: { ...settings, epochs: -1 } })).toBe(
      ': training.settings.epochs is -1, expected an integer from 1 to 10000',
    )
    expect(training({ dataset: { ...dataset, counts: { ...dataset.counts, test: [1] } } })).toBe(
      ': training.dataset.counts.test is a list of 1, expected 2 items, as many as classes',
    )
    expect(training({ dataset: { ...dataset, counts: { ...dataset.counts, train: [1, -2] } } })).toBe(
      ': training.dataset.counts.train[1] is -2, expected an integer, 0 or more',
    )
  })
})

describe('fields must agree', () => {
  test.each([
    [{ labels: ['a', 'b', 'c'] }, 'labels is a list of 3, expected 2 items, as many as classes'],
    [{ target: 'Success3' }, 'classes is a list of 2, expected 3 names, as many as Success3 has'],
    [{ classes: ['a', 'a'] }, 'classes is two of one name, expected different names'],
    [{ length: 65 }, 'zgrid.points is 64, expected 65, as length'],
    [{ length: 33, zgrid: null }, 'length is 33, expected at least 34, which CNN3 needs'],
  ])('%j', (change, expected) => {
    expect(refusal({ ...CARD, ...change })).toBe(`: ${expected}`)
  })
})
