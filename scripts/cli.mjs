// The commands `train`, `apply`, `data`, `metrics` and `verify`: builds src/node/cli.ts when a source is newer than the
// last build, then runs it. Nothing is built when nothing has changed.

import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const ROOT = join(import.meta.dirname, '..')
const BUILDS = join(ROOT, 'dist-node')
const FOLDERS = ['core', 'formats', 'data', 'engine', 'node']

/** A name for the state of all sources: their paths, sizes and times of change. */
function sourceStamp() {
  const hash = createHash('sha256')
  const add = (path) => {
    const { size, mtimeMs } = statSync(path)
    hash.update(`${path} ${size} ${mtimeMs}\n`)
  }
  add(import.meta.filename)
  add(join(ROOT, 'package.json'))
  for (const folder of FOLDERS) {
    const path = join(ROOT, 'src', folder)
    for (const name of readdirSync(path, { recursive: true }).sort()) {
      if (/\.(ts|js)$/.test(name) && !name.endsWith('.test.ts')) add(join(path, name))
    }
  }
  return hash.digest('hex').slice(0, 16)
}

/** Builds into a folder of its own and moves it into place, so that commands may start at the same time. */
async function build(target) {
  const { build } = await import('vite')
  const { simdModule } = await import('./vite-plugin-simd.mjs')
  const making = join(BUILDS, `making-${process.pid}`)
  await build({
    configFile: false,
    root: ROOT,
    logLevel: 'error',
    publicDir: false,
    plugins: [simdModule()],
    build: {
      ssr: 'src/node/cli.ts',
      outDir: making,
      target: 'node20',
      minify: false,
      rolldownOptions: { output: { entryFileNames: 'cli.js' } },
    },
  })
  try {
    renameSync(making, target)
  } catch (error) {
    if (!existsSync(target)) throw error
    rmSync(making, { recursive: true })
  }
}

/** Removes the builds of earlier sources, but none that may be under way or just started. */
function removeOldBuilds(current) {
  const hourAgo = Date.now() - 3_600_000
  for (const name of readdirSync(BUILDS)) {
    const path = join(BUILDS, name)
    if (path !== current && statSync(path).mtimeMs < hourAgo) rmSync(path, { recursive: true, force: true })
  }
}

async function prepare() {
  mkdirSync(BUILDS, { recursive: true })
  const target = join(BUILDS, sourceStamp())
  if (!existsSync(target)) {
    await build(target)
    removeOldBuilds(target)
  }
  return pathToFileURL(join(target, 'cli.js')).href
}

const { run } = await import(await prepare())
await run()
