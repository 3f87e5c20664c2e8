// Damaged archives: each gives its content or a typed error, soon and in little memory.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { contentOf, readDamaged } from '../fuzz.fixture.ts'
import { referenceFile } from '../reference.fixture.ts'
import { bytesSource } from '../source.ts'
import { openNpz } from './npz.ts'
import { npyBytes, npyWith, zipBytes } from './zip.fixture.ts'

/** For a slow machine that does other things as well. */
const FUZZ_MILLISECONDS = 60_000

function open(bytes: Uint8Array) {
  return openNpz(bytesSource(bytes, 'data.npz'))
}

describe('damage', { timeout: FUZZ_MILLISECONDS }, () => {
  const fixture = (name: string) => referenceFile('npz', name)
  const NAMES = ['positional.npz', 'shapes-compressed.npz', 'zip64.npz', 'zip64-directory-compressed.npz']
  /** One array of every kind in few bytes, since each run reads everything. */
  const MIXED = zipBytes([
    { name: 'X.npy', data: npyBytes([1, 2, 3, 4, 5, 6], [2, 3]), method: 8 },
    {
      name: 'Y.npy',
      data: npyWith(
        "{'descr': '<U2', 'fortran_order': False, 'shape': (2,), }",
        new Uint8Array(Uint32Array.of(97, 98, 99, 0).buffer),
      ),
    },
    {
      name: 'b.npy',
      data: npyWith("{'descr': '|b1', 'fortran_order': False, 'shape': (2,), }", Uint8Array.of(1, 0)),
      descriptor: true,
      method: 8,
    },
    { name: 'note.txt', data: Uint8Array.of(1, 2, 3) },
  ])

  test.each([...NAMES.map((name) => [name, fixture(name)] as const), ['mixed', MIXED] as const])(
    '%s cut at any byte is refused',
    async (name, bytes) => {
      const intact = await contentOf(await open(bytes))
      for (let length = 0; length < bytes.length; length++) {
        const outcome = await readDamaged(openNpz, bytes.slice(0, length), intact)
        // a shorter comment harms nobody
        const inComment =
          name.startsWith('zip64') && length >= bytes.length - 'written with zip64 headers'.length
        expect(outcome, `cut to ${length}`).toBe(inComment ? 'equal' : 'refused')
      }
    },
  )

  test.each([...NAMES.map((name) => [name, fixture(name)] as const), ['mixed', MIXED] as const])(
    '%s with flipped bits gives its content or is refused',
    async (_, bytes) => {
      const intact = await contentOf(await open(bytes))
      const flips = fc.array(fc.nat(bytes.length * 8 - 1), { minLength: 1, maxLength: 3 })
      await fc.assert(
        fc.asyncProperty(flips, async (bits) => {
          const damaged = bytes.slice()
          for (const bit of bits) damaged[bit >> 3]! ^= 1 << (bit & 7)
          expect(await readDamaged(openNpz, damaged, intact)).not.toBe('other values')
        }),
        { numRuns: 300, seed: 7 },
      )
    },
  )

  test('random bytes in place of the data, the directory or all of it', async () => {
    const intact = await contentOf(await open(MIXED))
    const part = fc.tuple(fc.nat(MIXED.length - 1), fc.uint8Array({ minLength: 1, maxLength: 64 }))
    await fc.assert(
      fc.asyncProperty(part, async ([at, noise]) => {
        const damaged = MIXED.slice()
        damaged.set(noise.subarray(0, MIXED.length - at), at)
        expect(await readDamaged(openNpz, damaged, intact)).not.toBe('other values')
      }),
      { numRuns: 300, seed: 7 },
    )
  })

  test('any field of 2 or 4 bytes set to its extremes', async () => {
    const intact = await contentOf(await open(MIXED))
    const directory = MIXED.length - 22 - 4 * 46 - 4 * 6
    for (let at = directory - 60; at + 4 <= MIXED.length; at++) {
      for (const value of [0, 0xffffffff, 0x7fffffff, 0x80000000]) {
        const damaged = MIXED.slice()
        new DataView(damaged.buffer).setUint32(at, value, true)
        expect(await readDamaged(openNpz, damaged, intact)).not.toBe('other values')
      }
    }
  })
})
