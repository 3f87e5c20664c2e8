import { describe, expect, test } from 'vitest'
import { StudioError } from './errors.ts'
import { parseJson, placeText, valueText } from './json-text.ts'

/** The error that parsing gives. */
function errorOf(text: string): unknown {
  try {
    return parseJson(text, 'redshift.json', 'Save it again.')
  } catch (thrown) {
    return thrown
  }
}

describe('parseJson', () => {
  test('gives the value', () => {
    expect(parseJson('{"a": [1, "NaN"]}', 'redshift.json', '')).toEqual({ a: [1, 'NaN'] })
  })

  test.each([
    ['{\n  "seed": 1,\n  "testFraction": NaN\n}', 'line 3, after "testFraction"', 'NaN'],
    ['{"a": "says \\"NaN\\", Infinity",\n"b": -Infinity}', 'line 2, after "b"', '-Infinity'],
    ['{"a": Infinity}', 'line 1, after "a"', 'Infinity'],
    ['NaN', 'line 1', 'NaN'],
    [`{"${'k'.repeat(99)}": NaN}`, `line 1, after "${'k'.repeat(39)}...`, 'NaN'],
  ])('names the place of a word that JSON lacks: %j', (text, where, word) => {
    expect(errorOf(text)).toEqual(
      new StudioError(
        'bad-input',
        `redshift.json: ${where}: found ${word}, expected a number; JSON has no ${word}`,
        'Write a number in its place.',
      ),
    )
  })

  test.each(['', '{"a": 1', '<!doctype html>', '{"NaN": nan}'])(
    'repeats what the parser says: %j',
    (text) => {
      let reason = ''
      try {
        JSON.parse(text)
      } catch (thrown) {
        reason = (thrown as Error).message
      }
      expect(reason).not.toBe('')
      expect(errorOf(text)).toEqual(
        new StudioError('bad-input', `redshift.json is not JSON: ${reason}`, 'Save it again.'),
      )
    },
  )

  test('a text of 1 MB that never ends is looked through in no time', () => {
    const start = performance.now()
    expect(errorOf(`{"a": "${'\\"'.repeat(500_000)}`)).toBeInstanceOf(StudioError)
    expect(performance.now() - start).toBeLessThan(2000)
  })
})

test.each([
  [['settings', 'epochs'], 'settings.epochs'],
  [['data', 'files', 3, 'bytes'], 'data.files[3].bytes'],
  [[], ''],
])('%j is %s', (keys, text) => {
  expect(placeText(keys)).toBe(text)
})

test.each([
  [undefined, 'missing'],
  [null, 'null'],
  [true, 'true'],
  [1e-3, '0.001'],
  [Number.POSITIVE_INFINITY, 'Infinity'],
  ['a "b"', '"a \\"b\\""'],
  ['x'.repeat(38), `"${'x'.repeat(38)}"`],
  ['x'.repeat(39), `"${'x'.repeat(39)}...`],
  [[1, 2, 3], 'a list of 3'],
  [{ a: 1 }, 'an object'],
])('%j is called %s', (value, text) => {
  expect(valueText(value)).toBe(text)
})
