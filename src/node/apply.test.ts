import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { AppliedFormat } from '../core/applied.ts'
import { StudioError } from '../core/errors.ts'
import type { ModelCard } from '../core/model-card.ts'
import { appliedFixture, CARD } from '../data/applied/applied.fixture.ts'
import { encodeApplied } from '../data/encode-applied.ts'
import { NO_NETWORK, NOTHING_APPLIED, type TrustSlice } from '../store/network-state.ts'
import { testStudio } from '../store/test-engine.ts'
import { type ApplyingEngine, apply } from './apply.ts'
import { APPLY, type ApplyCommand } from './apply-options.ts'
import { parseArguments } from './arguments.ts'
import { recordedConsole, temporaryFolder, writeFiles } from './console.fixture.ts'

const FIT = { rows: 3, lossBefore: 0.4, lossAfter: 0.3, eceBefore: 0.2, eceAfter: 0.1 }

let folder: ReturnType<typeof temporaryFolder>
beforeEach(() => {
  folder = temporaryFolder()
  writeFiles(
    folder.path,
    new Map(
      ['n.keras', 'data/a.npy', 'data/b.npy', 'more/a.npy', 'c,d.npy'].map((name) => [
        name,
        new TextEncoder().encode(name),
      ]),
    ),
  )
})
afterEach(() => folder.remove())

/** A command in the folder with an engine that knows its answers. */
async function run(line: string, engine: Partial<ApplyingEngine> = {}) {
  const given: { command: ApplyCommand | null; network: string; sources: string[]; call: unknown[] } = {
    command: null,
    network: '',
    sources: [],
    call: [],
  }
  const knowing: ApplyingEngine = {
    loadModel: async ({ path, file }) => {
      given.network = `${path}: ${await file.text()}`
      return CARD
    },
    applyModel: async (sources, backend, options) => {
      for (const source of sources) {
        const bytes = await source.slice(0, source.byteLength)
        given.sources.push(`${source.name}: ${new TextDecoder().decode(bytes)}`)
      }
      given.call = [backend, options?.columns]
      options?.onProgress?.({ name: 'a.npy', done: 1, total: 4 })
      return appliedFixture()
    },
    encodeApplied: async (applied, format, reading) => encodeApplied(applied, format, reading),
    ...engine,
  }
  const statuses: string[] = []
  const console = recordedConsole(folder.path, (text) => statuses.push(text))
  const status = await apply(parseArguments(APPLY, line.split(' ')), console, async (command) => {
    given.command = command
    return knowing
  })
  return { status, given, console, statuses }
}

function written(name: string): string {
  return readFileSync(join(folder.path, name), 'utf8')
}

describe('a network and a folder', () => {
  test('give a table and a summary', async () => {
    const { status, given, console, statuses } = await run(
      'n.keras --data data --columns X=lnp --backend wasm',
    )
    expect(status).toBe(0)
    expect(given.network).toBe('n.keras: n.keras')
    expect(given.sources).toEqual(['data/a.npy: data/a.npy', 'data/b.npy: data/b.npy'])
    expect(given.call).toEqual(['wasm', { X: 'lnp' }])
    expect(given.command?.backend).toBe('wasm')
    expect(console.out).toEqual([
      'network: CNN3, DeltaZ',
      'probabilities: as the network gives them, not calibrated',
      '17 rows of 2 files: DeltaZ < 1e-3 6, DeltaZ ≥ 1e-3 10, without an answer 1',
      'note: 1 of 17 rows has no answer: "tonight".',
      'note: Zweite Note: größer > 1 \\ & 2 < 3',
      'predictions: predictions.csv',
    ])
    expect(statuses).toContain('applying to a.npy, 25.00%')
    expect(written('predictions.csv')).toBe(
      await encodeApplied(appliedFixture(), 'csv', { temperature: null, kept: null }).text(),
    )
  })

  test('in the format and at the temperature that were asked for', async () => {
    await run('n.keras --data data --out t.ecsv --temperature 2')
    expect(written('t.ecsv')).toBe(
      await encodeApplied(appliedFixture(), 'ecsv', { temperature: 2, kept: null }).text(),
    )
  })
})

