import { expect, test } from 'vitest'
import { binaryString, toBase64 } from './base64.ts'

test('bytes become characters and base64', () => {
  const bytes = Uint8Array.from([0, 127, 128, 255])
  expect(binaryString(bytes)).toBe('\u0000\u007f\u0080\u00ff')
  expect(toBase64(bytes)).toBe('AH+A/w==')
})

test('more bytes than a call takes arguments', () => {
  const bytes = Uint8Array.from({ length: 700_001 }, (_, i) => i % 251)
  expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'))
})
