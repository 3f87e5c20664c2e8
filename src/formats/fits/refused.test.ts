import { describe, expect, test } from 'vitest'
import { refusal } from '../reading.fixture.ts'
import { file, open, part, tablePart } from './parts.fixture.ts'

describe('refused files', () => {
  const oneTable = (
    cards: string[],
    data: string | Uint8Array = '\0\0\0\0\0\0\0\0',
    rowBytes: number | string = 4,
    rows: number | string = 2,
  ) => file(tablePart(rowBytes, rows, cards, data))
  const E = "TFORM1 = 'E'"
  const zgrid = (...cards: string[]) => ["EXTNAME = 'ZGRID'", ...cards]
  const grid = (last: Uint8Array) => file(tablePart(4, 2, [E], '\0\0\0\0\0\0\0\0'), last)
  const nan = new Uint8Array([0x40, 0, 0, 0, 0x7f, 0xc0, 0, 0])

  test.each<[string, Uint8Array, string]>([
    ['empty', new Uint8Array(0), 'X.fits is not a FITS file: it is empty (0 bytes)'],
    ['gzip', Uint8Array.of(0x1f, 0x8b, 8, 0), 'X.fits is not a FITS file: it is compressed with gzip'],
    ['other', new Uint8Array(2880), 'X.fits is not a FITS file'],
    ['SIMPLE = F', part(['SIMPLE = F']), 'X.fits is damaged: expected SIMPLE = T at its start'],
    [
      'no table',
      file(part(["XTENSION= 'IMAGE   '", 'BITPIX = 8', 'NAXIS = 0', "EXTNAME = 'MAP'"])),
      'X.fits has no binary table with columns; it has: primary, extension 1 (IMAGE MAP)',
    ],
    [
      'no columns',
      oneTable(['TFIELDS = 0'], '', 0, 0),
      'X.fits has no binary table with columns; it has: primary, extension 1 (BINTABLE)',
    ],
    [
      'only a grid',
      oneTable(zgrid(E)),
      'X.fits has no binary table with columns; it has: primary, extension 1 (BINTABLE ZGRID)',
    ],
    [
      'compressed image',
      oneTable([E, 'ZIMAGE = T']),
      'X.fits: extension 1 (BINTABLE) is compressed by tiles',
    ],
    [
      'compressed table',
      file(tablePart(4, 2, [E, 'ZTABLE = T'], nan), tablePart(4, 2, [E], nan)),
      'X.fits: extension 1 (BINTABLE) is compressed by tiles',
    ],
    [
      'truncated data',
      oneTable([E]).slice(0, 5767),
      'X.fits is truncated: expected 5,768 bytes to the end of extension 1 (BINTABLE), the file has 5,767',
    ],
    [
      'truncated header',
      oneTable([E]).slice(0, 3800),
      'X.fits, extension 1 is truncated: expected 5,760 bytes for its header, the file has 3,800',
    ],
    [
      'truncated header, without its END',
      oneTable([E]).slice(0, 3000),
      'X.fits, extension 1 is truncated: expected 5,760 bytes at least for its header, the file has 3,000',
    ],
    [
      'truncated block',
      oneTable([E]).slice(0, 5000),
      'X.fits, extension 1 is truncated: expected 5,760 bytes for its header, the file has 5,000',
    ],
    [
      'trailing blocks',
      new Uint8Array([...oneTable([E]), ...new Uint8Array(5759), 1]),
      'X.fits has trailing bytes: expected 8,640 bytes for its parts, the file has 14,400',
    ],
    [
      'trailing bytes',
      new Uint8Array([...oneTable([E]), 1, 2]),
      'X.fits has trailing bytes: expected 8,640 bytes for its parts, the file has 8,642',
    ],
    [
      'negative',
      oneTable([E], '', -4),
      'X.fits, extension 1 is damaged: NAXIS1 is -4; expected a whole number from 0',
    ],
    [
      'huge',
      oneTable([E], '', 4, '9007199254740991'),
      'X.fits, extension 1 is damaged: it claims the axes 4 x 9007199254740991, more bytes than any file can hold',
    ],
    [
      'above 2^53',
      oneTable([E], '', 4, '9007199254740992'),
      'X.fits, extension 1 is damaged: NAXIS2 is 9007199254740992; expected a whole number from 0',
    ],
    [
      'many rows',
      oneTable([E], '', 4, 1_000_000_000),
      'X.fits is truncated: expected 4,000,005,760 bytes to the end of extension 1 (BINTABLE), the file has 5,760',
    ],
    [
      'many axes',
      oneTable(['NAXIS = 1000', E]),
      'X.fits, extension 1 is damaged: NAXIS is 1000; expected a whole number from 0 to 999',
    ],
    [
      'fraction',
      oneTable([E], '', '4.0'),
      'X.fits, extension 1 is damaged: NAXIS1 is 4.0; expected a whole number',
    ],
    [
      'BITPIX',
      oneTable(['BITPIX = 7', E]),
      'X.fits, extension 1 is damaged: BITPIX is 7; expected 8, 16, 32, 64, -32, -64',
    ],
    [
      'BITPIX of a table',
      oneTable(['BITPIX = 16', E], nan, 4, 1),
      'X.fits, extension 1 is damaged: a table has BITPIX 8, 2 axes and GCOUNT 1, this one BITPIX 16, 2 axes and GCOUNT 1',
    ],
    [
      'row',
      oneTable([E], '', 5, 0),
      'X.fits, extension 1 is damaged: its 1 columns take 4 bytes of a row, NAXIS1 says 5',
    ],
    ['fields', oneTable([E, 'TFIELDS = 2']), 'X.fits, extension 1 is damaged: the keyword TFORM2 is missing'],
    [
      'many fields',
      oneTable([E, 'TFIELDS = 1000']),
      'X.fits, extension 1 is damaged: TFIELDS is 1000; expected a whole number from 0 to 999',
    ],
    [
      'form',
      oneTable(["TFORM1 = 'F8.3'"]),
      "X.fits, extension 1 is damaged: TFORM1 is 'F8.3'; expected a form of a binary table, as 17908E",
    ],
    [
      'form without quotes',
      oneTable(['TFORM1 = 12']),
      'X.fits, extension 1 is damaged: TFORM1 is 12; expected a quoted text',
    ],
    [
      'repeat',
      oneTable(["TFORM1 = '999999999999999E'"]),
      'X.fits, extension 1 is damaged: its 1 columns take 3,999,999,999,999,996 bytes of a row, NAXIS1 says 4',
    ],
    [
      'axes of a row',
      oneTable([E, "TDIM1 = '(2,3)'"]),
      "X.fits, extension 1 is damaged: TDIM1 is '(2,3)'; expected axes of at most 1 elements",
    ],
    [
      'axes that are none',
      oneTable([E, "TDIM1 = '(1,-1)'"]),
      "X.fits, extension 1 is damaged: TDIM1 is '(1,-1)'; expected axes, as (34,2)",
    ],
    [
      'scale',
      oneTable([E, 'TSCAL1 = 1E999']),
      'X.fits, extension 1 is damaged: TSCAL1 is 1E999; expected a number that float64 holds',
    ],
    [
      'TNULL',
      oneTable(["TFORM1 = 'J'", 'TNULL1 = 1.5']),
      'X.fits, extension 1 is damaged: TNULL1 is 1.5; expected a whole number',
    ],
    [
      'heap',
      oneTable(["TFORM1 = '1PE(3)'", 'PCOUNT = 8'], Buffer.from('0000000200000004'.repeat(2), 'hex'), 8, 1),
      'X.fits, column COL1 is damaged: row 0 has 2 elements at byte 4 of a heap of 8 bytes',
    ],
    [
      'negative length',
      oneTable(
        ["TFORM1 = '1PE(3)'", 'PCOUNT = 8'],
        Buffer.from('ffffffff000000040000000000000000', 'hex'),
        8,
        1,
      ),
      'X.fits, column COL1 is damaged: row 0 has -1 elements at byte 4 of a heap of 8 bytes',
    ],
    [
      'huge length',
      oneTable(
        ["TFORM1 = '1QD(3)'", 'PCOUNT = 0'],
        Buffer.from('7fffffffffffffff0000000000000000', 'hex'),
        16,
        1,
      ),
      'X.fits, column COL1 is damaged: row 0 has 9,223,372,036,854,775,808 elements at byte 0 of a heap of 0 bytes',
    ],
    [
      'start of the heap',
      oneTable(["TFORM1 = '1PE(3)'", 'THEAP = 99'], new Uint8Array(8), 8, 1),
      'X.fits, extension 1 is damaged: THEAP is 99; expected a whole number from 8 to 8',
    ],
    [
      'grid of text',
      grid(tablePart(4, 2, zgrid("TFORM1 = '4A'"), 'abcdefgh')),
      'X.fits: extension 2 (BINTABLE ZGRID) is no grid of redshifts: its column holds no numbers; expected one column or one axis of finite numbers',
    ],
    [
      'grid of two columns',
      grid(tablePart(4, 2, zgrid('TFIELDS = 2', "TFORM1 = 'I'", "TFORM2 = 'I'"), nan)),
      'X.fits: extension 2 (BINTABLE ZGRID) is no grid of redshifts: it has 2 columns; expected one column or one axis of finite numbers',
    ],
    [
      'grid with NaN',
      grid(tablePart(4, 2, zgrid(E), nan)),
      'X.fits: extension 2 (BINTABLE ZGRID) is no grid of redshifts: its value 1 is NaN; expected one column or one axis of finite numbers',
    ],
    [
      'grid of two axes',
      grid(
        part(
          ["XTENSION= 'IMAGE'", 'BITPIX = 8', 'NAXIS = 2', 'NAXIS1 = 2', 'NAXIS2 = 2', ...zgrid()],
          'abcd',
        ),
      ),
      'X.fits: extension 2 (IMAGE ZGRID) is no grid of redshifts: it is an image of 2 axes; expected one column or one axis of finite numbers',
    ],
    [
      'long grid',
      grid(
        part(
          ["XTENSION= 'IMAGE'", 'BITPIX = 8', 'NAXIS = 1', 'NAXIS1 = 1000001', ...zgrid()],
          new Uint8Array(1_000_001),
        ),
      ),
      'X.fits: extension 2 (IMAGE ZGRID) is no grid of redshifts: it has the shape (1, 1000001), above 1,000,000 points; expected one column or one axis of finite numbers',
    ],
    [
      'compressed grid',
      grid(tablePart(4, 2, zgrid(E, 'ZIMAGE = T'), nan)),
      'X.fits: extension 2 (BINTABLE ZGRID) is compressed by tiles',
    ],
    [
      'many parts',
      file(...Array.from({ length: 1000 }, () => part(["XTENSION= 'IMAGE'", 'BITPIX = 8', 'NAXIS = 0']))),
      'X.fits has more than 1,000 HDUs',
    ],
    [
      'no END',
      new Uint8Array(Buffer.from('SIMPLE  =                    T'.padEnd(2880 * 1200), 'latin1')),
      'X.fits is damaged: its header has no END within 2,880,000 bytes',
    ],
    [
      'other characters in a value that is used',
      oneTable([E, "TTYPE1 = '\xe9'"]),
      'X.fits, extension 1 is damaged: TTYPE1 holds the byte 233; expected printable ASCII',
    ],
    [
      'other characters in a keyword',
      oneTable([E, 'TZ\xe9RO1 = 1']),
      'X.fits, extension 1 is damaged: its header holds the byte 233 at position 3,602; expected printable ASCII',
    ],
    [
      'other characters in front of a value',
      oneTable([E, 'TZERO1  \xbd 1']),
      'X.fits, extension 1 is damaged: its header holds the byte 189 at position 3,608; expected printable ASCII',
    ],
    ['missing NAXIS', part(['SIMPLE = T', 'BITPIX = 8']), 'X.fits is damaged: the keyword NAXIS is missing'],
  ])('%s', async (_, bytes, message) => {
    const found = await refusal(open(bytes))
    expect(found.message).toBe(message)
    expect(found.hint).not.toBe('')
  })
})
