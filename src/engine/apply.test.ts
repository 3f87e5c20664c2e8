import { beforeAll, describe, expect, test } from 'vitest'
import { initialWeights } from '../core/initialisers.ts'
import type { ModelCard } from '../core/model-card.ts'
import { createRng } from '../core/rng.ts'
import { describeZgrid } from '../core/zgrid.ts'
import { CARD } from '../data/applied/applied.fixture.ts'
import type { SplitData } from '../data/dataset.ts'
import { memoryRows } from '../data/row-reader.ts'
import type { Unlabelled, UnlabelledPart } from '../data/unlabelled.ts'
import { applyNetwork } from './apply.ts'
import { describeCard } from './card.ts'
import { type Device, openDevice } from './device.ts'
import { forward } from './evaluate.ts'
import { createNetwork } from './model.ts'
import type { OpenNetwork } from './network-in-use.ts'
import type { PassProgress } from './types.ts'

let device: Device
beforeAll(async () => {
  device = await openDevice('wasm', { gpu: undefined, wasm: { threads: 1, isolated: false } })
})

const WIDTH = 40
const ENVIRONMENT = { now: () => performance.now(), yieldToEvents: () => Promise.resolve() }

function open(card: Partial<ModelCard> = {}): OpenNetwork {
  const model = { card: { ...CARD, ...card }, weights: [] }
  const description = describeCard(model.card)
  const network = createNetwork(description, initialWeights(description, 5), 5)
  return { model, network, microBatchSize: 4 }
}

/** Log posteriors around -2. */
function posteriors(rows: number, seed = 1): Float32Array {
  const rng = createRng(seed, 'posteriors')
  return Float32Array.from({ length: rows * WIDTH }, () => -4 * rng.uniform())
}

function part(name: string, values: Float32Array, more: Partial<UnlabelledPart> = {}): UnlabelledPart {
  const x = memoryRows(name, values, WIDTH)
  return { name, x, ids: null, redshift: null, logEvidence: null, zgrid: null, ...more }
}

function unlabelled(...parts: UnlabelledPart[]): Unlabelled {
  return { parts, rows: parts.reduce((sum, { x }) => sum + x.rows, 0), width: WIDTH, notes: [] }
}

function run(network: OpenNetwork, rows: Unlabelled, more: Partial<Parameters<typeof applyNetwork>[2]> = {}) {
  return applyNetwork(network, rows, { ...ENVIRONMENT, device, ...more })
}

/** What the network says of rows in memory as they are, as training evaluates them. */
async function plain({ network }: OpenNetwork, values: Float32Array, redshifts: number[] | null = null) {
  const rows = values.length / WIDTH
  const data: SplitData = {
    fingerprint: '',
    x: {
      rows,
      width: WIDTH,
      read: async (start, count, out) => out.set(values.subarray(start * WIDTH, (start + count) * WIDTH)),
    },
    objects: new Uint32Array(rows),
    labels: new Uint8Array(rows),
    attributes: null,
  }
  const second = redshifts === null ? null : Float32Array.from(redshifts)
  return forward(network, data, 'logPDF', second, { ...ENVIRONMENT, device, microBatchSize: 4 })
}

function close(values: Float32Array, others: ArrayLike<number>): void {
  expect(values.length).toBe(others.length)
  for (let i = 0; i < values.length; i++) expect(values[i]).toBeCloseTo(others[i]!, 6)
}

/** `message | hint` of a refusal. */
async function refusal(running: Promise<unknown>): Promise<string> {
  return running.then(
    () => 'applied',
    ({ code, message, hint }) => `${code}: ${message} | ${hint}`,
  )
}