describe('probabilities', () => {
  const textOf = async (temperature: number | null, flags = '') => {
    const loadModel = async () => ({ ...CARD, temperature })
    return (await run(`n.keras --data data${flags}`, { loadModel })).console.out[1]
  }

  test.each([
    [null, '', 'as the network gives them, not calibrated'],
    [null, ' --temperature 2', 'logits divided by T = 2'],
    [1.7, '', 'calibrated in the weights with T = 1.7'],
    [
      1.7,
      ' --temperature 2',
      'calibrated in the weights with T = 1.7, and logits divided by T = 2 once more',
    ],
  ])('T in the weights %s, flags "%s"', async (inWeights, flags, text) => {
    expect(await textOf(inWeights, flags)).toBe(`probabilities: ${text}`)
  })
})

describe('--keep', () => {
  const KEEP = 'n.keras --data data --keep Deltaz<1e-3 --threshold 0.7'

  test('adds the column, and the last line counts it', async () => {
    const { console } = await run(KEEP)
    const column = written('predictions.csv').match(/,(true|false)$/gm)!
    expect(column).toHaveLength(17)
    const kept = column.filter((cell) => cell === ',true').length
    expect(kept).toBe(5)
    expect(console.out.slice(-2)).toEqual([
      'predictions: predictions.csv',
      'kept: 5 of 16 rows (31.3 %) with a probability of DeltaZ < 1e-3 of at least 0.7',
    ])
  })

  test('a class that the network does not have is refused before anything is answered', async () => {
    const never = () => Promise.reject(new Error('Expected nothing to run'))
    await expect(
      run('n.keras --data data --keep Success --threshold 0.7', { applyModel: never }),
    ).rejects.toThrow('--keep is "Success"; expected one of Deltaz<1e-3, Deltaz>=1e-3.')
    expect(readdirSync(folder.path)).not.toContain('predictions.csv')
  })
})

describe('the page and the command save the same bytes', () => {
  /** What the page saves of these answers at what its view Trust says. */
  async function savedByPage(
    card: ModelCard,
    format: AppliedFormat,
    trust: Pick<TrustSlice, 'keptClass' | 'threshold'> & { readonly temperature: number | null },
  ): Promise<Uint8Array> {
    const { temperature, ...kept } = trust
    const page = testStudio()
    page.studio.store.setState((state) => ({
      network: { ...NO_NETWORK, card },
      apply: { ...NOTHING_APPLIED, applied: { ...appliedFixture(), card } },
      trust: {
        ...state.trust,
        ...kept,
        ...(temperature !== null && { fit: { ...FIT, temperature }, calibrated: true }),
      },
    }))
    void page.actions.exportApplied(format)
    const table = await encodeApplied(...page.calls.encodeApplied[0]!.args)
    return new Uint8Array(await table.arrayBuffer())
  }

  async function savedByCommand(card: ModelCard, format: AppliedFormat, flags: string): Promise<Uint8Array> {
    await run(`n.keras --data data --out t --format ${format} ${flags}`, {
      loadModel: async () => card,
      applyModel: async () => ({ ...appliedFixture(), card }),
    })
    return new Uint8Array(readFileSync(join(folder.path, 't')))
  }

  const IN_WEIGHTS = { ...CARD, temperature: 1.7 }
  test.each([
    ['csv', CARD, null, '--keep Deltaz<1e-3 --threshold 0.7', 0, 0.7],
    ['csv', CARD, 2.5, '--keep Deltaz>=1e-3 --threshold 0.5 --temperature 2.5', 1, 0.5],
    ['ecsv', IN_WEIGHTS, null, '--keep Deltaz<1e-3 --threshold 1', 0, 1],
    ['votable', CARD, 0.4, '--keep Deltaz<1e-3 --threshold 0.123 --temperature 0.4', 0, 0.123],
    ['npy', IN_WEIGHTS, 2.5, '--keep Deltaz>=1e-3 --threshold 0 --temperature 2.5', 1, 0],
  ] as const)('%s', async (format, card, temperature, flags, keptClass, threshold) => {
    const page = await savedByPage(card, format, { temperature, keptClass, threshold })
    expect(page.length).toBeGreaterThan(1000)
    expect(await savedByCommand(card, format, flags)).toEqual(page)
  })
})

