// `npm run bench:reading -- DIR`: how fast data sets are read, and with how much memory. One large NPY tree, which it
// writes if it is not there, and any others below DIR, one per folder, in whatever format.

import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { chromium, type Page } from '@playwright/test'
import { CHROMIUM_FLAGS, findChromium } from '../../scripts/chromium.mjs'
import { SECURITY_HEADERS } from '../../scripts/headers.mjs'
import { createStaticServer, listen } from '../../scripts/static-server.mjs'
import { describeMachine } from '../machine.ts'
import { writeLargeSet } from './large-set.ts'
import type { ReadingFigures } from './measure.ts'
import type { ReadingWindow } from './page.ts'
import { watchRenderers } from './renderer-memory.ts'
import { visitStudio } from './studio.ts'

/** Where the built programs and pages lie. */
export interface Built {
  readonly node: string
  readonly page: string
  readonly studio: string
}

const HELP = `npm run bench:reading -- DIR [flags]

  DIR                folder for data sets, outside the repository: each folder in it is one
  --rows N           rows of the large set DIR/large (59000; 0 for none)
  --points N         its points per row (17908)
  --seconds N        longest time that an epoch is read (30)
  --cache MB         of posteriors that stay in memory (600)
  --steps N          steps of CNN3 in the studio on the large set (4; 0 for none)
  --only NAME        one folder of DIR
  --out FILE         figures as JSON`

type Row = ReadingFigures & { readonly name: string; readonly where: string; readonly peak: number }

export async function run(args: readonly string[], built: Built): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      help: { type: 'boolean' },
      rows: { type: 'string', default: '59000' },
      points: { type: 'string', default: '17908' },
      seconds: { type: 'string', default: '30' },
      cache: { type: 'string', default: '600' },
      steps: { type: 'string', default: '4' },
      only: { type: 'string' },
      out: { type: 'string' },
    },
  })
  const [folder] = positionals
  if (values.help || folder === undefined) {
    console.log(HELP)
    return values.help ? 0 : 2
  }
  mkdirSync(folder, { recursive: true })
  const large = join(folder, 'large')
  if (Number(values.rows) > 0) {
    const started = performance.now()
    await writeLargeSet(large, { rows: Number(values.rows), points: Number(values.points) })
    console.log(`large set: ready after ${((performance.now() - started) / 1000).toFixed(1)} s`)
  }
  const options = { cacheBytes: 1e6 * Number(values.cache), epochSeconds: Number(values.seconds) }
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && (values.only === undefined || entry.name === values.only))
    .map(({ name }) => name)
    .sort()
  const rows: Row[] = []
  for (const name of names) {
    rows.push(await tell({ name, where: 'Node', ...(await inNode(built.node, join(folder, name), options)) }))
    rows.push(
      await tell({ name, where: 'Chromium', ...(await inPage(built.page, join(folder, name), options)) }),
    )
  }
  const steps = Number(values.steps)
  const visit = steps > 0 && names.includes('large') ? await inStudio(built.studio, large, steps) : null
  if (visit !== null) {
    console.log(
      `studio, large: class counts after ${visit.open.toFixed(1)} s, scanned after ${visit.scan.toFixed(1)} s more, ${visit.steps} steps of CNN3 at ${visit.stepSeconds.toFixed(1)} s; page and worker at most ${megabytes(visit.peak)}`,
    )
  }
  if (values.out) {
    writeFileSync(values.out, `${JSON.stringify({ machine: describeMachine(), rows, visit }, null, 2)}\n`)
  }
  return 0
}

function tell(row: Row): Row {
  const { name, where, rows, points, bytes, open, scan, epochRows, epochRead, copy, peak, streamRows } = row
  const copied =
    copy === null
      ? ''
      : `, copied in ${copy.seconds.toFixed(1)} s (${Math.round(copy.bytes / 1e6 / copy.seconds)} MB/s), epoch from the copy ${Math.round(copy.epochRows)} rows/s`
  console.log(
    `${name}, ${where}: ${rows} x ${points}, ${megabytes(bytes)}; open ${open.toFixed(2)} s, stream ${Math.round(streamRows)} rows/s, scan ${scan.toFixed(1)} s (${Math.round(rows / scan)} rows/s), epoch ${Math.round(epochRows)} rows/s (${(epochRows / streamRows).toFixed(2)}x of streaming) over ${epochRead} rows${copied}; peak ${megabytes(peak)}`,
  )
  return row
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`
}

interface ReadOptions {
  readonly cacheBytes: number
  readonly epochSeconds: number
}

function inNode(
  program: string,
  folder: string,
  { cacheBytes, epochSeconds }: ReadOptions,
): Promise<ReadingFigures & { peak: number }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, folder, String(cacheBytes), String(epochSeconds)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let text = ''
    child.stdout.on('data', (chunk) => {
      text += chunk
    })
    child.on('close', (code) => {
      if (code === 0) resolve(JSON.parse(text))
      else reject(new Error(`reading ${folder} in Node ended with ${code}`))
    })
  })
}

async function inPage(
  root: string,
  folder: string,
  options: ReadOptions,
): Promise<ReadingFigures & { peak: number }> {
  const figures = await inChromium(root, 'bench/reading/page.html', async (page) => {
    await page.getByLabel('Folder').setInputFiles(folder)
    return page.evaluate((options) => (window as unknown as ReadingWindow).measureReading(options), options)
  })
  return figures
}

function inStudio(root: string, folder: string, steps: number) {
  return inChromium(root, '', (page, address) => visitStudio(page, address, folder, steps))
}

/** Runs something on a page of a Chromium of its own, with the peak of its renderers' memory. */
async function inChromium<T extends object>(
  root: string,
  path: string,
  use: (page: Page, address: string) => Promise<T>,
): Promise<T & { peak: number }> {
  const server = createStaticServer(root, SECURITY_HEADERS)
  const address = `http://127.0.0.1:${await listen(server, 0)}/${path}`
  const executablePath = await findChromium((line: string) => console.error(line))
  // with a profile of its own on disk, as people have one: without, the private file system lies in memory
  const profile = mkdtempSync(join(tmpdir(), 'reading-profile-'))
  const browser = await chromium.launchPersistentContext(profile, { executablePath, args: CHROMIUM_FLAGS })
  const memory = watchRenderers(process.pid)
  try {
    const page = await browser.newPage()
    page.on('console', (message) => {
      if (message.type() === 'error') console.error(`page: ${message.text()}`)
    })
    await page.goto(address)
    const result = await use(page, address)
    return { ...result, peak: memory.peak() }
  } finally {
    memory.stop()
    await browser.close()
    rmSync(profile, { recursive: true, force: true })
    server.closeAllConnections()
    server.close()
  }
}
