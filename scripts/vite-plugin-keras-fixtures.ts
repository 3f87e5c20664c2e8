// One Keras fixture per model inside the page, for "Check this device": `import('virtual:keras-fixtures')` gives the
// files of these folders, base64, as a chunk of its own that is loaded when somebody asks for the check.

import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import type { Plugin } from 'vite'

const ROOT = join(import.meta.dirname, '..', 'reference', 'fixtures', 'keras')
/** More than two classes; recurrent layers over 140 steps that keep their memory, so that a state lost between chunks shows. */
const FOLDERS = ['CNN3-97', 'CNN8-97', 'CNN-GRU-2240-memory', 'CNN-LSTM-2240-memory', 'CNN-2inputs-100']
const NAME = 'virtual:keras-fixtures'
const RESOLVED = `\0${NAME}`

/** Files of the fixtures by folder and by path inside it, base64. */
export function packFixtures(): Record<string, Record<string, string>> {
  return Object.fromEntries(FOLDERS.map((folder) => [folder, packFolder(join(ROOT, folder))]))
}

function packFolder(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
  return Object.fromEntries(
    files.map((file) => [relative(folder, file).split(sep).join('/'), readFileSync(file, 'base64')]),
  )
}

/** Vite plugin: provides the virtual module. */
export function kerasFixtures(): Plugin {
  return {
    name: 'keras-fixtures',
    resolveId: (id) => (id === NAME ? RESOLVED : undefined),
    load: (id) => (id === RESOLVED ? `export default ${JSON.stringify(packFixtures())}` : undefined),
  }
}
