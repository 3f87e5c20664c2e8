import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { StudioError } from '../core/errors.ts'
import { curvesCsv } from '../core/export/curves-csv.ts'
import { kitTexts } from '../core/export/paper-kit.ts'
import { reportMarkdown } from '../core/export/report-markdown.ts'
import { tableLatex } from '../core/export/table-latex.ts'
import { viewOfRecord, viewOfRun } from '../core/run-view.ts'
import { STUDIO_VERSION } from '../core/version.ts'
import type { ArchiveEntry } from '../engine/types.ts'
import type { TextExport } from './actions-type.ts'
import { NO_EXPORTS } from './state.ts'
import { EPOCH_1, EVALUATED, FINISHED, folded, keptRun, plan, report, STARTED } from './test-data.ts'
import { studioWith, type TestStudio, testStudio } from './test-engine.ts'

const KEPT = keptRun('kept', { note: 'before' })
/** A report of LAM-Redshift without learning rates. */
const OLD = keptRun('old', {
  source: { kind: 'imported', file: 'Flag_class_Epoch45.npy', format: 'npy' },
  gaps: ['lr'],
  report: { ...KEPT.report, lr: null, loss: [Number.NaN], meta: null },
})

/** A run of an earlier visit is open. */
async function opened(record = KEPT): Promise<TestStudio> {
  const page = testStudio({}, [record])
  await page.actions.loadRuns()
  page.actions.openRun(record.id)
  return page
}

/** The run of this session has ended. */
async function ended(): Promise<TestStudio> {
  const page = await studioWith(report('sample'), plan(2))
  void page.actions.startTraining()
  await page.calls.train[0]!.emit(STARTED, EPOCH_1, ...EVALUATED, FINISHED)
  await page.calls.train[0]!.end()
  return page
}

function exportsOf({ studio }: TestStudio) {
  return studio.store.getState().exports
}

async function saved({ downloads }: TestStudio) {
  return Promise.all(
    downloads.map(async ({ fileName, contents }) => [fileName, contents.type, await contents.text()]),
  )
}

describe('the report as JSON', () => {
  test('of a run that is open, as it was kept', async () => {
    const page = await opened()
    page.actions.exportReport()
    expect(await saved(page)).toEqual([
      [
        'redshift-studio_DeltaZ_CNN3_seed1_2026-11-21.json',
        'application/json',
        JSON.stringify(KEPT.report, null, 2),
      ],
    ])
  })

  test('of LAM-Redshift, named as its file; what JSON cannot say is null', async () => {
    const page = await opened(OLD)
    page.actions.exportReport()
    const [[name, , text]] = (await saved(page)) as [[string, string, string]]
    expect(name).toBe('Flag_class_Epoch45.json')
    expect(JSON.parse(text)).toMatchObject({ lr: null, loss: [null], meta: null })
    expect(Object.keys(JSON.parse(text))).toEqual(Object.keys(KEPT.report))
  })

  test('of the run that is open, not of that of this session', async () => {
    const page = await ended()
    page.studio.store.setState(({ runs }) => ({
      runs: { ...runs, records: [...runs.records, OLD], openedId: 'old' },
    }))
    page.actions.exportReport()
    page.actions.closeRun()
    page.actions.exportReport()
    expect(page.downloads.map(({ fileName }) => fileName)).toEqual([
      'Flag_class_Epoch45.json',
      'redshift-studio_DeltaZ_CNN3_seed1_2026-11-22.json',
    ])
  })
})

describe('the report as NPY', () => {
  test('as the engine encodes it', async () => {
    const page = await opened()
    const done = page.actions.exportReportNpy()
    expect(exportsOf(page)).toEqual({ ...NO_EXPORTS, making: 'report NPY' })
    expect(page.calls.encodeReport[0]!.args).toEqual([KEPT.report])
    await page.calls.encodeReport[0]!.resolve(new Uint8Array([0x93, 0x4e]))
    await done
    expect(exportsOf(page)).toEqual(NO_EXPORTS)
    expect(page.downloads.map(({ fileName }) => fileName)).toEqual([
      'redshift-studio_DeltaZ_CNN3_seed1_2026-11-21.npy',
    ])
    expect(new Uint8Array(await page.downloads[0]!.contents.arrayBuffer())).toEqual(
      new Uint8Array([0x93, 0x4e]),
    )
  })

  test('what cannot be encoded is said, until the next file is asked for', async () => {
    const page = await opened()
    const done = page.actions.exportReportNpy()
    await page.calls.encodeReport[0]!.reject(new StudioError('bad-input', 'No matrix.', 'Export JSON.'))
    await done
    expect(exportsOf(page)).toEqual({
      ...NO_EXPORTS,
      error: expect.objectContaining({ code: 'bad-input', message: 'No matrix.', hint: 'Export JSON.' }),
    })
    expect(page.downloads).toEqual([])
    void page.actions.exportReportNpy()
    expect(exportsOf(page)).toEqual({ ...NO_EXPORTS, making: 'report NPY' })
  })
})

