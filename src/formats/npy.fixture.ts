// What the tests of NPY files share: the files that NumPy wrote, and headers made by hand.

import { openNpy, readNumbers, readObjects, readStrings } from './npy.ts'
import { refusal } from './reading.fixture.ts'
import { referenceFile, referenceValues } from './reference.fixture.ts'
import { bytesSource } from './source.ts'

/** What NumPy says of a file that it wrote. */
interface Expected {
  readonly kind: 'numbers' | 'strings' | 'objects'
  readonly descr: string
  readonly shape: number[]
  readonly version: string
  readonly fortranOrder: boolean
  readonly bytes: number
  readonly values: unknown[]
  readonly float32?: unknown[]
}

/** The same by name of the file. */
export const EXPECTED = referenceValues<Expected>('numpy')

/** Names with what is expected of them. */
export const CASES = Object.entries(EXPECTED)

/** The bytes of a file that NumPy wrote. */
export function fixture(name: string): Uint8Array {
  return referenceFile('numpy', name)
}

/** An array of 2 rows of 3 as bytes, with the header's text given. */
export function npy(header: string, data = new Uint8Array(24), version = [1, 0]): Uint8Array {
  const text = new TextEncoder().encode(header)
  const length =
    version[0] === 1 ? [text.length & 255, text.length >> 8] : [text.length & 255, text.length >> 8, 0, 0]
  return Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, ...version, ...length, ...text, ...data)
}

/** Text of a header. */
export function header(descr: string, shape = '(2, 3)', order = 'False'): string {
  return `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': ${shape}, }\n`
}

/** All values of a file, whatever their type. */
export async function readAll(bytes: Uint8Array): Promise<readonly unknown[]> {
  const source = bytesSource(bytes, 'file.npy')
  const file = await openNpy(source)
  if (file.dtype.kind === 'O') return readObjects(file, source)
  if (file.dtype.kind === 'U' || file.dtype.kind === 'S') return readStrings(file, source)
  return Array.from(await readNumbers(file, source))
}

/** How a file is refused when it is opened. */
export function refusalOf(bytes: Uint8Array, name = 'X.npy'): ReturnType<typeof refusal> {
  return refusal(openNpy(bytesSource(bytes, name)))
}
