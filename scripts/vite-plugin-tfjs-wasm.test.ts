import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { loadThreadsByUrl } from './vite-plugin-tfjs-wasm.ts'

const INSTALLED = new URL(
  '../node_modules/@tensorflow/tfjs-backend-wasm/dist/backend_wasm.js',
  import.meta.url,
)

test('the installed tfjs loads its threads by URL', () => {
  const patched = loadThreadsByUrl(readFileSync(INSTALLED, 'utf8'))
  expect(patched).toContain(
    "import threadedScriptUrl from '../wasm-out/tfjs-backend-wasm-threaded-simd.js?url';",
  )
  expect(patched).toContain(
    'factoryConfig.mainScriptUrlOrBlob = new URL(threadedScriptUrl, self.location.href).href;',
  )
  expect(patched).not.toContain('wasmFactoryThreadedSimd.toString()')
})

test('a tfjs that starts its threads otherwise fails the build', () => {
  expect(() => loadThreadsByUrl('factoryConfig.mainScriptUrlOrBlob = somethingElse;')).toThrow(
    "tfjs-backend-wasm's backend_wasm.js no longer sets mainScriptUrlOrBlob as in version 4.22: see how it starts its threads now",
  )
})
