// One more thread of the wasm backend. It runs in a browser's worker and in a thread of Node, so it is plain JavaScript
// that imports nothing. Its memory is the backend's; threads.ts has the other side of the protocol.

const GENERATION = 0
const NEXT_PART = 1
const PARTS = 2
const JOB = 3
const ARGUMENTS = 4
const DONE = 5
const FAILED = 6

/** Looks at the generation this often before it sleeps: jobs of one step follow each other closely. */
const SPINS = 20_000

function start({ module, memory, jobs, scratch }, ready) {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } })
  const functions = jobs.map((name) => exports[name])
  const control = new Int32Array(memory.buffer, 0, 16)
  let generation = Atomics.load(control, GENERATION)
  ready()
  for (;;) {
    let spins = SPINS
    while (Atomics.load(control, GENERATION) === generation) {
      if (--spins < 0) Atomics.wait(control, GENERATION, generation)
    }
    generation++
    const run = functions[control[JOB]]
    try {
      for (;;) {
        const part = Atomics.add(control, NEXT_PART, 1)
        if (part >= control[PARTS]) break
        run(control[ARGUMENTS], part, scratch)
      }
    } catch {
      Atomics.store(control, FAILED, 1)
    }
    Atomics.add(control, DONE, 1)
    Atomics.notify(control, DONE)
  }
}

if (typeof addEventListener === 'function') {
  addEventListener('message', ({ data }) => start(data, () => postMessage('ready')), { once: true })
} else {
  const { parentPort } = require('node:worker_threads')
  parentPort.once('message', (data) => start(data, () => parentPort.postMessage('ready')))
}
