import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { openDB } from 'idb'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { RunRecord } from '../core/run-record.ts'
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

function byId(records: readonly RunRecord[]): readonly RunRecord[] {
  return records.toSorted((a, b) => a.id.localeCompare(b.id))
}

describe('runs', () => {
  test('are there for the next page', async () => {
    const library = createRunDatabase()
    expect(await library.load()).toEqual([])
    await library.put(record('a'))
    await library.put(record('b'))
    expect(byId(await createRunDatabase().load())).toEqual([record('a'), record('b')])
  })

  test('of the same id are replaced', async () => {
    const library = createRunDatabase()
    await library.put(record('a'))
    await library.put(record('a', { name: 'another' }))
    expect(await library.load()).toEqual([record('a', { name: 'another' })])
  })

  test('are removed, and those that are not there do not matter', async () => {
    const library = createRunDatabase()
    await library.put(record('a'))
    await library.put(record('b'))
    await library.remove('a')
    await library.remove('c')
    expect(await library.load()).toEqual([record('b')])
  })

  test('that nobody understands are left out, and stay where they are', async () => {
    const library = createRunDatabase()
    await library.put(record('a'))
    const database = await openDB(NAME)
    await database.put('runs', { id: 'b', orbit: 3 })
    expect(await library.load()).toEqual([record('a')])
    expect(await database.get('runs', 'b')).toEqual({ id: 'b', orbit: 3 })
  })
})

describe('the database', () => {
  test('is opened with the first call, once', async () => {
    const open = vi.spyOn(indexedDB, 'open')
    const library = createRunDatabase()
    expect(open).toHaveBeenCalledTimes(0)
    await Promise.all([library.load(), library.put(record('a')), library.put(record('b'))])
    await library.load()
    expect(open.mock.calls).toEqual([[NAME, 1]])
  })

  test('makes way for a later version of the page, and says so from then on', async () => {
    const library = createRunDatabase()
    await library.put(record('a'))
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
    await library.put(record('a'))
    const open = vi.spyOn(indexedDB, 'open')
    const transaction = vi.spyOn(IDBDatabase.prototype, 'transaction')
    transaction.mockImplementationOnce(() => {
      throw new DOMException('The database connection is closing.', 'InvalidStateError')
    })
    expect(await library.load()).toEqual([record('a')])
    expect(open).toHaveBeenCalledTimes(1)
  })

  test('that the browser closed and told is opened with the next call', async () => {
    const library = createRunDatabase()
    const listen = vi.spyOn(IDBDatabase.prototype, 'addEventListener')
    await library.put(record('a'))
    const open = vi.spyOn(indexedDB, 'open')
    const [, tell] = listen.mock.calls.find(([type]) => type === 'close')!
    ;(tell as () => void)()
    expect(await library.load()).toEqual([record('a')])
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
    expect(await library.load()).toEqual([])
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
    await expect(library.put(record('a'))).rejects.toMatchObject(FULL)
    await library.put(record('b'))
    expect(await library.load()).toEqual([record('b')])
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
    await expect(library.put(record('a'))).rejects.toMatchObject(FULL)
    expect(await library.load()).toEqual([])
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
    await expect(library.put(record('a'))).rejects.toMatchObject(NOTHING)
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