describe('two files', () => {
  const [first, second] = [posteriors(7), posteriors(3, 2)]
  const parts = [
    part('a.npy', first, { ids: ['x', null, 'y', 'z', 'u', 'v', 'w'] }),
    part('none.npy', new Float32Array(0)),
    part('b.npy', second, { redshift: Float64Array.of(0.5, Number.NaN, 2) }),
  ]

  test('have the answers of an evaluation, row by row', async () => {
    const network = open()
    const applied = await run(network, { ...unlabelled(...parts), notes: ['something was left out.'] })
    close(applied.logits, await plain(network, Float32Array.of(...first, ...second)))
    expect(applied).toMatchObject({
      card: network.model.card,
      rows: 10,
      files: [
        { name: 'a.npy', rows: 7 },
        { name: 'none.npy', rows: 0 },
        { name: 'b.npy', rows: 3 },
      ],
      file: Uint16Array.of(0, 0, 0, 0, 0, 0, 0, 2, 2, 2),
      row: Uint32Array.of(0, 1, 2, 3, 4, 5, 6, 0, 1, 2),
      ids: ['x', null, 'y', 'z', 'u', 'v', 'w', null, null, null],
      notes: ['something was left out.'],
    })
    expect([...applied.redshift!]).toEqual([...new Array(7).fill(Number.NaN), 0.5, Number.NaN, 2])
  })

  test('without ids and redshifts have none', async () => {
    expect(await run(open(), unlabelled(part('a.npy', first)))).toMatchObject({ ids: null, redshift: null })
  })

  test('report their rows, over all files', async () => {
    const events: PassProgress[] = []
    await run(open(), unlabelled(...parts), { onProgress: (event) => events.push(event) })
    const done = events.map(({ name, done }) => `${name} ${done}`)
    expect(done[0]).toBe('a.npy 0')
    expect(done).toContain('a.npy 7')
    expect(done[done.indexOf('a.npy 7') + 1]).toBe('b.npy 7')
    expect(done.at(-1)).toBe('b.npy 10')
    expect(new Set(events.map(({ total }) => total))).toEqual(new Set([10]))
  })

  test('are left when nobody waits any more', async () => {
    const abort = new AbortController()
    const names: string[] = []
    const running = run(open(), unlabelled(...parts), {
      signal: abort.signal,
      onProgress: ({ name }) => {
        names.push(name)
        abort.abort()
      },
    })
    await expect(running).rejects.toMatchObject({ code: 'cancelled' })
    expect(names).toEqual(['a.npy'])
  })
})

describe('rows that no network can take', () => {
  const clean = posteriors(6)
  const at = (row: number, point: number, value: number, values = clean) => {
    const changed = values.slice()
    changed[row * WIDTH + point] = value
    return changed
  }
  const answerless = (logits: Float32Array) =>
    Array.from({ length: logits.length / 2 }, (_, row) => row).filter((row) =>
      logits.subarray(2 * row, 2 * row + 2).every(Number.isNaN),
    )

  test('NaN, +inf and -inf everywhere have no answer; all others have theirs', async () => {
    const dirty = at(1, 3, Number.NaN, at(4, 0, Number.POSITIVE_INFINITY))
    dirty.fill(Number.NEGATIVE_INFINITY, 5 * WIDTH)
    const network = open()
    const { logits, notes } = await run(network, unlabelled(part('a.npy', dirty)))
    expect(answerless(logits)).toEqual([1, 4, 5])
    const all = await plain(network, clean)
    for (const row of [0, 2, 3]) {
      close(logits.slice(2 * row, 2 * row + 2), all.slice(2 * row, 2 * row + 2))
    }
    expect(notes).toEqual([
      '2 of 6 rows have no answer, because they hold NaN or +inf: a.npy rows 1, 4.',
      '1 of 6 rows has no answer, because it is -inf at every redshift: a.npy row 5.',
    ])
  })

  test('-inf is what it was in training', async () => {
    const network = open({ floor: -98.5 })
    const { logits, notes } = await run(
      network,
      unlabelled(part('a.npy', at(2, 7, Number.NEGATIVE_INFINITY))),
    )
    close(logits, await plain(network, at(2, 7, -98.5)))
    expect(notes).toEqual([])
  })

  test('-inf is the lowest value of the row where that is not known, and a note says so', async () => {
    const network = open({ floor: null })
    const { logits, notes } = await run(
      network,
      unlabelled(part('a.npy', at(2, 7, Number.NEGATIVE_INFINITY))),
    )
    const lowest = Math.min(...clean.subarray(2 * WIDTH, 3 * WIDTH).filter((_, i) => i !== 7))
    close(logits, await plain(network, at(2, 7, lowest)))
    expect(notes).toEqual([
      '-inf stands for p = 0 in 1 of 6 rows: a.npy row 2. What it was read as in training is not known: the lowest finite value of the row stands for it.',
    ])
  })

  test('a network of PDFs sees exp(), and has no answer where that is not finite', async () => {
    const network = open({ input: 'PDF' })
    const { logits, notes } = await run(network, unlabelled(part('a.npy', at(3, 9, 100))))
    expect(answerless(logits)).toEqual([3])
    const all = await plain(network, clean.map(Math.exp))
    close(logits.slice(0, 6), all.slice(0, 6))
    close(logits.slice(8), all.slice(8))
    expect(notes).toEqual([
      '1 of 6 rows has no answer, because exp() of the log posterior is not finite and the network takes the PDF: a.npy row 3.',
    ])
  })
})

