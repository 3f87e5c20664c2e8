import { describe, expect, test } from 'vitest'
import { type BenchCase, named } from './cases.ts'
import { type Measure, measureCases, measureOnce } from './restarts.ts'
import type { DeviceInfo, Measured, Message } from './results.ts'
import type { BenchRequest } from './runner.ts'

const PATIENCE = { silence: 60, farewell: 20 }
const TIMING: Measured = { timing: { median: 1, min: 1, repeats: 3 } }
const DEVICE: DeviceInfo = { backend: 'wasm', adapter: 'CPU', threads: 1, simd: 'plain', profile: 'cpu' }

const adam = (parameters: number) => named({ kind: 'adam', parameters } as const)
const CASES: readonly BenchCase[] = [1e6, 2e6, 3e6, 4e6].map(adam)
const [A, B, C, D] = CASES.map(({ id }) => id) as [string, string, string, string]

const ask = (cases: readonly BenchCase[]): BenchRequest => ({
  backend: 'wasm',
  threads: 1,
  quick: true,
  cases,
})

/** What goes wrong at a case. */
type Fault = 'crash' | 'crash unannounced' | 'hang'

/** A process that has faults at some cases; `starts` lists the cases that each one was given. */
function faulty(
  faults: Readonly<Record<string, Fault>>,
  deviceOpens: (start: number) => boolean = () => true,
) {
  const starts: string[][] = []
  const measure: Measure = async ({ cases }, onMessage) => {
    starts.push(cases.map(({ id }) => id))
    if (!deviceOpens(starts.length)) throw new Error('no device')
    onMessage({ type: 'device', device: DEVICE, limits: null })
    for (const { id } of cases) {
      const fault = faults[id]
      if (fault === 'crash unannounced') throw new Error('crashed')
      onMessage({ type: 'start', id })
      if (fault === 'crash') throw new Error('crashed')
      if (fault === 'hang') await new Promise(() => {})
      onMessage({ type: 'case', id, measured: TIMING })
    }
  }
  return { measure, starts }
}

const collect = (measure: Measure) => measureCases(measure, ask(CASES), () => {}, PATIENCE)

describe('a list of cases', () => {
  test('needs one process if nothing goes wrong', async () => {
    const { measure, starts } = faulty({})
    const { found, stopped } = await collect(measure)
    expect([...found.keys()]).toEqual([A, B, C, D])
    expect(stopped).toBeNull()
    expect(starts).toHaveLength(1)
  })

  test.each<Fault>(['crash', 'crash unannounced', 'hang'])('loses only the case of a %s', async (fault) => {
    const { measure } = faulty({ [B]: fault })
    const { found, stopped } = await collect(measure)
    const reason = fault === 'hang' ? 'no message for 0.06 s' : 'crashed'
    expect(stopped).toBeNull()
    expect(Object.fromEntries(found)).toEqual({
      [A]: TIMING,
      [B]: { skipped: reason },
      [C]: TIMING,
      [D]: TIMING,
    })
  })

  test('ends even if every case ends its process', async () => {
    const { measure, starts } = faulty({ [A]: 'crash', [B]: 'crash unannounced', [C]: 'hang', [D]: 'crash' })
    const { found } = await collect(measure)
    expect([...found.values()].every((measured) => 'skipped' in measured)).toBe(true)
    expect(starts.map(({ length }) => length)).toEqual([4, 3, 2, 1])
  })

  test('reports the case that was lost like any other', async () => {
    const heard: Message[] = []
    const { measure } = faulty({ [B]: 'crash' })
    await measureCases(measure, ask(CASES), (message) => heard.push(message), PATIENCE)
    expect(heard).toContainEqual({ type: 'case', id: B, measured: { skipped: 'crashed' } })
  })

  test('is given up where the device opens no more', async () => {
    const { measure, starts } = faulty({ [B]: 'crash' }, (start) => start < 2)
    const { found, stopped } = await collect(measure)
    expect([...found.keys()]).toEqual([A, B])
    expect(stopped).toBe('no device')
    expect(starts).toHaveLength(2)
  })

  test('goes on after a crash between two cases, and costs none', async () => {
    let starts = 0
    const measure: Measure = async ({ cases }, onMessage) => {
      starts++
      onMessage({ type: 'case', id: cases[0]!.id, measured: TIMING })
      throw new Error('crashed')
    }
    const { found } = await collect(measure)
    expect([...found.values()]).toEqual([TIMING, TIMING, TIMING, TIMING])
    expect(starts).toBe(4)
  })

  test('ends if a process says nothing of its cases', async () => {
    const measure: Measure = async (_, onMessage) =>
      onMessage({ type: 'device', device: DEVICE, limits: null })
    const { found } = await collect(measure)
    expect(found.get(D)).toEqual({ skipped: 'ended without a result' })
  })
})

describe('one process', () => {
  test('that falls silent is told to end, and not heard any more', async () => {
    const heard: Message[] = []
    let aborted = false
    let late: () => void = () => {}
    const measure: Measure = (_, onMessage, signal) => {
      signal.addEventListener('abort', () => {
        aborted = true
      })
      late = () => onMessage({ type: 'start', id: 'late' })
      return new Promise(() => {})
    }
    const failure = await measureOnce(measure, ask([]), (message) => heard.push(message), PATIENCE)
    late()
    expect(failure).toContain('no message')
    expect(aborted).toBe(true)
    expect(heard).toEqual([])
  })

  test('may take as long as it likes while it gives signs of life', async () => {
    const measure: Measure = async (_, onMessage) => {
      for (let i = 0; i < 8; i++) {
        await new Promise((resolve) => setTimeout(resolve, PATIENCE.silence / 4))
        onMessage({ type: 'alive' })
      }
    }
    expect(await measureOnce(measure, ask([]), () => {}, PATIENCE)).toBeNull()
  })
})
