// Memory of the wasm backend for the time of one computation.

import type { SimdBackend } from './backend.ts'

/** Runs `use` with so many bytes that are given back afterwards. */
export function withMemory<Result>(
  { heap }: SimdBackend,
  bytes: number,
  use: (address: number) => Result,
): Result {
  const address = heap.allocate(bytes)
  try {
    return use(address)
  } finally {
    heap.release(address)
  }
}
