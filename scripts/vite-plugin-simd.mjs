// The SIMD module inside the bundle: `import('virtual:simd/relaxed-shared')` gives the compiled AssemblyScript of
// src/engine/simd/assembly as bytes. Four builds: with and without relaxed SIMD (fused multiply-add), on a memory that
// threads share or on one of its own. A build is kept until a source or the compiler changes.

import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import asc from 'assemblyscript/asc'

const ROOT = join(import.meta.dirname, '..')
const SOURCES = join(ROOT, 'src', 'engine', 'simd', 'assembly')
const CACHE = join(ROOT, 'node_modules', '.cache', 'redshift-studio-simd')
const PREFIX = 'virtual:simd/'

/** Flags of the compiler by the words of a variant's name. */
const FLAGS = {
  plain: [],
  relaxed: ['--enable', 'relaxed-simd'],
  own: [],
  shared: ['--enable', 'threads', '--sharedMemory'],
}

const COMMON = [
  'module.ts',
  '--outFile',
  'module.wasm',
  '-O3',
  '--noAssert',
  '--runtime',
  'stub',
  '--use',
  'abort=',
  '--importMemory',
  '--maximumMemory',
  '65536',
  '--enable',
  'simd',
  '--enable',
  'bulk-memory',
]

/**
 * Bytes of one build.
 * @param {string} variant for example `relaxed-shared`
 * @returns {Promise<Buffer>}
 * @throws Error with the compiler's messages
 */
export async function compileSimd(variant) {
  const options = [...COMMON, ...variant.split('-').flatMap((word) => FLAGS[word] ?? [])]
  const hash = createHash('sha256').update(JSON.stringify([asc.version, options]))
  for (const name of readdirSync(SOURCES).sort()) hash.update(readFileSync(join(SOURCES, name)))
  const path = join(CACHE, `${hash.digest('hex').slice(0, 16)}.wasm`)
  try {
    return readFileSync(path)
  } catch {
    const bytes = await compile(options)
    mkdirSync(CACHE, { recursive: true })
    // moved into place, so that two builds at once never see half a file
    const making = `${path}.${process.pid}`
    writeFileSync(making, bytes)
    renameSync(making, path)
    return bytes
  }
}

/** @param {string[]} options */
async function compile(options) {
  /** @type {Buffer | null} */
  let bytes = null
  const { error, stderr } = await asc.main(options, {
    readFile: (name) => {
      try {
        return readFileSync(join(SOURCES, name), 'utf8')
      } catch {
        return null
      }
    },
    writeFile: (_name, contents) => {
      bytes = Buffer.from(contents)
    },
    listFiles: () => [],
  })
  if (error || bytes === null) throw new Error(`The SIMD module does not compile: ${error}\n${stderr}`)
  return bytes
}

/**
 * Vite plugin: provides the virtual modules.
 * @returns {import('vite').Plugin}
 */
export function simdModule() {
  return {
    name: 'simd-module',
    resolveId: (id) => (id.startsWith(PREFIX) ? `\0${id}` : undefined),
    load: async (id) => {
      if (!id.startsWith(`\0${PREFIX}`)) return undefined
      const bytes = await compileSimd(id.slice(PREFIX.length + 1))
      return `export default Uint8Array.from(atob('${bytes.toString('base64')}'), (c) => c.charCodeAt(0))`
    },
  }
}
