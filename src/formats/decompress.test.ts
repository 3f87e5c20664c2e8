import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { StudioError } from '../core/errors.ts'
import { type Codec, decompressStream } from './decompress.ts'
import { xxh32 } from './decompress-xxh32.ts'
import { referenceFile, referenceValues } from './reference.fixture.ts'

const STREAMS = referenceValues<Record<string, { bytes: number; sha256: string }>>('arrow').compressed!
const FILES = Object.entries(STREAMS)

function fixture(file: string): Uint8Array {
  return referenceFile('arrow', file)
}

function codecOf(file: string): Codec {
  return file.endsWith('.lz4') ? 'LZ4' : 'Zstandard'
}

async function* inPieces(bytes: Uint8Array, length: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length)
}

async function decompress(
  codec: Codec,
  bytes: Uint8Array,
  expected: number,
  pieceLength = 1000,
): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of decompressStream(codec, inPieces(bytes, pieceLength), expected, 'x.arrow')) {
    expect(chunk.length).toBeLessThanOrEqual(4 * 2 ** 20)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

async function refusal(codec: Codec, bytes: Uint8Array, expected: number): Promise<string> {
  const thrown = await decompress(codec, bytes, expected).catch((error: unknown) => error)
  if (!(thrown instanceof StudioError)) throw new Error(`Expected a StudioError, got ${thrown}`)
  expect(thrown.code).toBe('bad-input')
  return thrown.message
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** An LZ4 frame with a right header checksum. */
function lz4Frame(flags: number, descriptor: number, size: number[], body: number[]): Uint8Array {
  const fields = [flags, descriptor, ...size]
  const sum = (xxh32(Uint8Array.from(fields)) >>> 8) & 0xff
  return Uint8Array.of(0x04, 0x22, 0x4d, 0x18, ...fields, sum, ...body)
}

function uint32(value: number): number[] {
  return [value & 255, (value >>> 8) & 255, (value >>> 16) & 255, value >>> 24]
}

/** `hello` as a stored block, and the mark of the end. */
const HELLO = [104, 101, 108, 108, 111]
const STORED_HELLO = [...uint32(0x80000005), ...HELLO]
const END = uint32(0)
const HELLO_SUM = uint32(xxh32(Uint8Array.from(HELLO)))

describe('what Arrow compressed', () => {
  test.each(FILES)('%s', async (file, { bytes, sha256: expected }) => {
    for (const pieceLength of [100_000, 977]) {
      const content = await decompress(codecOf(file), fixture(file), bytes, pieceLength)
      expect(content.length).toBe(bytes)
      expect(sha256(content)).toBe(expected)
    }
  })

  test.each(FILES.filter(([, { bytes }]) => bytes > 0))('%s beyond its length', async (file, { bytes }) => {
    const codec = codecOf(file)
    expect(await refusal(codec, fixture(file), bytes - 1)).toBe(
      `x.arrow is damaged: its ${codec} data give more than ${(bytes - 1).toLocaleString('en')} bytes; expected ${(bytes - 1).toLocaleString('en')}`,
    )
    expect(await refusal(codec, fixture(file), bytes + 1)).toBe(
      `x.arrow is damaged: its ${codec} data give only ${bytes.toLocaleString('en')} bytes; expected ${(bytes + 1).toLocaleString('en')}`,
    )
  })

  test.each(['far.lz4', 'far.zstd', 'short.lz4', 'short.zstd'])(
    '%s cut anywhere is refused',
    async (file) => {
      const whole = fixture(file)
      const step = whole.length > 500 ? 37 : 1
      for (let length = 0; length < whole.length; length += step) {
        await refusal(codecOf(file), whole.subarray(0, length), STREAMS[file]!.bytes)
      }
    },
  )

  test.each(['far.lz4', 'far.zstd', 'text.lz4', 'text.zstd'])('%s with a flipped bit', async (file) => {
    const whole = fixture(file)
    const { bytes } = STREAMS[file]!
    await fc.assert(
      fc.asyncProperty(
        // the head of the stream, where structure lies, twice as often
        fc.oneof(fc.nat(whole.length * 8 - 1), fc.nat(400)),
        async (bit) => {
          const damaged = whole.slice()
          damaged[bit >> 3]! ^= 1 << (bit & 7)
          const result = await decompress(codecOf(file), damaged, bytes).catch((error: unknown) => error)
          if (result instanceof Buffer) expect(result.length).toBe(bytes)
          else expect(result).toMatchObject({ name: 'StudioError', code: 'bad-input' })
        },
      ),
      { seed: 1, numRuns: 150 },
    )
  })

  test('any bytes are refused or decoded', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom<Codec>('LZ4', 'Zstandard'),
        fc.uint8Array({ maxLength: 200 }),
        async (codec, bytes) => {
          const magic = codec === 'LZ4' ? [0x04, 0x22, 0x4d, 0x18] : [0x28, 0xb5, 0x2f, 0xfd]
          const result = await decompress(codec, Uint8Array.of(...magic, ...bytes), 100).catch(
            (error: unknown) => error,
          )
          if (!(result instanceof Buffer))
            expect(result).toMatchObject({ name: 'StudioError', code: 'bad-input' })
        },
      ),
      { seed: 2, numRuns: 400 },
    )
  })
})

