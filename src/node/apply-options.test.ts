import { describe, expect, test } from 'vitest'
import { APPLY, applyOptions } from './apply-options.ts'
import { helpText, parseArguments } from './arguments.ts'

function parse(line: string) {
  return applyOptions(parseArguments(APPLY, line.split(' ')))
}

describe('the arguments of apply', () => {
  test('all of them', () => {
    const line =
      'n.keras --data d --columns X=lnp,id=name --out t.txt --format votable --temperature 1.5 --keep Success --threshold 0.9 --backend wasm'
    expect(parse(line)).toEqual({
      network: 'n.keras',
      data: 'd',
      columns: { X: 'lnp', id: 'name' },
      out: 't.txt',
      format: 'votable',
      temperature: 1.5,
      keep: { name: 'Success', threshold: 0.9 },
      backend: 'wasm',
    })
  })

  test('what is left out', () => {
    expect(parse('n.keras --data d')).toEqual({
      network: 'n.keras',
      data: 'd',
      columns: {},
      out: 'predictions.csv',
      format: 'csv',
      temperature: null,
      keep: null,
      backend: 'auto',
    })
  })

  test.each([
    ['a.csv', 'csv'],
    ['a.b.ECSV', 'ecsv'],
    ['out/a.vot', 'votable'],
    ['a.votable', 'votable'],
    ['a.xml', 'votable'],
    ['a.npy', 'npy'],
  ])('%s is %s', (out, format) => {
    expect(parse(`n --data d --out ${out}`).format).toBe(format)
  })

  test('a format overrules the ending', () => {
    expect(parse('n --data d --out a.npy --format ecsv').format).toBe('ecsv')
  })

  test.each([
    ['--data d', 'NETWORK is missing.'],
    ['n', '--data PATH is missing.'],
    ['n m --data d', 'Unexpected argument "m".'],
    [
      'n --data d --out a.fits',
      '--out is "a.fits", whose ending tells no format; expected one of .csv, .ecsv, .vot, .xml, .npy, or --format.',
    ],
    [
      'n --data d --out constructor',
      '--out is "constructor", whose ending tells no format; expected one of .csv, .ecsv, .vot, .xml, .npy, or --format.',
    ],
    ['n --data d --format fits', '--format is "fits"; expected one of csv, ecsv, votable, npy.'],
    ['n --data d --temperature 0', '--temperature is "0"; expected a number from 0.000001 to below 1000000.'],
    [
      'n --data d --temperature hot',
      '--temperature is "hot"; expected a number from 0.000001 to below 1000000.',
    ],
    ['n --data d --keep Success', '--keep needs --threshold P, which is missing.'],
    ['n --data d --keep Success --threshold 2', '--threshold is "2"; expected a number from 0 to 1.'],
    ['n --data d --backend cpu', '--backend is "cpu"; expected one of auto, webgpu, wasm.'],
    ['n --data d --columns Z=a', '--columns: "Z=a" is no ROLE=NAME.'],
  ])('%s is refused', (line, message) => {
    expect(() => parse(line)).toThrow(message)
  })
})

test('help lists every flag', () => {
  const text = helpText(APPLY)
  for (const flag of Object.keys(APPLY.flags)) expect(text).toContain(`  --${flag} `)
  expect(text).toMatch(/^npm run --silent apply -- NETWORK \[flags\]/)
})
