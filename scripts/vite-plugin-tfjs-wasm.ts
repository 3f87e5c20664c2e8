// Threads for tfjs' wasm backend under a strict Content Security Policy. Stock tfjs hands its threads a Blob made from
// `wasmFactory.toString()`: minifying breaks that text, because it drops a `typeof` guard. With this plugin the threads
// load tfjs' own script, unmodified, from the page's origin. It belongs under `worker.plugins`: Vite does not apply
// top-level plugins to workers when it builds. In development nothing is minified, so stock tfjs works.

import type { Plugin } from 'vite'

const BLOB_OF_FACTORY =
  /factoryConfig\.mainScriptUrlOrBlob = new Blob\(\[`var WasmBackendModuleThreadedSimd = ` \+\s*wasmFactoryThreadedSimd\.toString\(\)\], \{ type: 'text\/javascript' \}\);/

const IMPORT_URL = `import threadedScriptUrl from '../wasm-out/tfjs-backend-wasm-threaded-simd.js?url';\n`

/** Absolute, because a thread starts from a blob: URL, against which no relative URL resolves. */
const SCRIPT_BY_URL =
  'factoryConfig.mainScriptUrlOrBlob = new URL(threadedScriptUrl, self.location.href).href;'

/**
 * Source of tfjs' `dist/backend_wasm.js` whose threads load their script by URL.
 * @throws Error if the source no longer has the statement to replace, so that an upgrade of tfjs fails the build
 */
export function loadThreadsByUrl(source: string): string {
  if (!BLOB_OF_FACTORY.test(source)) {
    throw new Error(
      "tfjs-backend-wasm's backend_wasm.js no longer sets mainScriptUrlOrBlob as in version 4.22: see how it starts its threads now",
    )
  }
  return IMPORT_URL + source.replace(BLOB_OF_FACTORY, SCRIPT_BY_URL)
}

/** Vite plugin for `worker.plugins`: see the head of this file. */
export function tfjsThreadedWasm(): Plugin {
  return {
    name: 'tfjs-threaded-wasm',
    apply: 'build',
    transform: {
      filter: { id: /tfjs-backend-wasm[\\/]dist[\\/]backend_wasm\.js$/ },
      handler: (code) => ({ code: loadThreadsByUrl(code), map: null }),
    },
  }
}
