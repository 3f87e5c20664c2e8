import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { openDB } from 'idb'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { RunStatus } from '../core/run.ts'
import type { RunRecord } from '../core/run-record.ts'
import { keptRun } from '../store/test-data.ts'
import { createRunDatabase } from './run-database.ts'

const NAME = 'redshift-studio-runs'

beforeEach(() => {
  vi.stubGlobal('indexedDB', new IDBFactory())
})

afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

/** An import without a test. */
function record(id: string, patch: Partial<RunRecord> = {}): RunRecord {
  return {
    id,
    name: `run ${id}`,
    tags: [],
    note: '',
    at: 1000,
    source: { kind: 'imported', file: `${id}.npy`, format: 'npy' },
    colour: 0,
    labels: ['no', 'yes'],
    gaps: ['lr'],
    report: {
      conf_matrix_train: null,
      conf_matrix_test: null,
      nb_class: 2,
      nom_classes: ['no', 'yes'],
      acc: [0.5, Number.NaN],
      loss: null,
      val_acc: null,
      val_loss: null,
      report: null,
      model_summary: null,
      lr: null,
      meta: null,
    },
    ...patch,
  }
}

/** What another tab tells takes its time on a busy machine. */
function eventually<Value>(value: () => Value) {
  return expect.poll(value, { timeout: 4000 })
}

function byId(records: readonly RunRecord[]): readonly RunRecord[] {
  return records.toSorted((a, b) => a.id.localeCompare(b.id))
}

/** A run under way, or one that has ended. */
function trained(id: string, status: RunStatus, patch: Partial<RunRecord> = {}): RunRecord {
  const { report } = keptRun(id)
  const meta = { ...report.meta!, status, incomplete: status !== 'finished' }
  return keptRun(id, { report: { ...report, meta }, ...patch })
}