describe('LZ4 frames', () => {
  test('stored blocks, checksums, sizes and skippable frames', async () => {
    const size = [5, 0, 0, 0, 0, 0, 0, 0]
    const frame = lz4Frame(0b0111_1100, 0x40, size, [...STORED_HELLO, ...HELLO_SUM, ...END, ...HELLO_SUM])
    const skippable = [0x5f, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3]
    const both = Uint8Array.of(...frame, ...skippable, ...frame)
    expect(String(await decompress('LZ4', both, 10))).toBe('hellohello')
  })

  test('matches across blocks only where blocks are linked', async () => {
    // no literals, a match of 4 at distance 5, then one literal
    const match = [...uint32(5), 0x00, 5, 0, 0x10, 33]
    const body = [...STORED_HELLO, ...match, ...END]
    expect(String(await decompress('LZ4', lz4Frame(0b0100_0000, 0x40, [], body), 10))).toBe('hellohell!')
    expect(await refusal('LZ4', lz4Frame(0b0110_0000, 0x40, [], body), 10)).toBe(
      'x.arrow is damaged: its LZ4 data have a block that cannot be decoded: it refers to bytes before its start',
    )
  })

  test.each([
    ['no magic', Uint8Array.of(1, 2, 3, 4, 5), 'start with 0x04030201; expected 0x184d2204'],
    ['version', lz4Frame(0b1000_0000, 0x40, [], END), 'have frame version 2; expected 1'],
    ['reserved', lz4Frame(0b0100_0010, 0x40, [], END), 'set reserved bits in their header'],
    ['dictionary', lz4Frame(0b0100_0001, 0x40, [], END), 'need a dictionary, which no file carries'],
    ['block size', lz4Frame(0b0100_0000, 0x30, [], END), 'have block size code 3; expected 4 to 7'],
    [
      'header checksum',
      Uint8Array.of(0x04, 0x22, 0x4d, 0x18, 0x40, 0x40, 0, 0, 0, 0, 0),
      'have the header checksum 0x000000c0; their frame says 0x00000000',
    ],
    [
      'block checksum',
      lz4Frame(0b0111_0000, 0x40, [], [...STORED_HELLO, 1, 0, 0, 0, ...END]),
      `have the block checksum 0x${xxh32(Uint8Array.from(HELLO)).toString(16)}; their frame says 0x00000001`,
    ],
    [
      'content checksum',
      lz4Frame(0b0110_0100, 0x40, [], [...STORED_HELLO, ...END, 1, 0, 0, 0]),
      `have the content checksum 0x${xxh32(Uint8Array.from(HELLO)).toString(16)}; their frame says 0x00000001`,
    ],
    [
      'content size below',
      lz4Frame(0b0110_1000, 0x40, [4, 0, 0, 0, 0, 0, 0, 0], [...STORED_HELLO, ...END]),
      'give more than 4 bytes; their frame says 4',
    ],
    [
      'content size above',
      lz4Frame(0b0110_1000, 0x40, [6, 0, 0, 0, 0, 0, 0, 0], [...STORED_HELLO, ...END]),
      'give 5 bytes; their frame says 6',
    ],
    [
      'huge block',
      lz4Frame(0b0110_0000, 0x40, [], uint32(0x7fffffff)),
      'have a block of 2,147,483,647 bytes; expected at most 65,536',
    ],
    [
      'huge block, cut',
      lz4Frame(0b0110_0000, 0x70, [], [...uint32(0x80400000), 1, 2]),
      'end after 2 of 4194304 bytes of a block',
    ],
    [
      'literals without end',
      lz4Frame(0b0110_0000, 0x40, [], [...uint32(4), 0xf0, 255, 255, 255]),
      'have a block that cannot be decoded: it ends early',
    ],
    [
      'empty block',
      lz4Frame(0b0110_0000, 0x40, [], [0, 0, 0, 0x80, ...END]),
      'give only 0 bytes; expected 5',
    ],
  ])('%s is refused', async (_, bytes, reason) => {
    expect(await refusal('LZ4', bytes, 5)).toBe(`x.arrow is damaged: its LZ4 data ${reason}`)
  })
})

