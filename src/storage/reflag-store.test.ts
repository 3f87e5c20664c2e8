import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { openDB } from 'idb'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { KeptReflag, ReflagChange } from '../core/reflags.ts'
import { createReflagStore } from './reflag-store.ts'

const NAME = 'redshift-studio-reflags'
const HINT = 'Those of this session stay until the page is closed: save them as CSV before.'

beforeEach(() => {
  vi.stubGlobal('indexedDB', new IDBFactory())
})

afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

function decision(row: number, patch: Partial<KeptReflag> = {}): KeptReflag {
  return {
    row,
    label: 0,
    newLabel: 2,
    newFlag: 4,
    predicted: 2,
    confidence: 0.75,
    at: 1000,
    ...patch,
  }
}

function made(...decisions: readonly KeptReflag[]): ReflagChange {
  return { made: decisions, takenBack: [] }
}

describe('new labels', () => {
  test('are there for the next page, in their order, each data set with its own', async () => {
    const store = createReflagStore()
    expect(await store.load('a')).toEqual([])
    await store.keep('a', made(decision(7), decision(3, { newFlag: null })))
    await store.keep('b', made(decision(1)))
    const next = createReflagStore()
    expect(await next.load('a')).toEqual([decision(7), decision(3, { newFlag: null })])
    expect(await next.load('b')).toEqual([decision(1)])
    expect(await next.load('c')).toEqual([])
  })

  test('that are taken back go, and leave nothing where they were all', async () => {
    const store = createReflagStore()
    await store.keep('a', made(decision(7)))
    await store.keep('b', made(decision(7)))
    await store.keep('a', { made: [decision(3)], takenBack: [decision(7)] })
    expect(await store.load('a')).toEqual([decision(3)])
    await store.keep('a', { made: [], takenBack: [decision(3)] })
    expect(await store.load('a')).toEqual([])
    const database = await openDB(NAME)
    expect(await database.getAllKeys('reflags')).toEqual(['b'])
    database.close()
  })

  test('of two tabs are all kept, though they write at once', async () => {
    const [one, two] = [createReflagStore(), createReflagStore()]
    await Promise.all([
      one.keep('a', made(decision(7, { at: 2000 }))),
      two.keep('a', made(decision(3), decision(8))),
    ])
    expect(await one.load('a')).toEqual([decision(3), decision(8), decision(7, { at: 2000 })])
  })

  test('come without what a later version wrote beside', async () => {
    const store = createReflagStore()
    await store.keep('a', made({ ...decision(7), orbit: 3 } as KeptReflag))
    expect(await store.load('a')).toEqual([decision(7)])
  })

  test('that nobody understands are said, and not written over', async () => {
    const store = createReflagStore()
    await store.load('a')
    const database = await openDB(NAME)
    await database.put('reflags', [decision(1, { confidence: 7 })], 'a')
    const unread = {
      code: 'bad-input',
      message:
        'The new labels that this browser keeps for these data cannot be read; they were left as they are.',
      hint: 'Reload this page: a later version of Redshift Studio may have written them. New ones last until the page is closed.',
    }
    await expect(store.load('a')).rejects.toMatchObject(unread)
    await expect(store.keep('a', made(decision(2)))).rejects.toMatchObject(unread)
    await expect(store.keep('a', made())).rejects.toMatchObject(unread)
    expect(await database.get('reflags', 'a')).toEqual([decision(1, { confidence: 7 })])
    await store.keep('b', made(decision(2)))
    expect(await store.load('b')).toEqual([decision(2)])
    database.close()
  })
})

