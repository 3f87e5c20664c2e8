import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'
import { ISOLATION_HEADERS, SECURITY_HEADERS } from './scripts/headers.mjs'
import { kerasFixtures } from './scripts/vite-plugin-keras-fixtures.ts'
import { metaContentSecurityPolicy } from './scripts/vite-plugin-meta-csp.ts'
import { simdModule } from './scripts/vite-plugin-simd.mjs'

/** Unit tests of layers without global state. Those of HDF5 put up a worker's globals, which the library looks for when it is loaded. */
const PURE = [
  'src/{core,data,store}/**/*.test.ts',
  'src/formats/*.test.ts',
  'src/formats/!(hdf5)/**/*.test.ts',
]

export default defineConfig({
  // relative, so that one build works from any path of any static server
  base: './',
  plugins: [react(), metaContentSecurityPolicy(), kerasFixtures(), simdModule()],
  worker: {
    format: 'es',
    plugins: () => [kerasFixtures(), simdModule()],
  },
  build: {
    target: 'es2023',
    sourcemap: true,
    // the wasm engine is one chunk of the worker, and recharts one of the page; neither can be split usefully
    chunkSizeWarningLimit: 1500,
    // jsPDF asks for them only to draw HTML, which figures are not
    rolldownOptions: { external: ['canvg', 'dompurify', 'html2canvas'] },
  },
  // found ahead of the first page load, which would otherwise reload when they turn up
  optimizeDeps: {
    include: [
      'react',
      'react-dom/client',
      '@mantine/core',
      '@mantine/charts',
      '@mantine/hooks',
      'recharts',
      'idb',
      'jspdf',
      'opentype.js/dist/opentype.mjs',
      'zustand',
      'zustand/vanilla',
      'valibot',
      'pure-rand/distribution/uniformFloat64',
      'pure-rand/distribution/uniformInt',
      'pure-rand/generator/xoroshiro128plus',
      '@zip.js/zip.js',
      'apache-arrow/enum',
      'apache-arrow/ipc/metadata/file',
      'apache-arrow/ipc/metadata/message',
      'apache-arrow/type',
      'fzstd',
      'h5wasm',
      'hyparquet-compressors',
      '@tensorflow/tfjs-core',
      '@tensorflow/tfjs-layers',
      '@tensorflow/tfjs-backend-cpu',
      '@tensorflow/tfjs-backend-webgpu',
    ],
  },
  server: { headers: ISOLATION_HEADERS },
  preview: { port: 4173, headers: SECURITY_HEADERS },
  test: {
    environment: 'node',
    // a limit for what hangs: a busy machine is no failure
    testTimeout: 60_000,
    hookTimeout: 60_000,
    allowOnly: false,
    passWithNoTests: false,
    benchmark: { include: ['bench/view/**/*.bench.ts'] },
    projects: [
      {
        extends: true,
        test: {
          name: 'pure',
          include: PURE,
          // these layers keep nothing that a test could leave to another, and loading them anew per file takes longer than most
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'isolated',
          include: ['src/**/*.test.{ts,tsx}', 'scripts/**/*.test.{ts,mjs}', 'bench/**/*.test.ts'],
          exclude: PURE,
        },
      },
    ],
  },
})
