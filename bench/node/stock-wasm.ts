// Stock tfjs on its own wasm backend, in a process of its own. In Node it has SIMD and never threads.

import '@tensorflow/tfjs-backend-wasm'
import { runStock } from '../stock/run.ts'
import { serveOnce } from './child.ts'

await serveOnce((request, emit) => runStock(request, () => 'stock wasm, 1 thread', emit))