describe('texts', () => {
  test.each<[TextExport, string, string, string]>([
    ['curves-csv', '_curves.csv', 'text/csv', curvesCsv(viewOfRecord(KEPT).history)],
    ['table-latex', '_table.tex', 'text/x-tex', tableLatex(KEPT, viewOfRecord(KEPT))],
    ['report-markdown', '_report.md', 'text/markdown', reportMarkdown(KEPT, viewOfRecord(KEPT))],
  ])('%s', async (kind, suffix, type, text) => {
    const page = await opened()
    page.actions.exportText(kind)
    expect(await saved(page)).toEqual([[`redshift-studio_DeltaZ_CNN3_seed1_2026-11-21${suffix}`, type, text]])
  })

  test('what cannot be made is said, until another file was made', async () => {
    const without = keptRun('a', { report: { ...KEPT.report, conf_matrix_test: null, report: null } })
    const page = await opened(without)
    page.actions.exportText('table-latex')
    expect(exportsOf(page).error).toMatchObject({
      code: 'bad-input',
      message: 'a has no results on its test, so there is no table.',
    })
    expect(page.downloads).toEqual([])
    page.actions.exportText('curves-csv')
    expect(exportsOf(page)).toEqual(NO_EXPORTS)
    expect(page.downloads).toHaveLength(1)
  })
})

describe('the figure', () => {
  test.each([
    [{}, 'svg', '_figure.svg'],
    [{ size: 'column' }, 'pdf', '_figure_column.pdf'],
    [{ panel: 'a' }, 'png', '_figure-a.png'],
    [{ size: 'page', panel: 'natural' }, 'pdf', '_figure-natural_page.pdf'],
  ] as const)('%j as %s', async (patch, format, suffix) => {
    const page = await opened()
    page.actions.setFigure(patch)
    const figure = { ...NO_EXPORTS.figure, ...patch }
    const done = page.actions.exportFigure(format)
    expect(exportsOf(page)).toEqual({ figure, making: `figure ${format.toUpperCase()}`, error: null })
    expect(page.calls.render[0]!.args).toEqual([{ view: viewOfRecord(KEPT), ...figure }, format])
    await page.calls.render[0]!.resolve(new Blob(['drawn'], { type: `image/${format}` }))
    await done
    expect(exportsOf(page)).toEqual({ figure, making: null, error: null })
    expect(await saved(page)).toEqual([
      [`redshift-studio_DeltaZ_CNN3_seed1_2026-11-21${suffix}`, `image/${format}`, 'drawn'],
    ])
  })

  test('of the run of this session, once it has ended', async () => {
    const page = await ended()
    void page.actions.exportFigure('svg')
    const run = folded(STARTED, EPOCH_1, ...EVALUATED, FINISHED)
    expect(page.calls.render[0]!.args).toEqual([{ view: viewOfRun(run), ...NO_EXPORTS.figure }, 'svg'])
  })
})

