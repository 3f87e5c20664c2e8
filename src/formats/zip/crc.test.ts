import { crc32 } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { updateCrc32 } from './crc.ts'

test('the check value of CRC-32/ISO-HDLC', () => {
  expect(updateCrc32(0, new TextEncoder().encode('123456789'))).toBe(0xcbf43926)
  expect(updateCrc32(0, new Uint8Array(0))).toBe(0)
})

test('as zlib, in one piece and in two, aligned and not', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(300), fc.nat(3), (bytes, cut, start) => {
      const whole = bytes.subarray(start)
      const crc = updateCrc32(updateCrc32(0, whole.subarray(0, cut)), whole.subarray(cut))
      expect(crc).toBe(crc32(whole))
    }),
    { seed: 7 },
  )
})
