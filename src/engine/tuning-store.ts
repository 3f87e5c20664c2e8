// Keeps what was decided about kernels from one session to the next, for each adapter.

import type { Choices } from './kernels/tuning.ts'

/** Raise it with every change to a tuned kernel: what was the fastest before need not be afterwards. */
export const KERNELS_VERSION = 1

/** What is kept of one adapter. */
export interface KeptChoices {
  /** of the kernels that were measured */
  readonly version: number
  /** names of variants, by key */
  readonly choices: Readonly<Record<string, string>>
}

/** A place for the choices of adapters. Either function may reject; what was not kept is measured again. */
export interface TuningStore {
  /** what was saved for an adapter, if anything; whoever reads it must check it */
  load(adapter: string): Promise<unknown>
  save(adapter: string, kept: KeptChoices): Promise<void>
}

/** Tells adapters apart. Those whose browser hides all fields are taken for one: a slower variant is the worst of it. */
export function adapterId({ vendor, architecture, device, description }: GPUAdapterInfo): string {
  return JSON.stringify([vendor, architecture, device, description])
}

/**
 * Takes over what was kept of an adapter. What cannot be read or is of another version counts as nothing; whether a name is
 * that of a variant shows when its kernel is first used.
 */
export async function restoreChoices(choices: Choices, store: TuningStore, adapter: string): Promise<void> {
  const kept = await load(store, adapter)
  if (!isRecord(kept) || kept.version !== KERNELS_VERSION || !isRecord(kept.choices)) return
  for (const [key, name] of Object.entries(kept.choices)) {
    if (typeof name === 'string') choices.decided.set(key, name)
  }
}

async function load(store: TuningStore, adapter: string): Promise<unknown> {
  try {
    return await store.load(adapter)
  } catch {
    return null
  }
}

/** Keeps all that is decided, if the store will. */
export async function keepChoices(choices: Choices, store: TuningStore, adapter: string): Promise<void> {
  const kept: KeptChoices = { version: KERNELS_VERSION, choices: Object.fromEntries(choices.decided) }
  try {
    await store.save(adapter, kept)
  } catch {
    // a full or forbidden store costs a second of measuring in the next session
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