describe('a network of log-likelihoods', () => {
  const card = { input: 'logVraisemblance' } as const
  const values = posteriors(3)

  test('adds the log-evidence of each row', async () => {
    const network = open(card)
    const logEvidence = Float64Array.of(-1, 2, 0.5)
    const { logits } = await run(network, unlabelled(part('a.npy', values, { logEvidence })))
    const shifted = values.map((value, i) => value + logEvidence[Math.floor(i / WIDTH)]!)
    close(logits, await plain(network, shifted))
  })

  test('is refused rows without it, before anything runs', async () => {
    const logEvidence = Float64Array.of(-1, Number.NaN, Number.NEGATIVE_INFINITY)
    const events: PassProgress[] = []
    const running = run(
      open(card),
      unlabelled(
        part('a.npy', values, { logEvidence: Float64Array.of(1, 2, 3) }),
        part('b.npy', values, { logEvidence }),
      ),
      { onProgress: (event) => events.push(event) },
    )
    expect(await refusal(running)).toBe(
      'bad-input: b.npy: 2 rows without a log-evidence (rows 1, 2). The input logVraisemblance needs it. | Add a column logEvidence (column 6 of attributes.npy), or use a network that takes logPDF.',
    )
    expect(events).toEqual([])
    expect(await refusal(run(open(card), unlabelled(part('c.npy', values))))).toBe(
      'bad-input: c.npy: none of 3 rows has a log-evidence. The input logVraisemblance needs it. | Add a column logEvidence (column 6 of attributes.npy), or use a network that takes logPDF.',
    )
  })
})

describe('a network that takes the estimated redshift', () => {
  const card = { model: 'CNN-2inputs' } as const
  const values = posteriors(3)
  const redshift = Float64Array.of(0.5, 0.012, 9)
  const grid = Float64Array.from({ length: WIDTH }, (_, i) => i / 100)

  test('as a value', async () => {
    const network = open(card)
    const { logits } = await run(network, unlabelled(part('a.npy', values, { redshift })))
    close(logits, await plain(network, values, [0.5, 0.012, 9]))
  })

  test('as the index of the nearest point', async () => {
    const network = open({ ...card, redshift: 'index' })
    const zgrid = { file: 'zgrid.npy', values: grid }
    const { logits } = await run(network, unlabelled(part('a.npy', values, { redshift, zgrid })))
    close(logits, await plain(network, values, [39, 1, 39]))
  })

  test('is refused rows without it, and an index without a zgrid', async () => {
    const gaps = Float64Array.of(0.5, Number.NaN, 9)
    expect(await refusal(run(open(card), unlabelled(part('a.npy', values, { redshift: gaps }))))).toBe(
      'bad-input: a.npy: 1 row without an estimated redshift (row 1). The network CNN-2inputs needs it. | Add a column redshift (column 1 of attributes.npy), or use a network that takes the posterior alone.',
    )
    const index = open({ ...card, redshift: 'index' })
    expect(await refusal(run(index, unlabelled(part('a.npy', values, { redshift }))))).toBe(
      'bad-input: a.npy: there is no zgrid, and the network CNN-2inputs takes the index of the estimated redshift in it. | Choose zgrid*.npy together with the posteriors.',
    )
  })
})

test('another length is refused', async () => {
  const rows = { ...unlabelled(part('a.npy', posteriors(2))), width: 17_908 }
  expect(await refusal(run(open(), rows))).toBe(
    'bad-input: a.npy has 17,908 points per posterior; the network takes 40. | Choose posteriors on the grid that the network was trained on, or train a network on these.',
  )
})

const grid = Float64Array.from({ length: WIDTH }, (_, i) => Math.expm1(i * 1e-3))

test.each([
  ['equal', ['z', 'z'], ['The zgrid is equal to that of training.']],
  ['none', [null, null], ['No zgrid was given: that of training is assumed.']],
  ['some', ['z', null], ['No zgrid was given for 1.npy: that of training is assumed.']],
])('redshifts of the posteriors: %s', async (_, grids, expected) => {
  const network = open({ zgrid: { ...describeZgrid(grid), points: WIDTH } })
  const parts = grids.map((file, i) =>
    part(`${i}.npy`, posteriors(1), { zgrid: file === null ? null : { file, values: grid } }),
  )
  expect((await run(network, unlabelled(...parts))).notes).toEqual(expected)
})

test('another grid than that of training is told', async () => {
  const zgrid = { file: 'zgrid.npy', values: grid.map((z) => 2 * z) }
  const network = open({ zgrid: { ...describeZgrid(grid), points: WIDTH } })
  const { notes } = await run(network, unlabelled(part('a.npy', posteriors(1), { zgrid })))
  expect(notes).toHaveLength(1)
  expect(notes[0]).toMatch(
    /^zgrid\.npy: 40 points from z = 0 to 0\.079541, unevenly spaced; the network was trained on 40 points from z = 0 to 0\.0397705, even in ln\(1\+z\)\./,
  )
})
