// `npm run bench`: builds the benchmark's programs and its page into dist-bench, then runs it. Flags: --help.

import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'vite'
import { simdModule } from './vite-plugin-simd.mjs'

const ROOT = join(import.meta.dirname, '..')
const PROGRAMS = join(ROOT, 'dist-bench', 'node')
const PAGE = join(ROOT, 'dist-bench', 'page')

const COMMON = { configFile: false, root: ROOT, logLevel: 'error', publicDir: false }

async function buildPrograms() {
  await build({
    ...COMMON,
    plugins: [simdModule()],
    build: {
      ssr: true,
      outDir: PROGRAMS,
      emptyOutDir: true,
      target: 'node20',
      minify: false,
      rolldownOptions: {
        input: {
          main: join(ROOT, 'bench', 'main.ts'),
          ours: join(ROOT, 'bench', 'node', 'ours.ts'),
          'stock-wasm': join(ROOT, 'bench', 'node', 'stock-wasm.ts'),
          'stock-webgpu': join(ROOT, 'bench', 'node', 'stock-webgpu.ts'),
        },
        output: { entryFileNames: '[name].js' },
      },
    },
  })
}

/** The worker's environment can load the fixtures of "Check this device"; nothing here asks for them. */
function noFixtures() {
  const name = 'virtual:keras-fixtures'
  return {
    name: 'no-fixtures',
    resolveId: (id) => (id === name ? `\0${id}` : undefined),
    load: (id) => (id === `\0${name}` ? 'export default {}' : undefined),
  }
}

/** Not minified: stock tfjs' threads run the text of a function that minifying breaks. */
async function buildPage() {
  const plugins = () => [noFixtures(), simdModule()]
  await build({
    ...COMMON,
    base: './',
    worker: { format: 'es', plugins },
    build: {
      outDir: PAGE,
      emptyOutDir: true,
      target: 'es2023',
      minify: false,
      chunkSizeWarningLimit: 10_000,
      rolldownOptions: { input: join(ROOT, 'bench', 'page', 'index.html') },
    },
  })
}

const args = process.argv.slice(2)
await Promise.all([buildPrograms(), buildPage()])
const { run } = await import(pathToFileURL(join(PROGRAMS, 'main.js')).href)
process.exitCode = await run(args, { root: ROOT, programs: PROGRAMS, page: PAGE })
