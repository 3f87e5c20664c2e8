import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { createRng } from './rng.ts'
import { sha256 } from './sha256.ts'

test.each([
  ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
  ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  [
    'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
    '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
  ],
])('of %j, as FIPS 180 gives it', (text, digest) => {
  expect(sha256(new TextEncoder().encode(text))).toBe(digest)
})

test('of every length to 200 bytes and of 100,000, as OpenSSL computes it', () => {
  const rng = createRng(1, 'sha256')
  for (const length of [...Array(201).keys(), 100_000]) {
    const bytes = Uint8Array.from({ length }, () => Math.floor(256 * rng.uniform()))
    expect(sha256(bytes), `${length} bytes`).toBe(createHash('sha256').update(bytes).digest('hex'))
  }
})
