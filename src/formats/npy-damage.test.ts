// NPY files that are damaged, hostile or of another kind: each is refused by name, and none is read as
// something else.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { StudioError } from '../core/errors.ts'
import { CASES, fixture, header, npy, readAll, refusalOf } from './npy.fixture.ts'
import { parseNpyHeader } from './npy.ts'

describe('refused files', () => {
  const latin1 = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'))
  test.each([
    ['', 'empty (0 bytes)'],
    [
      '\n<!DOCTYPE html><html>',
      'an HTML page, probably an error or sign-in page saved in place of the download',
    ],
    [
      'version https://git-lfs.github.com/spec/v1\noid sha256:12\nsize 4224000',
      'a Git LFS pointer, not the data themselves',
    ],
    ['PK\x03\x04\x14\x00', 'a ZIP archive (as NPZ files are)'],
    ['\x1f\x8b\x08\x00', 'compressed with gzip'],
    ['ARROW1\0\0', 'an Arrow file'],
    ['\xff\xff\xff\xff\x10\x01\x00\x00', 'an Arrow stream'],
    ['SIMPLE  =                    T', 'a FITS file'],
    ['\x89HDF\r\n\x1a\n\0', 'an HDF5 file'],
    ['PAR1\x15\x04', 'a Parquet file'],
    ['{"acc": [0.5]}', 'a JSON file'],
    ['<?xml version="1.0"?><VOTABLE>', 'an XML file'],
    ['\x80\x04\x95\x10\0\0\0\0\0\0\0]', 'a Python pickle (protocol 4) without an NPY header'],
  ])('%j is recognised', async (content, what) => {
    const { message, hint } = await refusalOf(latin1(content))
    expect(message).toBe(`X.npy is not a NumPy file (NPY): it is ${what}`)
    expect(hint).not.toBe('')
  })

  test('bytes without meaning', async () => {
    expect(await refusalOf(latin1('1.0 2.0 3.0'))).toEqual({
      message: 'X.npy is not a NumPy file (NPY)',
      hint: 'Save the array with np.save.',
    })
  })

  test.each([
    [
      'truncated data',
      npy(header('<f4')).slice(0, -1),
      'is truncated: expected 94 bytes (70 of header + (2, 3) x 4), the file has 93',
    ],
    [
      'trailing bytes',
      npy(header('<f4'), new Uint8Array(25)),
      'has trailing bytes: expected 94 bytes (70 of header + (2, 3) x 4), the file has 95',
    ],
    [
      'truncated magic',
      npy('').slice(0, 4),
      'is truncated: expected 10 bytes for its header, the file has 4',
    ],
    [
      'truncated header',
      npy(header('<f4')).slice(0, 30),
      'is truncated: expected 70 bytes for its header, the file has 30',
    ],
    [
      'long header',
      npy(`${header('<f4')}${' '.repeat(10_000)}`),
      'has an NPY header of 10,060 bytes; expected at most 10,000',
    ],
    [
      'long header, version 2',
      npy(`${header('<f4')}${' '.repeat(10_000)}`, undefined, [2, 0]),
      'has an NPY header of 10,060 bytes; expected at most 10,000',
    ],
    ['version', npy(header('<f4'), undefined, [4, 0]), 'has NPY version 4.0; expected 1.0, 2.0 or 3.0'],
    ['minor version', npy(header('<f4'), undefined, [1, 1]), 'has NPY version 1.1; expected 1.0, 2.0 or 3.0'],
    [
      'complex',
      npy(header('<c8')),
      'holds complex numbers (type <c8); expected real numbers, text or objects',
    ],
    ['dates', npy(header('<M8[s]')), 'holds dates (type <M8[s]); expected real numbers, text or objects'],
    [
      'dates without unit',
      npy(header('<M8')),
      'holds dates (type <M8); expected real numbers, text or objects',
    ],
    [
      'void',
      npy(header('|V4')),
      'holds a structured type (type |V4); expected real numbers, text or objects',
    ],
    [
      'long double',
      npy(header('<f16')),
      'holds numbers of extended precision (type <f16); expected real numbers, text or objects',
    ],
    [
      'long double of 32-bit systems',
      npy(header('<f12')),
      'holds numbers of extended precision (type <f12); expected real numbers, text or objects',
    ],
    [
      'float without a known size',
      npy(header('<f32')),
      "has the unknown type '<f32'; expected float16 to float64, (u)int8 to (u)int64, bool, text or objects",
    ],
    [
      'text without length',
      npy(header('<U0')),
      "has the unknown type '<U0'; expected float16 to float64, (u)int8 to (u)int64, bool, text or objects",
    ],
    [
      'structured',
      npy("{'descr': [('z', '<f4')], 'fortran_order': False, 'shape': (6,), }"),
      "holds a structured type (type [('z', '<f4')]); expected real numbers, text or objects",
    ],
    [
      'overflow',
      npy(header('<f4', '(94906267, 94906267)')),
      'is damaged: it claims the shape (94906267, 94906267), more bytes than any file can hold',
    ],
    [
      'overflow hidden by 0',
      npy(header('<f4', '(0, 94906267, 94906267)')),
      'is damaged: it claims the shape (0, 94906267, 94906267), more bytes than any file can hold',
    ],
    [
      'axis',
      npy(header('<f4', '(99999999999999999999,)')),
      'is damaged: in its header, an axis of 100000000000000000000 elements is too long',
    ],
    ['axes', npy(header('<f4', `(${'1,'.repeat(65)})`)), 'is damaged: in its header, more than 64 axes'],
    ['negative', npy(header('<f4', '(-1,)')), 'is damaged: in its header, expected a size at position 51'],
    ['no tuple', npy(header('<f4', '(6)')), 'is damaged: in its header, the shape (6) is not a tuple'],
    ['code', npy(header('<f4', '__import__("os")')), 'is damaged: in its header, expected ( at position 50'],
    [
      'missing key',
      npy("{'descr': '<f4', 'shape': (6,)}"),
      "is damaged: in its header, the key 'fortran_order' is missing",
    ],
    [
      'unknown key',
      npy("{'descr': '<f4', '__proto__': 1}"),
      "is damaged: in its header, the key '__proto__' is unknown or twice there",
    ],
    [
      'key twice',
      npy("{'descr': '<f4', 'descr': '<f4'}"),
      "is damaged: in its header, the key 'descr' is unknown or twice there",
    ],
    ['more text', npy(`${header('<f4')}x`), 'is damaged: in its header, unexpected text at position 60'],
    ['no dictionary', npy('[1]'), 'is damaged: in its header, expected { at position 0'],
  ])('%s', async (_, bytes, message) => {
    expect((await refusalOf(bytes)).message).toBe(`X.npy ${message}`)
  })
})

