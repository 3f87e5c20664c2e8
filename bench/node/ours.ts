// Our engine in a process of its own: the request is its argument, messages are its lines of output.

import { nodeEnvironment } from '../../src/node/node-environment.ts'
import { wasmThreads } from '../../src/node/wasm-threads.ts'
import { runOurs } from '../ours/run.ts'
import { emit, readRequest } from './child.ts'

const request = readRequest()
const environment = await nodeEnvironment(request.backend)
const wasm = request.threads > 0 ? wasmThreads(request.threads) : environment.wasm
await runOurs(request, { ...environment, wasm }, emit)
process.stdout.write('', () => process.exit(0))
