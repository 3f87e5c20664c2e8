// Keras fixtures that travel inside the program instead of lying in folders.

import { bytesSource } from '../formats/source.ts'
import { type KerasFixture, readFixture } from './keras-fixture.ts'

/** Files by folder and by path inside it; contents in base64. */
export type PackedFixtures = Readonly<Record<string, Readonly<Record<string, string>>>>

/**
 * Unpacks and reads all fixtures, in the order in which they were packed.
 * @throws StudioError `bad-input` as `readFixture` does
 */
export function readFixtures(packed: PackedFixtures): Promise<KerasFixture[]> {
  return Promise.all(Object.entries(packed).map(([folder, files]) => readFixture(unpack(folder, files))))
}

function unpack(folder: string, files: Readonly<Record<string, string>>) {
  return new Map(
    Object.entries(files).map(([path, base64]) => {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
      return [path, bytesSource(bytes, `${folder}/${path}`)]
    }),
  )
}
