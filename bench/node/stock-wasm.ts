// Stock tfjs on its own wasm backend, in a process of its own. In Node it has SIMD and never threads.

import '@tensorflow/tfjs-backend-wasm'
import { runStock } from '../stock/run.ts'
import { emit, readRequest } from './child.ts'

await runStock(readRequest(), () => 'stock wasm, 1 thread', emit)
process.stdout.write('', () => process.exit(0))