describe('the paper kit', () => {
  beforeEach(() => {
    vi.stubGlobal('navigator', { userAgent: 'Browser/1.0' })
  })
  afterEach(() => {
    vi.unstubAllGlobals()
  })

  const CONTEXT = {
    created: '2026-11-22T23:30:00.000Z',
    studio: STUDIO_VERSION,
    software: { 'TensorFlow.js': '4.22.0' },
    browser: 'Browser/1.0',
    size: 'column',
    hasNpy: true,
  } as const

  /** The files that the engine is to pack, after figures and report were made. */
  async function packing(page: TestStudio, npy: Uint8Array<ArrayBuffer> | Error) {
    const done = page.actions.exportPaperKit()
    if (npy instanceof Error) await page.calls.encodeReport[0]!.reject(npy)
    else await page.calls.encodeReport[0]!.resolve(npy)
    for (const [i, format] of ['pdf', 'svg', 'png'].entries()) {
      await page.calls.render[i]!.resolve(new Blob([`drawn ${format}`]))
    }
    await expect.poll(() => page.calls.makeArchive.length).toBe(1)
    return { done, entries: page.calls.makeArchive[0]!.args[0] }
  }

  async function textsOf(entries: readonly ArchiveEntry[]): Promise<Record<string, string>> {
    return Object.fromEntries(
      await Promise.all(entries.map(async ({ path, contents }) => [path, await contents.text()])),
    )
  }

  test('texts, figures, report and manifest in one archive', async () => {
    const page = await opened()
    page.actions.setFigure({ size: 'column', panel: 'b' })
    const { done, entries } = await packing(page, new TextEncoder().encode('npy'))
    expect(exportsOf(page).making).toBe('paper kit')
    expect(page.calls.render.map(({ args: [request, format] }) => [request.size, format])).toEqual([
      ['column', 'pdf'],
      ['column', 'svg'],
      ['column', 'png'],
    ])
    const texts = kitTexts(KEPT, viewOfRecord(KEPT), CONTEXT)
    const { 'manifest.json': manifest, ...files } = await textsOf(entries)
    expect(files).toEqual({
      ...Object.fromEntries(texts.map(({ path, text }) => [path, text])),
      'figure.pdf': 'drawn pdf',
      'figure.svg': 'drawn svg',
      'figure.png': 'drawn png',
      'report.npy': 'npy',
    })
    expect(JSON.parse(manifest!)).toMatchObject({
      created: CONTEXT.created,
      studio: STUDIO_VERSION,
      software: CONTEXT.software,
      browser: 'Browser/1.0',
      files: Object.entries(files).map(([path, text]) => ({
        path,
        bytes: Buffer.byteLength(text),
        sha256: createHash('sha256').update(text).digest('hex'),
      })),
    })
    await page.calls.makeArchive[0]!.resolve(new Blob(['zip'], { type: 'application/zip' }))
    await done
    expect(exportsOf(page)).toMatchObject({ making: null, error: null })
    expect(await saved(page)).toEqual([
      ['redshift-studio_DeltaZ_CNN3_seed1_2026-11-21_paper-kit.zip', 'application/zip', 'zip'],
    ])
  })

  test('a report that fig.py could not draw is left out, and the kit says why', async () => {
    const page = await opened()
    const { entries } = await packing(page, new StudioError('bad-input', 'The report has no loss.'))
    // nobody chose a size
    expect(page.calls.render.map(({ args: [{ size }] }) => size)).toEqual(['page', 'page', 'page'])
    const files = await textsOf(entries)
    expect(files['report.npy']).toBeUndefined()
    expect(files['README.txt']).toContain('\n  figure.pdf     the figure, 180 mm wide, two columns of A&A:')
    expect(files['README.txt']).toContain('There is no report.npy')
    expect(JSON.parse(files['manifest.json']!).files.at(-1).path).toBe('figure.png')
  })

  test.each([
    [
      'a figure',
      async (page: TestStudio, error: Error) => {
        await page.calls.encodeReport[0]!.resolve(new Uint8Array(1))
        await page.calls.render[0]!.reject(error)
      },
    ],
    [
      'the report, because the engine is gone',
      (page: TestStudio, error: Error) => page.calls.encodeReport[0]!.reject(error),
    ],
  ])('without %s there is none, and it is said', async (_, fail) => {
    const page = await opened()
    const done = page.actions.exportPaperKit()
    await fail(page, new StudioError('worker', 'Gone.', 'Reload.'))
    await done
    expect(exportsOf(page)).toMatchObject({
      making: null,
      error: { code: 'worker', message: 'Gone.', hint: 'Reload.' },
    })
    expect(page.downloads).toEqual([])
    expect(page.calls.makeArchive).toEqual([])
  })
})

describe('nothing is made', () => {
  const ASKED: readonly ((page: TestStudio) => unknown)[] = [
    ({ actions }) => actions.exportReport(),
    ({ actions }) => actions.exportReportNpy(),
    ({ actions }) => actions.exportText('curves-csv'),
    ({ actions }) => actions.exportFigure('png'),
    ({ actions }) => actions.exportPaperKit(),
  ]

  function expectNothing(page: TestStudio, renders: number): void {
    const { calls } = page
    expect([calls.render.length, calls.encodeReport.length, page.downloads.length]).toEqual([renders, 0, 0])
  }

  test('before a run, and while it goes on', async () => {
    const page = await studioWith(report('sample'), plan(2))
    for (const ask of ASKED) await ask(page)
    void page.actions.startTraining()
    await page.calls.train[0]!.emit(STARTED, EPOCH_1)
    for (const ask of ASKED) await ask(page)
    expectNothing(page, 0)
    expect(exportsOf(page)).toEqual(NO_EXPORTS)
  })

  test('beside something that is being made', async () => {
    const page = await opened()
    void page.actions.exportFigure('svg')
    for (const ask of ASKED) await ask(page)
    expectNothing(page, 1)
    expect(exportsOf(page).making).toBe('figure SVG')
  })
})