describe('runs', () => {
  test('are there for the next page', async () => {
    const library = createRunDatabase()
    expect(await library.load()).toEqual({ records: [], unread: 0 })
    expect(await library.add(record('a'))).toBe(true)
    await library.add(record('b'))
    const { records, unread } = await createRunDatabase().load()
    expect(byId(records)).toEqual([record('a'), record('b')])
    expect(unread).toBe(0)
  })

  test('can be had one by one', async () => {
    const library = createRunDatabase()
    for (const id of ['a', 'b', 'c']) await library.add(record(id))
    expect(await library.load(['c', 'x', 'a'])).toEqual({ records: [record('c'), record('a')], unread: 0 })
    expect(await library.load([])).toEqual({ records: [], unread: 0 })
  })

  test('that take long to check give the page its turn after 30 ms each time', async () => {
    const library = createRunDatabase()
    for (const id of ['a', 'b', 'c', 'd', 'e']) await library.add(record(id))
    let clock = 0
    vi.spyOn(performance, 'now').mockImplementation(() => {
      clock += 20
      return clock
    })
    const turns = vi.spyOn(globalThis, 'setTimeout')
    expect(byId((await library.load()).records).map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd', 'e'])
    // ahead of the second and the fourth
    expect(turns).toHaveBeenCalledTimes(2)
    vi.mocked(performance.now).mockReturnValue(0)
    await library.load()
    expect(turns).toHaveBeenCalledTimes(2)
  })

  test('do not replace another of their id', async () => {
    const library = createRunDatabase()
    await library.add(record('a'))
    expect(await library.add(record('a', { name: 'another' }))).toBe(false)
    expect(await library.load()).toEqual({ records: [record('a')], unread: 0 })
  })

  test('are removed, and those that are not there do not matter', async () => {
    const library = createRunDatabase()
    await library.add(record('a'))
    await library.add(record('b'))
    await library.remove('a')
    await library.remove('c')
    expect(await library.load()).toEqual({ records: [record('b')], unread: 0 })
  })

  test('that nobody understands are counted, and stay as they are', async () => {
    const library = createRunDatabase()
    await library.add(record('a'))
    const database = await openDB(NAME)
    await database.put('runs', { id: 'b', orbit: 3 })
    expect(await library.load()).toEqual({ records: [record('a')], unread: 1 })
    expect(await library.load(['b'])).toEqual({ records: [], unread: 1 })
    expect(await library.add(record('b'))).toBe(false)
    expect(await library.update('b', { name: 'mine' })).toBe(false)
    expect(await database.get('runs', 'b')).toEqual({ id: 'b', orbit: 3 })
    database.close()
  })
})

describe('a change', () => {
  test('is of these fields only, and of no run that is not there', async () => {
    const [one, other] = [createRunDatabase(), createRunDatabase()]
    await one.add(record('a'))
    expect(await one.update('a', { note: 'of one' })).toBe(true)
    expect(await other.update('a', { tags: ['of other'], colour: 3 })).toBe(true)
    expect(await one.update('b', { note: 'x' })).toBe(false)
    expect(await one.load()).toEqual({
      records: [record('a', { note: 'of one', tags: ['of other'], colour: 3 })],
      unread: 0,
    })
  })

  test('leaves what a later version wrote beside', async () => {
    const library = createRunDatabase()
    await library.add({ ...record('a'), orbit: 3 } as RunRecord)
    await library.update('a', { note: 'x' })
    const database = await openDB(NAME)
    expect(await database.get('runs', 'a')).toEqual({ ...record('a', { note: 'x' }), orbit: 3 })
    database.close()
  })

  test('two at a time both count', async () => {
    const [one, other] = [createRunDatabase(), createRunDatabase()]
    await one.add(record('a'))
    await Promise.all([one.update('a', { note: 'n' }), other.update('a', { name: 'm' })])
    expect((await one.load()).records).toEqual([record('a', { note: 'n', name: 'm' })])
  })

  test('brings a report forth, and never back from the end of its run', async () => {
    const library = createRunDatabase()
    await library.add(trained('a', 'running'))
    await library.update('a', { report: trained('a', 'finished').report, note: 'done' })
    expect((await library.load()).records).toEqual([trained('a', 'finished', { note: 'done' })])
    await library.update('a', { report: trained('a', 'running').report, note: 'late' })
    expect((await library.load()).records).toEqual([trained('a', 'finished', { note: 'late' })])
    await library.update('a', { report: trained('a', 'stopped').report })
    expect((await library.load()).records).toEqual([trained('a', 'stopped', { note: 'late' })])
  })
})

describe('other tabs', () => {
  test('are told what was changed, and the own one is not', async () => {
    const [own, other] = [createRunDatabase(), createRunDatabase()]
    const told: string[] = []
    own.onChange((ids) => told.push(`own ${ids.toSorted()}`))
    other.onChange((ids) => told.push(`other ${ids.toSorted()}`))
    await own.add(record('a'))
    await own.add(record('a'))
    await own.update('a', { note: 'x' })
    await own.update('c', { note: 'x' })
    await own.load()
    await own.remove('b')
    await other.remove('a')
    // what is told within 100 ms comes together
    await eventually(() => told.toSorted()).toEqual(['other a,b', 'own a'])
  })

  test('are not told of what could not be written', async () => {
    const [own, other] = [createRunDatabase(), createRunDatabase()]
    const told: string[] = []
    other.onChange((ids) => told.push(...ids))
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementationOnce(() => {
      throw new DOMException('Full.', 'QuotaExceededError')
    })
    await expect(own.add(record('a'))).rejects.toThrow('no room left')
    await own.add(record('b'))
    await eventually(() => told).toEqual(['b'])
  })

  test('a browser that cannot tell them keeps runs all the same', async () => {
    vi.stubGlobal('BroadcastChannel', undefined)
    const library = createRunDatabase()
    library.onChange(() => {})
    await library.add(record('a'))
    expect((await library.load()).records).toEqual([record('a')])
  })
})

describe('the database', () => {
  test('is opened with the first call, once', async () => {
    const open = vi.spyOn(indexedDB, 'open')
    const library = createRunDatabase()
    expect(open).toHaveBeenCalledTimes(0)
    await Promise.all([library.load(), library.add(record('a')), library.add(record('b'))])
    await library.load()
    expect(open.mock.calls).toEqual([[NAME, 1]])
  })

  test('makes way for a later version of the page, and says so from then on', async () => {
    const library = createRunDatabase()
    await library.add(record('a'))
    // would wait for ever for a page that keeps its connection
    const later = await openDB(NAME, 2)
    expect(await later.count('runs')).toBe(1)
    await expect(library.load()).rejects.toMatchObject({
      code: 'bad-input',
      message: 'A later version of Redshift Studio keeps the runs of this browser.',
      hint: 'Reload this page to get that version.',
    })
    later.close()
  })

  test('that an earlier version of the page holds is not waited for', async () => {
    // version 1 of the database cannot meet an earlier one yet: the browser only has to say so
    vi.spyOn(indexedDB, 'open').mockImplementation(() => {
      const request = new EventTarget() as IDBOpenDBRequest
      Object.setPrototypeOf(request, IDBOpenDBRequest.prototype)
      Object.assign(request, {
        addEventListener: (type: string, tell: (event: unknown) => void) => {
          if (type === 'blocked') setTimeout(() => tell({ oldVersion: 0, newVersion: 1 }))
        },
      })
      return request
    })
    await expect(createRunDatabase().load()).rejects.toMatchObject({
      code: 'bad-input',
      message: 'Another tab with an earlier version of Redshift Studio holds the kept runs.',
      hint: 'Close the other tabs of Redshift Studio, then reload this page.',
    })
  })

  test('that the browser closed is opened again', async () => {
    const library = createRunDatabase()
    await library.add(record('a'))
    const open = vi.spyOn(indexedDB, 'open')
    const transaction = vi.spyOn(IDBDatabase.prototype, 'transaction')
    transaction.mockImplementationOnce(() => {
      throw new DOMException('The database connection is closing.', 'InvalidStateError')
    })
    expect((await library.load()).records).toEqual([record('a')])
    expect(open).toHaveBeenCalledTimes(1)
  })

  test('that the browser closed and told is opened with the next call', async () => {
    const library = createRunDatabase()
    const listen = vi.spyOn(IDBDatabase.prototype, 'addEventListener')
    await library.add(record('a'))
    const open = vi.spyOn(indexedDB, 'open')
    const [, tell] = listen.mock.calls.find(([type]) => type === 'close')!
    ;(tell as () => void)()
    expect((await library.load()).records).toEqual([record('a')])
    expect(open).toHaveBeenCalledTimes(1)
  })

  test('that could not be opened once is tried again', async () => {
    vi.spyOn(indexedDB, 'open').mockImplementationOnce(() => {
      throw new DOMException('Disk error.', 'UnknownError')
    })
    const library = createRunDatabase()
    await expect(library.load()).rejects.toMatchObject({
      code: 'bad-input',
      message: 'This browser cannot reach the kept runs: Disk error.',
      hint: "Reload the page; export this session's runs first.",
    })
    expect((await library.load()).records).toEqual([])
  })
})

describe('a browser without room', () => {
  const FULL = {
    code: 'bad-input',
    message: 'This browser has no room left to keep runs (quota).',
    hint: "Delete runs here or export them; this session's runs stay until the page is closed.",
  }

  test('that says so when the run is handed over', async () => {
    const library = createRunDatabase()
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementationOnce(() => {
      throw new DOMException('Full.', 'QuotaExceededError')
    })
    await expect(library.add(record('a'))).rejects.toMatchObject(FULL)
    await library.add(record('b'))
    expect((await library.load()).records).toEqual([record('b')])
  })

  test.each([
    ['before the run was written', 'request'],
    ['when the run was written and its transaction ends', 'end'],
  ])('that says so %s', async (_, when) => {
    const library = createRunDatabase()
    const { put } = IDBObjectStore.prototype
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementationOnce(function (
      this: IDBObjectStore,
      ...args: Parameters<IDBObjectStore['put']>
    ) {
      const request = put.apply(this, args)
      const abort = () => (this.transaction as unknown as Abortable)._abort('QuotaExceededError')
      if (when === 'request') abort()
      else request.addEventListener('success', abort)
      return request
    })
    await expect(library.add(record('a'))).rejects.toMatchObject(FULL)
    expect((await library.load()).records).toEqual([])
  })

  /** fake-indexeddb's way to end a transaction with an error, as a browser does */
  interface Abortable {
    _abort(name: string): void
  }
})

describe('a browser that keeps nothing', () => {
  const NOTHING = {
    code: 'bad-input',
    message: 'This browser keeps no runs for this page, as in some private windows.',
    hint: "This session's runs stay until the page is closed: export them before.",
  }

  test('has no database', async () => {
    vi.stubGlobal('indexedDB', undefined)
    const library = createRunDatabase()
    await expect(library.load()).rejects.toMatchObject(NOTHING)
    await expect(library.add(record('a'))).rejects.toMatchObject(NOTHING)
    await expect(library.update('a', {})).rejects.toMatchObject(NOTHING)
    await expect(library.remove('a')).rejects.toMatchObject(NOTHING)
  })

  test('forbids it', async () => {
    vi.spyOn(indexedDB, 'open').mockImplementation(() => {
      throw new DOMException('Denied.', 'SecurityError')
    })
    await expect(createRunDatabase().load()).rejects.toMatchObject(NOTHING)
  })

  test('forbids to ask for it, as Firefox does without cookies', async () => {
    const known = Object.getOwnPropertyDescriptor(globalThis, 'indexedDB')!
    Object.defineProperty(globalThis, 'indexedDB', {
      configurable: true,
      get: () => {
        throw new DOMException('The operation is insecure.', 'SecurityError')
      },
    })
    try {
      await expect(createRunDatabase().load()).rejects.toMatchObject(NOTHING)
    } finally {
      Object.defineProperty(globalThis, 'indexedDB', known)
    }
  })
})
