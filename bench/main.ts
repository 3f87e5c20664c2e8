// `npm run bench`: measures, prints tables, keeps the numbers as JSON.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { probeDawn } from '../src/node/dawn.ts'
import { openBrowser } from './browser.ts'
import { benchCases } from './cases.ts'
import { runChild } from './children.ts'
import { withTable } from './documents.ts'
import { machineSlug } from './machine.ts'
import { HELP, type Options, readOptions } from './options.ts'
import { type BenchResult, SCHEMA } from './results.ts'
import { type Measure, type Peers, Session } from './session.ts'
import { markdownReport, textReport } from './table.ts'

/** Folders that the command works with. */
export interface BenchFolders {
  /** of the project */
  readonly root: string
  /** with ours.js, stock-wasm.js and stock-webgpu.js */
  readonly programs: string
  /** with the page */
  readonly page: string
}

const NONE: Peers = new Map()

/**
 * Runs the command.
 * @returns exit status: 0, 1 if something of ours could not be measured, 2 for flags or files that cannot be used
 */
export async function run(args: readonly string[], folders: BenchFolders): Promise<number> {
  let options: Options | null
  try {
    options = readOptions(args)
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${HELP}`)
    return 2
  }
  if (options === null) {
    console.log(HELP)
    return 0
  }
  if (options.from !== null) {
    const result = readResult(options.from)
    console.log(textReport(result))
    if (options.writeDocs) writeDocs(result, folders.root)
    return 0
  }
  const session = await measureAll(options, folders)
  const result = session.result()
  console.log(`\n${textReport(result)}\n`)
  console.log(`Kept in ${keep(result, folders.root)}`)
  if (options.writeDocs) writeDocs(result, folders.root)
  return session.failed > 0 || result.environments.length === 0 ? 1 : 0
}

async function measureAll(options: Options, folders: BenchFolders): Promise<Session> {
  const { sections, selection } = options
  const session = new Session(options)
  const threads = options.threads > 0 ? options.threads : availableParallelism()
  const python = (device: 'cpu' | 'cuda', profile: 'cpu' | 'gpu') =>
    sections.has('peers')
      ? session.python(
          join(folders.root, 'bench', 'peers', 'peers.py'),
          device,
          threads,
          benchCases(profile, selection),
        )
      : Promise.resolve(NONE)
  const onCpu = await python('cpu', 'cpu')
  const onGpu = async (profile: string) => (profile === 'gpu' ? python('cuda', 'gpu') : NONE)

  const node = (name: string) => program(join(folders.programs, `${name}.js`))
  if (sections.has('node')) {
    await session.measure({
      name: 'Node, wasm',
      backend: 'wasm',
      ours: node('ours'),
      stock: node('stock-wasm'),
      peers: async () => onCpu,
    })
  }
  if (sections.has('node-webgpu')) {
    if (await probeDawn()) {
      await session.measure({
        name: 'Node, WebGPU',
        backend: 'webgpu',
        ours: node('ours'),
        stock: node('stock-webgpu'),
        peers: onGpu,
      })
    } else {
      session.skip('Node, WebGPU', 'Dawn found no adapter')
    }
  }
  if (sections.has('page')) {
    const browser = await openBrowser(folders.page)
    session.addVersions({ chromium: browser.version })
    const worker =
      (engine: 'ours' | 'stock'): Measure =>
      (request, onMessage) =>
        browser.measure(engine, request, onMessage)
    const engines = { ours: worker('ours'), stock: worker('stock') }
    try {
      await session.measure({
        name: 'Chromium, wasm',
        backend: 'wasm',
        ...engines,
        peers: async () => onCpu,
      })
      await session.measure({
        name: 'Chromium, WebGPU',
        backend: 'webgpu',
        ...engines,
        peers: onGpu,
      })
    } finally {
      await browser.close()
    }
  }
  session.addPeersAlone(onCpu, threads)
  return session
}

/** A program of ours in a process of its own. */
function program(path: string): Measure {
  return async (request, onMessage) => {
    const { code, lastError } = await runChild(process.execPath, [path, JSON.stringify(request)], onMessage)
    if (code !== 0) throw new Error(`ended with status ${code} (${lastError})`)
  }
}

/** Writes the numbers; a quick run does not replace a real one. */
function keep(result: BenchResult, root: string): string {
  const folder = join(root, 'bench', 'results')
  mkdirSync(folder, { recursive: true })
  const name = `${result.date.slice(0, 10)}-${machineSlug(result.machine)}${result.quick ? '-quick' : ''}.json`
  const path = join(folder, name)
  writeFileSync(path, `${JSON.stringify(result, null, 2)}\n`)
  return path
}

function readResult(path: string): BenchResult {
  const result = JSON.parse(readFileSync(path, 'utf8')) as BenchResult
  if (result.schema !== SCHEMA) throw new Error(`Expected schema ${SCHEMA} in ${path}, got ${result.schema}`)
  return result
}

function writeDocs(result: BenchResult, root: string): void {
  const path = join(root, 'docs', 'performance.md')
  writeFileSync(path, withTable(readFileSync(path, 'utf8'), markdownReport(result)))
  console.log(`Written to ${path}`)
}