describe('the database', () => {
  test('is opened with the first call, once', async () => {
    const open = vi.spyOn(indexedDB, 'open')
    const store = createReflagStore()
    expect(open).toHaveBeenCalledTimes(0)
    await Promise.all([store.load('a'), store.keep('a', made(decision(1))), store.load('b')])
    await store.load('a')
    expect(open.mock.calls).toEqual([[NAME, 1]])
  })

  test('makes way for a later version of the page, and says so from then on', async () => {
    const store = createReflagStore()
    await store.keep('a', made(decision(1)))
    // would wait for ever for a page that keeps its connection
    const later = await openDB(NAME, 2)
    expect(await later.count('reflags')).toBe(1)
    await expect(store.load('a')).rejects.toMatchObject({
      code: 'bad-input',
      message: 'A later version of Redshift Studio keeps the new labels of this browser.',
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
    await expect(createReflagStore().load('a')).rejects.toMatchObject({
      code: 'bad-input',
      message: 'Another tab with an earlier version of Redshift Studio holds the kept new labels.',
      hint: 'Close the other tabs of Redshift Studio, then reload this page.',
    })
  })

  test('that the browser closed is opened again', async () => {
    const store = createReflagStore()
    await store.keep('a', made(decision(1)))
    const open = vi.spyOn(indexedDB, 'open')
    vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementationOnce(() => {
      throw new DOMException('The database connection is closing.', 'InvalidStateError')
    })
    expect(await store.load('a')).toEqual([decision(1)])
    expect(open).toHaveBeenCalledTimes(1)
  })

  test('that the browser closed and told is opened with the next call', async () => {
    const store = createReflagStore()
    const listen = vi.spyOn(IDBDatabase.prototype, 'addEventListener')
    await store.keep('a', made(decision(1)))
    const open = vi.spyOn(indexedDB, 'open')
    const [, tell] = listen.mock.calls.find(([type]) => type === 'close')!
    ;(tell as () => void)()
    expect(await store.load('a')).toEqual([decision(1)])
    expect(open).toHaveBeenCalledTimes(1)
  })

  test('that could not be opened once is tried again', async () => {
    vi.spyOn(indexedDB, 'open').mockImplementationOnce(() => {
      throw new DOMException('Disk error.', 'UnknownError')
    })
    const store = createReflagStore()
    await expect(store.load('a')).rejects.toMatchObject({
      code: 'bad-input',
      message: 'This browser cannot reach the kept new labels: Disk error.',
      hint: HINT,
    })
    expect(await store.load('a')).toEqual([])
  })
})

describe('a browser without room', () => {
  /** fake-indexeddb's way to end a transaction with an error, as a browser does */
  interface Abortable {
    _abort(name: string): void
  }

  test.each([
    ['when the list is handed over', 'call'],
    ['before the list was written', 'request'],
    ['when the list was written and its transaction ends', 'end'],
  ])('that says so %s', async (_, when) => {
    const store = createReflagStore()
    await store.keep('a', made(decision(1)))
    const { put } = IDBObjectStore.prototype
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementationOnce(function (
      this: IDBObjectStore,
      ...args: Parameters<IDBObjectStore['put']>
    ) {
      if (when === 'call') throw new DOMException('Full.', 'QuotaExceededError')
      const request = put.apply(this, args)
      const abort = () => (this.transaction as unknown as Abortable)._abort('QuotaExceededError')
      if (when === 'request') abort()
      else request.addEventListener('success', abort)
      return request
    })
    await expect(store.keep('a', made(decision(1), decision(2)))).rejects.toMatchObject({
      code: 'bad-input',
      message: 'This browser has no room left to keep new labels (quota).',
      hint: HINT,
    })
    expect(await store.load('a')).toEqual([decision(1)])
  })
})

describe('a browser that keeps nothing', () => {
  const NOTHING = {
    code: 'bad-input',
    message: 'This browser keeps no new labels for this page, as in some private windows.',
    hint: HINT,
  }

  test('has no database', async () => {
    vi.stubGlobal('indexedDB', undefined)
    const store = createReflagStore()
    await expect(store.load('a')).rejects.toMatchObject(NOTHING)
    await expect(store.keep('a', made())).rejects.toMatchObject(NOTHING)
  })

  test('forbids it', async () => {
    vi.spyOn(indexedDB, 'open').mockImplementation(() => {
      throw new DOMException('Denied.', 'SecurityError')
    })
    await expect(createReflagStore().load('a')).rejects.toMatchObject(NOTHING)
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
      await expect(createReflagStore().load('a')).rejects.toMatchObject(NOTHING)
    } finally {
      Object.defineProperty(globalThis, 'indexedDB', known)
    }
  })
})
