import { expect, test } from 'vitest'
import type { ErrorCode } from '../core/errors.ts'
import { exitCodeOf } from './exit-codes.ts'

test('the exit status of each kind of error', () => {
  const expected: Record<ErrorCode, number> = {
    'bad-input': 2,
    'file-gone': 2,
    device: 3,
    'out-of-memory': 3,
    worker: 3,
    cancelled: 130,
    'non-finite': 1,
    internal: 1,
  }
  for (const [code, status] of Object.entries(expected)) expect(exitCodeOf(code as ErrorCode)).toBe(status)
})
