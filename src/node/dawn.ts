// Dawn, which gives Node WebGPU, from the optional package `webgpu`. It is native code: where it is missing there is no
// GPU, and where it crashes it must not take the command along.

import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

/** The package, as far as it is used. */
export interface Dawn {
  create(options: string[]): GPU
  readonly globals: object
}

const PROBE_TIMEOUT = 30_000

/** Loads the package; rejects where it is not installed or does not run on this machine. */
export function loadDawn(): Promise<Dawn> {
  return import('webgpu')
}

/**
 * Whether another process finds an adapter. Dawn may write warnings or crash there, where nobody sees it.
 * @param module the package's entry; by default the installed one
 */
export function probeDawn(module: string | null = findDawn()): Promise<boolean> {
  if (module === null) return Promise.resolve(false)
  const script = `const { create } = await import(${JSON.stringify(pathToFileURL(module).href)})
const adapter = await create([]).requestAdapter()
process.exit(adapter === null ? 1 : 0)`
  return new Promise((resolve) => {
    const args = ['--input-type=module', '--eval', script]
    execFile(process.execPath, args, { timeout: PROBE_TIMEOUT }, (error) => resolve(error === null))
  })
}

function findDawn(): string | null {
  try {
    return createRequire(import.meta.url).resolve('webgpu')
  } catch {
    return null
  }
}
