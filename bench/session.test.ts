import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { readOptions } from './options.ts'
import type { Measure } from './restarts.ts'
import type { DeviceInfo, Limits } from './results.ts'
import { Session } from './session.ts'

const DEVICE: DeviceInfo = { backend: 'wasm', adapter: 'CPU', threads: 1, simd: 'plain', profile: 'cpu' }
const PATIENCE = { silence: 60, farewell: 20 }

beforeEach(() => {
  vi.spyOn(console, 'error').mockImplementation(() => {})
})
afterEach(() => {
  vi.restoreAllMocks()
})

function sessionOf(...args: string[]) {
  return new Session(readOptions(['--quick', ...args])!, PATIENCE)
}

/** Takes as many seconds for each case as `median` says, crashes at some, and reports limits that grow from start to start. */
function engine(median: number, crashes: RegExp | null): Measure {
  let starts = 0
  return async ({ cases }, onMessage) => {
    const limits: Limits = { gflops: 100 + starts++, gbPerSecond: 10 }
    onMessage({ type: 'device', device: DEVICE, limits: cases.length === 0 ? null : limits })
    onMessage({ type: 'peer', name: 'stock' })
    for (const { id } of cases) {
      onMessage({ type: 'start', id })
      if (crashes?.test(id)) throw new Error('crashed')
      onMessage({
        type: 'case',
        id,
        measured: { timing: { median: median * cases.length, min: 1, repeats: 1 } },
      })
    }
  }
}

const environment = (ours: Measure, stock: Measure) => ({
  name: 'Node, wasm',
  backend: 'wasm' as const,
  ours,
  stock,
  peers: async () => new Map(),
})

test('a crash of ours or of stock costs one case of the table', async () => {
  const session = sessionOf()
  await session.measure(environment(engine(1, /^gemm/), engine(2, /cnn3-step/)))
  const { environments, skipped } = session.result()
  const [{ rows, limits }] = environments as [(typeof environments)[0]]
  const lost = rows.filter(({ ours }) => 'skipped' in ours)
  expect(lost.map(({ ours }) => ours)).toEqual([{ skipped: 'crashed' }])
  expect(lost[0]!.id).toMatch(/^gemm/)
  const withoutStock = rows.filter(({ peers }) => peers.some((peer) => 'skipped' in peer))
  expect(withoutStock.map(({ id }) => id)).toEqual(['cnn3-step-length-1024-batch-32'])
  expect(rows.every(({ peers }) => peers.length === 1)).toBe(true)
  expect(skipped).toEqual([])
  expect(session.failed).toBe(1)
  // one start for the device, one up to the crash, one behind it
  expect(limits).toEqual({ gflops: 102, gbPerSecond: 10 })
})

test('each step and its peers have their turn, then all kernels; a quick run has no time for that', async () => {
  const turns = async (...args: string[]) => {
    const session = new Session(readOptions(['--filter', 'step|adam', ...args])!, PATIENCE)
    const asked: string[] = []
    const ours = engine(1, null)
    await session.measure({
      ...environment(
        (request, onMessage, signal) => {
          if (request.cases.length > 0) asked.push(`ours: ${request.cases.map(({ kind }) => kind).join(' ')}`)
          return ours(request, onMessage, signal)
        },
        engine(2, null),
      ),
      peers: async (_, cases) => {
        asked.push(`peers: ${cases.map(({ kind }) => kind).join(' ')}`)
        return new Map([['Peer', new Map(cases.map(({ id }) => [id, { skipped: 'a test' }]))]])
      },
    })
    return asked
  }
  const whole = await turns()
  expect(whole.slice(0, 4)).toEqual(['ours: step', 'peers: step', 'ours: step', 'peers: step'])
  expect(whole.slice(-2)).toEqual(['ours: adam', 'peers: adam'])
  expect(await turns('--quick')).toEqual([
    'ours: step step step step adam',
    'peers: step step step step adam',
  ])
})

test('ours that does not start is skipped, and fails the run', async () => {
  const session = sessionOf()
  const broken: Measure = () => Promise.reject(new Error('no adapter'))
  await session.measure(environment(broken, engine(1, null)))
  expect(session.result()).toMatchObject({
    environments: [],
    skipped: [{ what: 'Node, wasm', why: 'no adapter' }],
  })
  expect(session.failed).toBe(1)
})

test('stock that does not start leaves ours', async () => {
  const session = sessionOf('--filter', 'adam')
  const silent: Measure = () => new Promise(() => {})
  await session.measure(environment(engine(1, null), silent))
  const { environments, skipped } = session.result()
  expect(environments[0]!.rows[0]).toMatchObject({ ours: { timing: { median: 1 } }, peers: [] })
  expect(skipped).toEqual([{ what: 'Node, wasm, stock', why: 'no message for 0.06 s' }])
  expect(session.failed).toBe(0)
})

test('growth is kept with its exponents, and what crashed without', async () => {
  const session = sessionOf()
  await session.measureGrowth(engine(1, /cnn8-step-length-64/))
  const { growth } = session.result()
  expect(growth?.steps.filter(({ measured }) => 'skipped' in measured)).toEqual([
    { model: 'CNN8', length: 64, batch: 4, measured: { skipped: 'crashed' } },
  ])
  expect(growth?.exponents.map(({ model, of }) => `${model} ${of}`)).toEqual([
    'CNN3 length',
    'CNN3 batch',
    'CNN8 length',
    'CNN-GRU length',
    'CNN-LSTM length',
  ])
  expect(session.failed).toBe(1)
})
