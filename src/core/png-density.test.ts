import { describe, expect, test } from 'vitest'
import { StudioError } from './errors.ts'
import { withDensity } from './png-density.ts'

// a red pixel, as Pillow writes it
const SIGNATURE = '89504e470d0a1a0a'
const IHDR = '0000000d4948445200000001000000010802000000907753de'
const IDAT = '0000000c49444154789c63f8cfc0000003010100c9fe92ef'
const IEND = '0000000049454e44ae426082'
/** 300 dpi and 72 dpi as Pillow writes them */
const DENSITY_300 = '000000097048597300002e2300002e230178a53f76'
const DENSITY_72 = '000000097048597300000b1300000b1301009a9c18'

const bytes = (...hex: string[]): Uint8Array => Uint8Array.from(Buffer.from(hex.join(''), 'hex'))
const hex = (data: Uint8Array): string => Buffer.from(data).toString('hex')

describe('withDensity', () => {
  test('puts the chunk before the image data', () => {
    expect(hex(withDensity(bytes(SIGNATURE, IHDR, IDAT, IEND), 11_811))).toBe(
      [SIGNATURE, IHDR, DENSITY_300, IDAT, IEND].join(''),
    )
  })

  test.each([
    ['before', [IHDR, DENSITY_72, IDAT, IDAT, IEND]],
    ['after', [IHDR, IDAT, IDAT, DENSITY_72, IEND]],
  ])('replaces a density %s the image data, and leaves all else', (_, chunks) => {
    expect(hex(withDensity(bytes(SIGNATURE, ...chunks), 11_811))).toBe(
      [SIGNATURE, IHDR, DENSITY_300, IDAT, IDAT, IEND].join(''),
    )
  })

  test('checks with the sum that Pillow writes for 72 dpi, too', () => {
    expect(hex(withDensity(bytes(SIGNATURE, IHDR, IDAT, IEND), 2835))).toContain(DENSITY_72)
  })

  test('reads a view that does not begin at its buffer', () => {
    const shifted = bytes('ffff', SIGNATURE, IHDR, IDAT, IEND).subarray(2)
    expect(hex(withDensity(shifted, 11_811))).toContain(`${IHDR}${DENSITY_300}${IDAT}`)
  })

  test.each([
    ['its first eight bytes are others', bytes('ffd8ffe000104a4649460001')],
    ['it ends within a chunk', bytes(SIGNATURE, IHDR, IDAT).subarray(0, -1)],
    ['it ends within a chunk', bytes(SIGNATURE, IHDR, '000000')],
    ['it has no image data', bytes(SIGNATURE, IHDR, IEND)],
  ])('refuses what is no whole PNG: %s', (why, data) => {
    expect(() => withDensity(data, 11_811)).toThrow(new StudioError('bad-input', `Expected a PNG, ${why}.`))
  })
})