describe('--data', () => {
  test('is several paths', async () => {
    const { given } = await run('n.keras --data data/b.npy,more/a.npy')
    expect(given.sources).toEqual(['b.npy: data/b.npy', 'a.npy: more/a.npy'])
  })

  test('is one path with a comma', async () => {
    const { given } = await run('n.keras --data c,d.npy')
    expect(given.sources).toEqual(['c,d.npy: c,d.npy'])
  })

  test('without files is refused', async () => {
    mkdirSync(join(folder.path, 'empty/below'), { recursive: true })
    await expect(run('n.keras --data empty')).rejects.toMatchObject({
      code: 'bad-input',
      message: '--data empty holds no files.',
      hint: 'Give a folder that holds posteriors, or their files.',
    })
  })

  test.each([
    ['data/a.npy,more/a.npy', '--data names several files that are called a.npy.'],
    ['data,nowhere', 'nowhere does not exist.'],
    ['nowhere', 'nowhere does not exist.'],
  ])('%s is refused', async (data, message) => {
    await expect(run(`n.keras --data ${data}`)).rejects.toThrow(message)
    expect(readdirSync(folder.path)).not.toContain('predictions.csv')
  })
})

describe('refused before anything runs', () => {
  test.each([
    ['nothing.keras --data data', 'nothing.keras does not exist.'],
    ['n.keras --data data --out data --format csv', 'is a folder.'],
    ['n.keras --data data --out none/t.csv', 'which is no folder.'],
    [
      'n.keras --data data --out data/../n.keras --format csv',
      'the network n.keras and --out data/../n.keras are the same file, which would be written over.',
    ],
    [
      'n.keras --data more,data --out data/b.npy',
      'data/b.npy of --data and --out data/b.npy are the same file, which would be written over.',
    ],
    [
      'n.keras --data data/../data/a.npy --out data/a.npy',
      'a.npy of --data and --out data/a.npy are the same file, which would be written over.',
    ],
  ])('%s', async (line, message) => {
    const never = () => Promise.reject(new Error('Expected nothing to run'))
    await expect(run(line, { loadModel: never, applyModel: never })).rejects.toThrow(message)
    expect(written('n.keras')).toBe('n.keras')
  })
})

test('a network whose answers nobody has given is refused, with the way to give them', async () => {
  const loadModel = async (): Promise<ModelCard> => ({
    ...CARD,
    origin: 'imported',
    target: null,
    input: null,
  })
  const applyModel = () => Promise.reject(new Error('Expected nothing to run'))
  await expect(run('n.keras --data data', { loadModel, applyModel })).rejects.toMatchObject({
    code: 'bad-input',
    message: 'n.keras does not tell which classes the network tells apart, and what it takes.',
    hint: 'Load it in the page, answer there what it asks, save it with "Save network", and apply that file.',
  })
})

describe('a table that cannot be written', () => {
  test('because its folder went away', async () => {
    mkdirSync(join(folder.path, 'out'))
    const applyModel = async () => {
      rmSync(join(folder.path, 'out'), { recursive: true })
      return appliedFixture()
    }
    await expect(run('n.keras --data data --out out/t.csv', { applyModel })).rejects.toMatchObject({
      code: 'bad-input',
      message: `--out ${join(folder.path, 'out/t.csv')} cannot be written: ENOENT: no such file or directory.`,
    })
  })

  test.runIf(process.platform === 'linux')('because the device is full', async () => {
    await expect(run('n.keras --data data --out /dev/full --format csv')).rejects.toMatchObject({
      code: 'bad-input',
      message: '--out /dev/full could not be written: no space is left there.',
      hint: 'Free disk space, or choose another place.',
    })
  })
})

test('an interrupt ends it without a table', async () => {
  const console = recordedConsole(folder.path)
  const engine: ApplyingEngine = {
    loadModel: async () => CARD,
    applyModel: async (_, __, options) => {
      console.interrupt()
      if (options?.signal?.aborted) throw new StudioError('cancelled', 'Reading was cancelled.')
      return appliedFixture()
    },
    encodeApplied: async () => new Blob(),
  }
  const args = parseArguments(APPLY, ['n.keras', '--data', 'data'])
  await expect(apply(args, console, async () => engine)).rejects.toMatchObject({ code: 'cancelled' })
  expect(readdirSync(folder.path)).not.toContain('predictions.csv')
})
