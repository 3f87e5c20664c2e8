// `npm run bench:reading`: builds the studio and the reading benchmark's programs, then runs it. Flags: --help.

import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'vite'
import { simdModule } from './vite-plugin-simd.mjs'

const ROOT = join(import.meta.dirname, '..')
const OUT = join(ROOT, 'dist-bench', 'reading')
const COMMON = { configFile: false, root: ROOT, logLevel: 'error', publicDir: false }

await build({
  ...COMMON,
  build: {
    ssr: true,
    outDir: join(OUT, 'node'),
    emptyOutDir: true,
    target: 'node20',
    minify: false,
    rolldownOptions: {
      input: {
        main: join(ROOT, 'bench', 'reading', 'main.ts'),
        node: join(ROOT, 'bench', 'reading', 'node.ts'),
      },
      output: { entryFileNames: '[name].js' },
    },
  },
})
await build({
  ...COMMON,
  base: './',
  worker: { format: 'es', plugins: () => [simdModule()] },
  build: {
    outDir: join(OUT, 'page'),
    emptyOutDir: true,
    target: 'es2023',
    chunkSizeWarningLimit: 10_000,
    rolldownOptions: { input: join(ROOT, 'bench', 'reading', 'page.html') },
  },
})
await build({ root: ROOT, logLevel: 'error' })
const { run } = await import(pathToFileURL(join(OUT, 'node', 'main.js')).href)
process.exitCode = await run(process.argv.slice(2), {
  node: join(OUT, 'node', 'node.js'),
  page: join(OUT, 'page'),
  studio: join(ROOT, 'dist'),
})
