// The page and the command read through one code: for the same files, `npm run data` and the worker give one report, in
// every format and also where something is wrong.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { describeError } from '../core/errors.ts'
import { SPLIT_NAMES } from '../core/split-names.ts'
import { sentencesOf } from '../data/prepared-findings.ts'
import { attributesOf, attributeTable, type Files, posteriors, treeFiles } from '../data/tree.fixture.ts'
import { createEngine } from '../engine/engine.ts'
import { encodeNpy } from '../formats/npy-write.ts'
import { connect } from '../worker/client.ts'
import type { Handlers } from '../worker/protocol.ts'
import { createRemoteEngine } from '../worker/remote-engine.ts'
import { serve } from '../worker/serve.ts'
import { command, temporaryFolder, writeFiles } from './console.fixture.ts'
import type { FolderSummary } from './folder-summary.ts'
import { nodeEnvironment } from './node-environment.ts'

const DATASETS = join(import.meta.dirname, '../../reference/fixtures/datasets')
const folder = temporaryFolder()
afterAll(() => folder.remove())

/** Every format and layout, and trees in which something is wrong. */
const CASES: Readonly<Record<string, Files>> = {
  ...Object.fromEntries(
    readdirSync(DATASETS, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => [name, filesBelow(join(DATASETS, name))]),
  ),
  'raw arrays, split here': new Map([
    ['pdfs32.npy', encodeNpy('<f4', [20, 8], posteriors(20, 0))],
    ['attributes32.npy', attributeTable(attributesOf(20))],
  ]),
  'a leak': changed({ 'TEST/X.npy': encodeNpy('<f4', [4, 8], posteriors(4, 0)) }),
  'a balanced tree beside the unbalanced one': new Map([
    ...treeFiles(),
    ...[...treeFiles('DeltaZ/unbalanced')].filter(([path]) => path.startsWith('DeltaZ')),
  ]),
  'NaN and a label that is no class': changed({
    'TRAIN/X.npy': encodeNpy('<f4', [6, 8], posteriors(6, 0).fill(Number.NaN, 8, 9)),
    'VALID/Y.npy': encodeNpy('<i8', [4], [0, 1, 7, 0]),
  }),
  'a missing split': new Map([...treeFiles()].filter(([path]) => !path.includes('VALID'))),
  'a truncated file': changed({ 'TEST/X.npy': encodeNpy('<f4', [4, 8], posteriors(4, 200)).subarray(0, -1) }),
  'a broken table': new Map([['TRAIN.arrow', new TextEncoder().encode('ARROW1\0\0 and nothing else')]]),
}

function changed(files: Readonly<Record<string, Uint8Array>>): Files {
  const all = treeFiles()
  for (const [path, bytes] of Object.entries(files)) all.set(`DeltaZ/balanced/${path}`, bytes)
  return all
}

function filesBelow(place: string): Files {
  const entries = readdirSync(place, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  )
  return new Map(
    entries.map((entry) => {
      const path = join(entry.parentPath, entry.name)
      return [path.slice(place.length + 1).replaceAll('\\', '/'), new Uint8Array(readFileSync(path))]
    }),
  )
}

/** What the page would show, by way of Blobs, a port and the protocol, in the words of the command. */
async function reportOfPage(name: string, files: Files) {
  const engine = createEngine(await nodeEnvironment('wasm'))
  const { port1, port2 } = new MessageChannel()
  serve(port1, {
    discover: ([chosen, columns]) => engine.discover(chosen, columns),
    open: ([id, target], { stop }) => engine.open(id, target, { signal: stop }),
    scan: (_, { stop }) => engine.scan({ signal: stop }),
  } satisfies Partial<Handlers> as Partial<Handlers> as Handlers)
  const page = createRemoteEngine(connect(port2))
  try {
    const chosen = [...files].map(([path, bytes]) => ({
      path: `${name}/${path}`,
      file: new Blob([new Uint8Array(bytes)]),
    }))
    const { candidates, findings, layout } = await page.discover(chosen)
    const reports = []
    const errors: string[] = []
    for (const { id } of candidates) {
      try {
        await page.open(id, null)
        reports.push(await page.scan())
      } catch (thrown) {
        errors.push(sentencesOf(describeError(thrown)))
      }
    }
    return { layout, findings, reports, errors }
  } finally {
    port1.close()
    port2.close()
  }
}

describe('the page and the command agree on', () => {
  test.each(Object.entries(CASES))('%s', async (name, files) => {
    const place = name.replaceAll(/\W+/g, '-')
    writeFiles(join(folder.path, place), files)
    const { out } = await command(`data ${place} --json`, folder.path)
    const summary = JSON.parse(out.join('\n')) as FolderSummary
    const page = await reportOfPage(place, files)
    expect(summary.layout).toBe(page.layout)
    expect(summary.datasets).toEqual(
      page.reports.map((report) => ({
        id: report.id,
        name: report.name,
        target: report.target,
        balance: report.balance,
        classes: report.classes,
        width: report.width,
        fingerprint: report.fingerprint,
        preparation: report.preparation,
        planned: report.planned,
        splits: Object.fromEntries(
          SPLIT_NAMES.map((split) => {
            const { rows, width, type, counts, files } = report.splits[split]
            return [split, { rows, width, type, counts, files }]
          }),
        ),
      })),
    )
    expect(summary.zgrid ?? null).toEqual(page.reports.find(({ zgrid }) => zgrid !== null)?.zgrid ?? null)
    const withoutDataset = summary.findings.map(({ dataset, ...finding }) => finding)
    const unreadable = withoutDataset.filter(({ code }) => code === 'unreadable' && page.reports.length === 0)
    expect(
      withoutDataset.filter((finding) => !unreadable.includes(finding) || page.errors.length === 0),
    ).toEqual([...page.findings, ...page.reports.flatMap(({ findings }) => findings)])
    if (page.errors.length > 0) expect(unreadable.map(({ message }) => message)).toEqual(page.errors)
  })
})