/** Thousands of small reads, on a slow machine. */
const FUZZ_MILLISECONDS = 60_000

describe('damage', { timeout: FUZZ_MILLISECONDS }, () => {
  test('a file cut at any byte is refused', async () => {
    const names = [
      'f4-le.npy',
      'unicode-le.npy',
      'bytes.npy',
      'version-3.npy',
      'attributes9-saved.npy',
      'python2-p0.npy',
      'report-p5.npy',
    ]
    for (const name of names) {
      const bytes = fixture(name)
      for (let length = 0; length < bytes.length; length++) {
        await expect(readAll(bytes.slice(0, length)), `${name} cut to ${length}`).rejects.toBeInstanceOf(
          StudioError,
        )
      }
    }
  })

  test('a byte too many is refused', async () => {
    for (const [name, { bytes }] of CASES) {
      const longer = new Uint8Array(bytes + 1)
      longer.set(fixture(name))
      await expect(readAll(longer), name).rejects.toThrow(
        /^file\.npy has trailing bytes: .* (are there|the file has \d+)$/,
      )
    }
  })

  test('flipped bits give values or a StudioError, nothing else', async () => {
    const contents = CASES.filter(([, { bytes }]) => bytes < 3000).map(([name]) => fixture(name))
    const flips = fc.array(fc.tuple(fc.nat(2999), fc.integer({ min: 1, max: 255 })), {
      minLength: 1,
      maxLength: 4,
    })
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...contents), flips, async (original, changes) => {
        const bytes = original.slice()
        for (const [at, mask] of changes) bytes[at % bytes.length]! ^= mask
        await readAll(bytes).catch((error: unknown) => {
          if (!(error instanceof StudioError)) throw error
        })
      }),
      { numRuns: 2000, seed: 1 },
    )
  })

  test('headers of odd text give a header or a StudioError, nothing else', () => {
    const pieces = [
      "'descr'",
      "'shape'",
      "'fortran_order'",
      ':',
      ',',
      '(',
      ')',
      '{',
      '}',
      "'<f4'",
      'True',
      'False',
      '1',
      '9L',
      ' ',
      '[',
      '\\',
      '"',
    ]
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 30 }), (parts) => {
        try {
          parseNpyHeader(npy(parts.join('')), 'X.npy')
        } catch (error) {
          if (!(error instanceof StudioError)) throw error
        }
      }),
      { numRuns: 2000, seed: 2 },
    )
  })
})
