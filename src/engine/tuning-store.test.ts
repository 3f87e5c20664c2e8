import { describe, expect, test } from 'vitest'
import { type Choices, choicesOf } from './kernels/tuning.ts'
import { adapterId, KERNELS_VERSION, keepChoices, restoreChoices, type TuningStore } from './tuning-store.ts'

const ADA = { vendor: 'nvidia', architecture: 'lovelace', device: '', description: '' } as GPUAdapterInfo
const XE = { vendor: 'intel', architecture: 'xe', device: '', description: '' } as GPUAdapterInfo

/** A store in memory; like IndexedDB it keeps copies. */
function memoryStore(): TuningStore & { readonly records: Map<string, unknown> } {
  const records = new Map<string, unknown>()
  return {
    records,
    load: async (adapter) => structuredClone(records.get(adapter)),
    save: async (adapter, kept) => {
      records.set(adapter, structuredClone(kept))
    },
  }
}

function choicesWith(decided: Readonly<Record<string, string>> = {}): Choices {
  const choices = choicesOf({} as GPUDevice)
  for (const [key, name] of Object.entries(decided)) choices.decided.set(key, name)
  return choices
}

async function restored(store: TuningStore, info = ADA): Promise<Record<string, string>> {
  const choices = choicesWith()
  await restoreChoices(choices, store, adapterId(info))
  return Object.fromEntries(choices.decided)
}

test('what was kept is there in the next session, for this adapter alone', async () => {
  const store = memoryStore()
  await keepChoices(choicesWith({ 'gruForward/512/128': '4_256_1_19' }), store, adapterId(ADA))
  expect(await restored(store)).toEqual({ 'gruForward/512/128': '4_256_1_19' })
  expect(await restored(store, XE)).toEqual({})
})

test('the choices of another adapter stay when those of one are kept', async () => {
  const store = memoryStore()
  await keepChoices(choicesWith({ a: 'wide' }), store, adapterId(ADA))
  await keepChoices(choicesWith({ a: 'narrow' }), store, adapterId(XE))
  expect(await restored(store)).toEqual({ a: 'wide' })
})

test.each<[keyof GPUAdapterInfo, string]>([
  ['vendor', 'amd'],
  ['architecture', 'ampere'],
  ['device', '0x2786'],
  ['description', 'GeForce RTX 4070'],
])('another %s is another adapter', (field, value) => {
  expect(adapterId({ ...ADA, [field]: value })).not.toBe(adapterId(ADA))
})

describe('a record that says nothing', () => {
  test.each([
    undefined,
    null,
    7,
    'choices',
    [],
    {},
    { version: KERNELS_VERSION },
    { version: KERNELS_VERSION, choices: null },
    { version: KERNELS_VERSION, choices: 'wide' },
    { version: KERNELS_VERSION + 1, choices: { a: 'wide' } },
    { version: String(KERNELS_VERSION), choices: { a: 'wide' } },
    { choices: { a: 'wide' } },
  ])('%j', async (record) => {
    const store = memoryStore()
    store.records.set(adapterId(ADA), record)
    expect(await restored(store)).toEqual({})
  })

  test('of several entries, the sound ones count', async () => {
    const store = memoryStore()
    const choices = { a: 'wide', b: 7, c: null, d: ['wide'], e: 'narrow' }
    store.records.set(adapterId(ADA), { version: KERNELS_VERSION, choices })
    expect(await restored(store)).toEqual({ a: 'wide', e: 'narrow' })
  })
})

test.each([
  ['rejects', () => Promise.reject(new Error('Expected a database'))],
  [
    'throws',
    () => {
      throw new Error('Expected a database')
    },
  ],
])('a store that %s is as good as none', async (_, fail) => {
  const store: TuningStore = { load: fail, save: fail }
  expect(await restored(store)).toEqual({})
  await keepChoices(choicesWith({ a: 'wide' }), store, adapterId(ADA))
})
