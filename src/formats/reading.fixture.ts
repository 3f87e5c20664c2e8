// What a reader asks of its source, and how it refuses.

import { expect } from 'vitest'
import { StudioError } from '../core/errors.ts'
import type { ByteSource } from './source.ts'

/** The same source, and the ranges that were read of it, start and end. */
export function watched(inner: ByteSource): { source: ByteSource; ranges: [number, number][] } {
  const ranges: [number, number][] = []
  const slice: ByteSource['slice'] = (start, end) => {
    ranges.push([start, end])
    return inner.slice(start, end)
  }
  return { source: { ...inner, slice }, ranges }
}

/** What refused work says; fails on any other outcome than a StudioError `bad-input`. */
export async function refusal(work: Promise<unknown>): Promise<{ message: string; hint: string }> {
  try {
    await work
  } catch (thrown) {
    if (!(thrown instanceof StudioError)) throw thrown
    expect(thrown.code).toBe('bad-input')
    return { message: thrown.message, hint: thrown.hint }
  }
  throw new Error('Expected a refusal')
}
