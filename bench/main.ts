// `npm run bench`: measures, prints tables, keeps the numbers as JSON.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { probeDawn } from '../src/node/dawn.ts'
import { openBrowser } from './browser.ts'
import { benchCases } from './case-lists.ts'
import type { BenchCase } from './cases.ts'
import { runChild } from './children.ts'
import { withSection } from './documents.ts'
import { growthMarkdown, growthText } from './growth-table.ts'
import { machineSlug } from './machine.ts'
import { HELP, type Options, readOptions } from './options.ts'
import { type Peers, PythonPeers } from './python-peers.ts'
import type { Measure } from './restarts.ts'
import { type BenchResult, SCHEMA } from './results.ts'
import { Session } from './session.ts'
import { markdownReport, textReport, title } from './table.ts'

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
    print(result)
    if (options.writeDocs) writeDocs(result, folders.root)
    return 0
  }
  const session = await measureAll(options, folders)
  const result = session.result()
  print(result)
  console.log(`\nKept in ${keep(result, options.partial, folders.root)}`)
  if (options.writeDocs) writeDocs(result, folders.root)
  const empty = result.environments.length === 0 && result.growth === undefined
  return session.failed > 0 || empty ? 1 : 0
}

async function measureAll(options: Options, folders: BenchFolders): Promise<Session> {
  const { sections, selection } = options
  const session = new Session(options)
  const threads = options.threads > 0 ? options.threads : availableParallelism()
  const script = join(folders.root, 'bench', 'peers', 'peers.py')
  const python = sections.has('peers') ? new PythonPeers(options, script, threads) : null
  const onCpu = async (_: string, cases: readonly BenchCase[]) =>
    python?.measure('cpu', cases, session) ?? NONE
  const onGpu = async (profile: string, cases: readonly BenchCase[]) =>
    profile === 'gpu' && python ? python.measure('cuda', cases, session) : NONE

  const node = (name: string) => program(join(folders.programs, `${name}.js`))
  if (sections.has('node')) {
    await session.measure({
      name: 'Node, wasm',
      backend: 'wasm',
      ours: node('ours'),
      stock: node('stock-wasm'),
      peers: onCpu,
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
    const { engines } = browser
    try {
      await session.measure({
        name: 'Chromium, wasm',
        backend: 'wasm',
        ...engines,
        peers: onCpu,
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
  if (sections.has('growth')) await session.measureGrowth(node('ours'))
  if (!session.hasTables && python) {
    const cases = benchCases('cpu', selection)
    session.addPeersAlone(await onCpu('cpu', cases), threads)
  }
  return session
}

/** A program of ours in a process of its own. */
function program(path: string): Measure {
  return async (request, onMessage, signal) => {
    const args = [path, JSON.stringify(request)]
    const { code, how } = await runChild(process.execPath, args, onMessage, signal)
    if (code !== 0) throw new Error(how)
  }
}

/** Writes the numbers; a quick run, or a part of one, does not replace a whole one. */
function keep(result: BenchResult, partial: boolean, root: string): string {
  const folder = join(root, 'bench', 'results')
  mkdirSync(folder, { recursive: true })
  const kind = `${result.quick ? '-quick' : ''}${partial ? '-part' : ''}`
  const name = `${result.date.slice(0, 10)}-${machineSlug(result.machine)}${kind}.json`
  const path = join(folder, name)
  writeFileSync(path, `${JSON.stringify(result, null, 2)}\n`)
  return path
}

function readResult(path: string): BenchResult {
  const result = JSON.parse(readFileSync(path, 'utf8')) as BenchResult
  if (result.schema !== SCHEMA) throw new Error(`Expected schema ${SCHEMA} in ${path}, got ${result.schema}`)
  return result
}

function print(result: BenchResult): void {
  if (result.growth === undefined || result.environments.length > 0) console.log(`\n${textReport(result)}`)
  if (result.growth !== undefined) console.log(`\n${growthText(result.growth)}`)
}

/** Writes what was measured, and leaves the rest of the document as it is. */
function writeDocs(result: BenchResult, root: string): void {
  const path = join(root, 'docs', 'performance.md')
  let document = readFileSync(path, 'utf8')
  if (result.environments.length > 0) document = withSection(document, 'table', markdownReport(result))
  if (result.growth !== undefined) {
    document = withSection(document, 'growth', growthMarkdown(result.growth, title(result)))
  }
  writeFileSync(path, document)
  console.log(`Written to ${path}`)
}
