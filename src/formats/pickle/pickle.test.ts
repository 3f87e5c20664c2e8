import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { StudioError } from '../../core/errors.ts'
import { referenceFile, referenceNames } from '../reference.fixture.ts'
import { OPCODE_NAMES } from './opcodes.ts'
import { NdArray, unpickle } from './pickle.ts'

const ASKS = 'which is not data; it was refused and nothing was run'

/** Bytes of a pickle: text is latin1, numbers are bytes. */
function bytes(...parts: (string | number)[]): Uint8Array {
  return new Uint8Array(
    Buffer.concat(
      parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.of(part))),
    ),
  )
}

function load(...parts: (string | number)[]): unknown {
  return unpickle(bytes(...parts), 'a.npy')
}

/** The message of the StudioError that reading gives. */
function refusal(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    if (!(error instanceof StudioError)) throw error
    expect(error.code).toBe('bad-input')
    return error.message
  }
  throw new Error('Expected a refusal')
}

const RECONSTRUCT = 'cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\n(K\x00tC\x01btR'
const DTYPE_F8 = "cnumpy\ndtype\n(S'f8'\nI0\nI1\ntR(K\x03S'<'\nNNNI-1\nI-1\nI0\ntb"
const DTYPE_O = "cnumpy\ndtype\n(S'O8'\nI0\nI1\ntR(K\x03S'|'\nNNNI-1\nI-1\nI63\ntb"
/** 30 lists, each of ten times the one before: 10^30 values to whom walks them. */
const SHARED_LISTS = `]${`q\x00(${'h\x00'.repeat(10)}l`.repeat(30)}.`

describe('plain values', () => {
  test.each<[string, string, unknown]>([
    ['None', 'N.', null],
    ['True', '\x88.', true],
    ['False of protocol 0', 'I00\n.', false],
    ['True of protocol 0', 'I01\n.', true],
    ['INT', 'I-12\n.', -12],
    ['INT 0', 'I0\n.', 0],
    ['BININT', 'J\xfe\xff\xff\xff.', -2],
    ['BININT2', 'M\x00\x80.', 32768],
    ['LONG', 'L-5L\n.', -5],
    ['LONG beyond 2^53', 'L9007199254740993L\n.', 9007199254740993n],
    ['LONG1 of no bytes', '\x8a\x00.', 0],
    ['LONG1 -1', '\x8a\x01\xff.', -1],
    ['LONG1 255', '\x8a\x02\xff\x00.', 255],
    ['LONG1 -256', '\x8a\x02\x00\xff.', -256],
    ['LONG1 -2^63', '\x8a\x08\0\0\0\0\0\0\0\x80.', -(2n ** 63n)],
    ['LONG4', '\x8b\x02\0\0\0\x00\x80.', -32768],
    ['FLOAT', 'F-1.5e-3\n.', -0.0015],
    ['FLOAT inf', 'F-inf\n.', Number.NEGATIVE_INFINITY],
    ['FLOAT nan', 'Fnan\n.', Number.NaN],
    ['BINFLOAT', 'G\x3f\xf8\0\0\0\0\0\0.', 1.5],
    ['STRING', "S'a\\'\\n\\xe9\\\\'\n.", "a'\né\\"],
    ['UNICODE', 'Va\\u0394\\U0001d467\\\\u0041\\n\n.', 'aΔ𝑧\\\\u0041\\n'],
    ['BINSTRING', 'T\x02\0\0\0\xe9a.', 'éa'],
    ['BINUNICODE', 'X\x02\0\0\0\xc3\xa9.', 'é'],
    ['BINUNICODE8', '\x8d\x02\0\0\0\0\0\0\0\xc3\xa9.', 'é'],
    ['byte order mark', 'X\x03\0\0\0\xef\xbb\xbf.', '\ufeff'],
    ['LIST and DICT', '((lI1\n(dt.', [[], 1, new Map()]],
    ['nested tuples', 'K\x01K\x02\x86K\x03K\x04\x87.', [[1, 2], 3, 4]],
    ['sets', '\x8f(K\x01K\x02K\x01\x90.', new Set([1, 2])],
    ['frozen set', '(K\x01\x91.', new Set([1])],
    ['memo', ']\x94(K\x07\x94h\x01j\x01\0\0\0g1\ne.', [7, 7, 7, 7]],
    ['POP, DUP, POP_MARK', '](K\x01(K\x022K\x031K\x0902e.', [1, 1]],
    ['POP of a mark', ']((0e.', []],
  ])('%s', (_, text, value) => {
    expect(load(text)).toEqual(value)
  })

  test('a dictionary becomes a Map, so that no key can change an object', () => {
    const value = load('}X\x09\0\0\0__proto__}X\x08\0\0\0pollutedK\x01ss.')
    expect(value).toEqual(new Map([['__proto__', new Map([['polluted', 1]])]]))
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })

  test('dictionary keys keep their types', () => {
    const value = load("}(K\x01K\x02S'1'\nK\x03u.")
    expect(value).toEqual(
      new Map<unknown, unknown>([
        [1, 2],
        ['1', 3],
      ]),
    )
  })

  test('an array keeps its content when its list changes later', () => {
    const value = load(`]q\x05(${RECONSTRUCT}(K\x01K\x00\x85${DTYPE_O}\x89]q\x06tbh\x06K\x01a`, 'e.')
    const [array, list] = value as [NdArray, unknown[]]
    expect(array).toBeInstanceOf(NdArray)
    expect(array.data).toEqual([])
    expect(list).toEqual([1])
  })
})

describe('attacks', () => {
  test.each([
    ['os.system by GLOBAL', ["cos\nsystem\n(S'id'\ntR."], 'os.system'],
    [
      'posix.system by STACK_GLOBAL',
      ['\x80\x04\x8c\x05posix\x94\x8c\x06system\x94\x93\x94\x8c\x02id\x85R.'],
      'posix.system',
    ],
    ['subprocess', ['csubprocess\nPopen\n.'], 'subprocess.Popen'],
    ['eval', ["c__builtin__\neval\n(S'1'\ntR."], '__builtin__.eval'],
    ['getattr', ['cbuiltins\ngetattr\n.'], 'builtins.getattr'],
    ['a dotted attribute', ['\x80\x04\x8c\x05numpy\x8c\x10ndarray.__init__\x93.'], 'numpy.ndarray.__init__'],
    ['__proto__', ['c__proto__\n__proto__\n.'], '__proto__.__proto__'],
    ['constructor', ['cconstructor\nconstructor\n.'], 'constructor.constructor'],
    [
      'an allowed name by parts',
      ['cnumpy.core\nmultiarray._reconstruct.x\n.'],
      'numpy.core.multiarray._reconstruct.x',
    ],
    ['numpy functions that read files', ['cnumpy\nload\n.'], 'numpy.load'],
    ['ctypes', ['cnumpy.testing._private.utils\nrunstring\n.'], 'numpy.testing._private.utils.runstring'],
    ['codecs', ['c_codecs\ndecode\n.'], '_codecs.decode'],
    ['a long name', [`c${'x'.repeat(500)}\ny\n.`], `${'x'.repeat(100)}...`],
  ])('%s is refused by name', (_, parts, name) => {
    expect(refusal(() => load(...parts))).toBe(`a.npy: the pickle asks for ${name}, ${ASKS}`)
  })

  test.each([
    ['INST', "(S'id'\nios\nsystem\n."],
    ['OBJ', '(cnumpy\nndarray\no.'],
    ['NEWOBJ', 'cnumpy\nndarray\n)\x81.'],
    ['NEWOBJ_EX', 'cnumpy\nndarray\n)}\x92.'],
    ['EXT1', '\x82\x01.'],
    ['EXT2', '\x83\x01\x00.'],
    ['EXT4', '\x84\x01\x00\x00\x00.'],
    ['PERSID', 'Pfile\n.'],
    ['BINPERSID', 'NQ.'],
    ['NEXT_BUFFER', '\x97.'],
    ['READONLY_BUFFER', '\x98.'],
  ])('%s is refused', (opcode, text) => {
    expect(refusal(() => load(text))).toBe(
      `a.npy: the pickle uses ${opcode}, which makes more than data; it was refused and nothing was run`,
    )
  })

  test.each([
    ['REDUCE on text', "S'os'\n)R.", 'REDUCE on a value that is no function'],
    ['REDUCE on a list', '])R.', 'REDUCE on a value that is no function'],
    ['REDUCE without arguments', 'cnumpy\ndtype\nNR.', 'REDUCE without a tuple of arguments'],
    ['ndarray called', 'cnumpy\nndarray\n(K\x05tR.', 'numpy.ndarray called directly'],
    [
      '_reconstruct of dtype',
      'cnumpy.core.multiarray\n_reconstruct\n(cnumpy\ndtype\ntR.',
      '_reconstruct of something else than numpy.ndarray',
    ],
    ['dtype of a number', 'cnumpy\ndtype\n(K\x05tR.', 'numpy.dtype without a type code'],
    [
      'encode to another code',
      'c_codecs\nencode\n(Va\nVutf-8\ntR.',
      '_codecs.encode of something else than latin1 text',
    ],
    [
      'encode of what is not latin1',
      'c_codecs\nencode\n(V\\u0394\nVlatin1\ntR.',
      'text that is not latin1 in place of bytes',
    ],
    ['BUILD on a dictionary', '}}b.', 'BUILD on a value that is neither an array nor a type'],
    ['BUILD on a function', 'cnumpy\nndarray\n}b.', 'BUILD on a value that is neither an array nor a type'],
    ['array without state', `${RECONSTRUCT}}b.`, 'an array without its state'],
    ['type without state', "cnumpy\ndtype\n(S'f8'\ntR)b.", 'a type without its state'],
    ['byte order', "cnumpy\ndtype\n(S'f8'\ntR(K\x03S'!'\nNNNI-1\nI-1\nI0\ntb.", 'an unknown byte order'],
    [
      'text of two sizes',
      "cnumpy\ndtype\n(S'U2'\ntR(K\x03S'<'\nNNNI800\nI4\nI8\ntb.",
      'a text type whose sizes differ',
    ],
    ['negative shape', `${RECONSTRUCT}(K\x01(I-1\nt${DTYPE_F8}I00\nC\x00tb.`, 'an array without a shape'],
    ['shape of text', `${RECONSTRUCT}(K\x01(S'8'\nt${DTYPE_F8}I00\nC\x00tb.`, 'an array without a shape'],
    ['no type', `${RECONSTRUCT}(K\x01(K\x01tNI00\nC\x00tb.`, 'an array without a type'],
    [
      'lying shape',
      `${RECONSTRUCT}(K\x01(J\xff\xff\xff\x7ft${DTYPE_F8}I00\nC\x08\0\0\0\0\0\0\0\0tb.`,
      'an array of 17179869176 bytes that has 8',
    ],
    [
      'lying list',
      `${RECONSTRUCT}(K\x01(J\xff\xff\xff\x7ft${DTYPE_O}I00\n(Nltb.`,
      'an array of 2147483647 objects that lists 1',
    ],
    [
      'bytes for objects',
      `${RECONSTRUCT}(K\x01(K\x01t${DTYPE_O}I00\nC\x08\0\0\0\0\0\0\0\0tb.`,
      'an array of objects without a list',
    ],
    ['list for bytes', `${RECONSTRUCT}(K\x01(K\x01t${DTYPE_F8}I00\n(Nltb.`, 'bytes expected'],
    [
      'short scalar',
      `cnumpy.core.multiarray\nscalar\n(${DTYPE_F8}C\x04\0\0\0\0tR.`,
      'a scalar of 8 bytes that has 4',
    ],
    ['object scalar', `cnumpy.core.multiarray\nscalar\n(${DTYPE_O}NtR.`, 'a scalar of type object'],
    ['scalar without type', 'cnumpy.core.multiarray\nscalar\n(NC\x00tR.', 'a scalar without a type'],
    [
      'unknown order',
      `cnumpy.core.numeric\n_frombuffer\n(C\x00${DTYPE_F8}(K\x00tS'A'\ntR.`,
      'an array with an unknown order',
    ],
    ['global of numbers', 'K\x01K\x02\x93.', 'a global whose name is no text'],
    ['stack underflow', '0.', 'a value is missing on the stack'],
    ['STOP on nothing', '.', 'a value is missing on the stack'],
    ['popping below a mark', 'K\x01(\x85.', 'a value is missing on the stack'],
    ['missing mark', 't.', 'a mark is missing on the stack'],
    ['APPEND on a dictionary', '}K\x01a.', 'APPEND on a value that is no list'],
    ['SETITEM on a list', ']K\x01K\x02s.', 'SETITEM on a value that is no dictionary'],
    ['SETITEMS with an odd number', '}(K\x01u.', 'a dictionary key without a value'],
    ['ADDITEMS on a list', '](K\x01\x90.', 'ADDITEMS on a value that is no set'],
    ['GET of nothing', 'g5\n.', 'memo entry 5 was never stored'],
    ['GET of a name', 'g__proto__\n.', 'a memo index that is not a number'],
    ['LONG_BINGET of a huge index', 'j\xff\xff\xff\xff.', 'memo entry 4294967295 was never stored'],
    ['protocol 6', '\x80\x06N.', 'protocol 6 (0 to 5 are read)'],
    ['unknown opcode', '\xff.', 'unknown opcode 0xff'],
    ['LONG4 of 2 GB', '\x8b\xff\xff\xff\x7f.', 'an integer of 2147483647 bytes (at most 1024 are read)'],
    [
      'LONG4 of 4 GB, which is negative',
      '\x8b\xff\xff\xff\xff.',
      'an integer of -1 bytes (at most 1024 are read)',
    ],
    [
      'an integer of many digits',
      `I${'9'.repeat(2501)}\n.`,
      'an integer of 2501 digits (at most 2500 are read)',
    ],
    ['INT in hexadecimal', 'I0x10\n.', 'an integer that is not a number'],
    ['INT of nothing', 'I\n.', 'an integer that is not a number'],
    ['FLOAT of code', 'F__import__\n.', 'a float that is not a number'],
    ['BINSTRING of negative length', 'T\xff\xff\xff\xff.', 'a text of negative length'],
    ['STRING without quotes', 'Sabc\n.', 'a text that is not quoted or escaped as Python does'],
    ['UNICODE beyond Unicode', 'V\\U00110000\n.', 'a text that is not quoted or escaped as Python does'],
    ['no UTF-8', 'X\x01\0\0\0\xff.', 'text that is not UTF-8'],
    ['a line without end', 'I12', 'a line without end'],
  ])('%s', (_, text, reason) => {
    expect(refusal(() => load(text)).replace(/at byte [\d,]+ of /, '')).toBe(
      `a.npy is damaged: its pickle, ${reason}`,
    )
  })

  test.each([
    [
      'BINUNICODE',
      'X\xff\xff\xff\xffabc',
      'expected 4,294,967,295 bytes at byte 5 of its pickle, 3 are left',
    ],
    [
      'BINUNICODE8',
      '\x8d\xff\xff\xff\xff\xff\xff\xff\xffabc',
      'expected 18,446,744,073,709,551,616 bytes at byte 9 of its pickle, 3 are left',
    ],
    [
      'BINBYTES8',
      '\x8e\0\0\0\0\x01\0\0\0abc',
      'expected 4,294,967,296 bytes at byte 9 of its pickle, 3 are left',
    ],
    [
      'BYTEARRAY8',
      '\x96\0\0\0\0\x01\0\0\0abc',
      'expected 4,294,967,296 bytes at byte 9 of its pickle, 3 are left',
    ],
    ['FRAME', '\x80\x04\x95\x09\0\0\0\0\0\0\0N.', 'expected 9 bytes at byte 11 of its pickle, 2 are left'],
    ['no STOP', 'N', 'expected 1 bytes at byte 1 of its pickle, 0 are left'],
  ])('%s: a lying length', (_, text, reason) => {
    expect(refusal(() => load(text))).toBe(`a.npy is truncated: ${reason}`)
  })

  test('trailing bytes', () => {
    expect(refusal(() => load('N.N.'))).toBe(
      'a.npy has trailing bytes: expected 2 bytes for its pickle, 4 are there',
    )
  })

  test.each([
    [
      'structured type',
      "cnumpy\ndtype\n(S'f8'\ntR(K\x03S'<'\nN(S'a'\ntNI-1\nI-1\nI0\ntb.",
      'a.npy holds a structured type in its pickle; expected plain numbers, text or objects',
    ],
    [
      'void type',
      "cnumpy\ndtype\n(S'V8'\ntR.",
      'a.npy holds a structured type (type V8); expected real numbers, text or objects',
    ],
    [
      'complex type',
      "cnumpy\ndtype\n(S'c16'\ntR.",
      'a.npy holds complex numbers (type c16); expected real numbers, text or objects',
    ],
  ])('%s', (_, text, message) => {
    expect(refusal(() => load(text))).toBe(message)
  })

  test.each([
    ['a list that contains itself', ']q\x00h\x00a.', 'a list that contains itself'],
    [
      'an array that contains itself',
      `${RECONSTRUCT}q\x00(K\x01(K\x01t${DTYPE_O}I00\n(h\x00ltb.`,
      'a list that contains itself',
    ],
    ['a dictionary that contains itself', '}q\x00K\x01h\x00s.', 'a list that contains itself'],
    ['101 levels of tuples', `N${'\x85'.repeat(101)}.`, 'more than 100 levels of lists'],
    ['a million levels of tuples', `N${'\x85'.repeat(1_000_000)}.`, 'more than 100 levels of lists'],
    ['lists that share lists', SHARED_LISTS, 'more than 20,000,000 values'],
    ['a function', 'cnumpy\nndarray\n.', 'a function or a type as a value, which is not data'],
    ['a type', `(${DTYPE_F8}l.`, 'a function or a type as a value, which is not data'],
  ])('%s', (_, text, what) => {
    expect(refusal(() => load(text))).toBe(`a.npy: the pickle holds ${what}`)
  })

  test('100 levels are read', () => {
    let depth = 0
    for (let value = load(`N${'\x85'.repeat(100)}.`); Array.isArray(value); value = value[0]) depth++
    expect(depth).toBe(100)
  })

  test('marks without end', () => {
    expect(refusal(() => load('('.repeat(1_000_000)))).toBe(
      'a.npy: the pickle needs more than 100 open marks',
    )
  })

  test('memo indices beyond the cap', () => {
    expect(refusal(() => load('Nr\xff\xff\xff\xff.'))).toBe(
      'a.npy: the pickle needs more than 20,000,000 memo entries',
    )
    expect(refusal(() => load('Np99999999999\n.'))).toBe(
      'a.npy: the pickle needs more than 20,000,000 memo entries',
    )
  })

  test('caps are settable', () => {
    const message = (limits: Parameters<typeof unpickle>[2], text: string) =>
      refusal(() => unpickle(bytes(text), 'a.npy', limits))
    expect(message({ maxBytes: 3 }, 'NNN.')).toBe('a.npy: the pickle needs more than 3 bytes')
    expect(message({ maxOpcodes: 3 }, 'NNN.')).toBe('a.npy: the pickle needs more than 3 opcodes')
    expect(unpickle(bytes('NNN.'), 'a.npy', { maxOpcodes: 4 })).toBeNull()
    expect(message({ maxMemo: 2 }, 'N\x94\x94\x94.')).toBe('a.npy: the pickle needs more than 2 memo entries')
    expect(message({ maxDepth: 1 }, 'N\x85\x85.')).toBe('a.npy: the pickle holds more than 1 levels of lists')
    expect(message({ maxValues: 3 }, '(NNNl.')).toBe('a.npy: the pickle holds more than 3 values')
  })

  test('one array made again and again is stopped by its bytes', () => {
    const build = `h\x01(K\x01(M\x00\x10t${DTYPE_F8}I00\nh\x00tb`
    const text = `B\x00\x80\0\0${'\0'.repeat(32768)}q\x000${RECONSTRUCT}q\x01${build.repeat(4)}.`
    expect(refusal(() => unpickle(bytes(text), 'a.npy', { maxArrayBytes: 200_000 }))).toBe(
      'a.npy: the pickle needs more than 200,000 bytes of arrays',
    )
    expect((unpickle(bytes(text), 'a.npy', { maxArrayBytes: 300_000 }) as NdArray).shape).toEqual([4096])
  })
})

describe('random damage', () => {
  const limits = { maxOpcodes: 100_000, maxMemo: 10_000, maxArrayBytes: 1_000_000 }

  function tolerate(content: Uint8Array): void {
    try {
      unpickle(content, 'a.npy', limits)
    } catch (error) {
      if (!(error instanceof StudioError)) throw error
    }
  }

  test('flipped bits give a value or a StudioError, nothing else', () => {
    const contents = referenceNames('numpy', /^(attributes|report|python2)/)
      .map((name) => referenceFile('numpy', name))
      .map((file) => file.slice(file.indexOf(0x0a) + 1))
    expect(contents.length).toBeGreaterThan(25)
    const flips = fc.array(fc.tuple(fc.nat(4999), fc.integer({ min: 1, max: 255 })), {
      minLength: 1,
      maxLength: 3,
    })
    fc.assert(
      fc.property(fc.constantFrom(...contents), flips, (original, changes) => {
        const damaged = original.slice()
        for (const [at, mask] of changes) damaged[at % damaged.length]! ^= mask
        tolerate(damaged)
      }),
      { numRuns: 3000, seed: 1 },
    )
  })

  test('any sequence of opcodes gives a value or a StudioError, nothing else', () => {
    const opcodes = [...OPCODE_NAMES.keys()].map((code) => String.fromCharCode(code))
    const arguments_ = [
      '\0',
      '\x01',
      '\x02\0\0\0',
      '1\n',
      "'f8'\n",
      DTYPE_F8,
      DTYPE_O,
      RECONSTRUCT,
      'c_codecs\nencode\n',
    ]
    const text = fc.array(fc.constantFrom(...opcodes, ...arguments_), { maxLength: 40 })
    fc.assert(
      fc.property(text, (parts) => tolerate(bytes(...parts, '.'))),
      { numRuns: 5000, seed: 2 },
    )
  })
})
