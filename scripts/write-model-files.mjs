// `node scripts/write-model-files.mjs DIR`: the five networks as Keras files, with inputs and what the engine makes of them, for
// reference/check_model.py.

import { resolve } from 'node:path'
import { createServer } from 'vite'
import { simdModule } from './vite-plugin-simd.mjs'

const folder = process.argv[2]
if (folder === undefined) {
  console.error('Usage: node scripts/write-model-files.mjs DIR')
  process.exit(2)
}
const server = await createServer({
  configFile: false,
  root: resolve(import.meta.dirname, '..'),
  logLevel: 'error',
  plugins: [simdModule()],
  server: { middlewareMode: true, watch: null },
  optimizeDeps: { noDiscovery: true },
})
try {
  const { writeModelFiles } = await server.ssrLoadModule('/src/node/model-files.fixture.ts')
  await writeModelFiles(resolve(folder), (line) => console.log(line))
} finally {
  await server.close()
}