describe('Zstandard frames', () => {
  /** Single segment of at most 255 bytes, or a window descriptor. */
  const frame = (flags: number, rest: number[]) => Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, flags, ...rest)

  test('raw and repeated blocks, checksums and skippable frames', async () => {
    const first = frame(0x20, [8, 40, 0, 0, ...HELLO, 27, 0, 0, 33])
    const second = frame(0x24, [5, 41, 0, 0, ...HELLO, 9, 9, 9, 9])
    const both = Uint8Array.of(...first, 0x50, 0x2a, 0x4d, 0x18, 1, 0, 0, 0, 7, ...second)
    expect(String(await decompress('Zstandard', both, 13))).toBe('hello!!!hello')
  })

  test('what grows beyond its length is stopped', async () => {
    // a thousand blocks of 128 KB of zeros, in 4 bytes each
    const blocks = Array.from({ length: 1000 }, () => [0x02, 0x00, 0x10, 0]).flat()
    expect(await refusal('Zstandard', frame(0, [0x50, ...blocks]), 200_000)).toBe(
      'x.arrow is damaged: its Zstandard data give more than 200,000 bytes; expected 200,000',
    )
  })

  test.each([
    ['no magic', Uint8Array.of(1, 2, 3, 4, 5), 'start with 0x04030201; expected 0xfd2fb528'],
    ['reserved', frame(0x28, [5]), 'set a reserved bit in their header'],
    ['dictionary', frame(0x21, [5]), 'need a dictionary, which no file carries'],
    ['window', frame(0, [0xff]), 'need a window of 4,123,168,604,160 bytes; expected at most 8,388,608'],
    [
      'content size',
      frame(0xe0, [0, 0, 0, 0, 0, 0, 0, 1]),
      'need a window of 72,057,594,037,927,936 bytes; expected at most 8,388,608',
    ],
    ['reserved block', frame(0x20, [5, 7, 0, 0]), 'have a block of the reserved type 3'],
    [
      'huge block',
      frame(0x20, [5, 0xf9, 0xff, 0xff]),
      'have a block of 2,097,151 bytes; expected at most 131,072',
    ],
    [
      'more than it says',
      frame(0x20, [4, 32, 0, 0, 1, 2, 3, 4, 9, 0, 0, 5]),
      'give more than 4 bytes; their frame says 4',
    ],
    ['less than it says', frame(0x20, [6, 41, 0, 0, ...HELLO]), 'give 5 bytes; their frame says 6'],
  ])('%s is refused', async (_, bytes, reason) => {
    expect(await refusal('Zstandard', bytes, 5)).toBe(`x.arrow is damaged: its Zstandard data ${reason}`)
  })
})

test('a stream is closed where it is left', async () => {
  let closed = false
  async function* pieces(): AsyncGenerator<Uint8Array> {
    try {
      yield* inPieces(fixture('zeros.lz4'), 50)
    } finally {
      closed = true
    }
  }
  for await (const chunk of decompressStream('LZ4', pieces(), 300_000, 'x.arrow')) {
    expect(chunk.length).toBe(65_536)
    break
  }
  expect(closed).toBe(true)
})

test('xxHash32 of what its specification gives', () => {
  const text = (value: string) => new TextEncoder().encode(value)
  expect(xxh32(text(''))).toBe(0x02cc5d05)
  expect(xxh32(text('abc'))).toBe(0x32d153ff)
  expect(xxh32(text('Nobody inspects the spammish repetition'))).toBe(0xe2293b2f)
})
