// Files made of the run in view: its report, its curves, tables, its figure, and all of them in one archive. One at a time;
// what goes wrong is shown.

import { describeError } from '../core/errors.ts'
import { curvesCsv } from '../core/export/curves-csv.ts'
import { exportFileName } from '../core/export/file-names.ts'
import { reportMarkdown } from '../core/export/report-markdown.ts'
import { tableLatex } from '../core/export/table-latex.ts'
import type { FigureFormat, FigureOptions } from '../core/figure/request.ts'
import { buildReport, reportFileName } from '../core/report.ts'
import type { RunRecord } from '../core/run-record.ts'
import type { RunView } from '../core/run-view.ts'
import { STUDIO_VERSION } from '../core/version.ts'
import type { TextExport } from './actions-type.ts'
import { makePaperKit } from './paper-kit.ts'
import { openedRecord, recordInUse, viewInUse } from './run-in-use.ts'
import type { ExportSlice } from './state.ts'
import type { Studio } from './studio.ts'

/** A file that is ready to be saved. */
interface ReadyFile {
  readonly name: string
  readonly contents: Blob
}

/** Saves the report of the run in view as JSON, with the reference's keys first. */
export function exportReport(studio: Studio): void {
  saveNow(studio, (record) => {
    const { run } = studio.store.getState()
    if (openedRecord(studio.store.getState()) !== null || run === null) {
      return { name: exportFileName(record, '.json'), contents: jsonBlob(record.report) }
    }
    const report = buildReport(run, {
      studio: STUDIO_VERSION,
      created: new Date(studio.now()).toISOString(),
    })
    return { name: reportFileName(report), contents: jsonBlob(report) }
  })
}

/** The same as the `.npy` that LAM-Redshift reads. */
export async function exportReportNpy(studio: Studio): Promise<void> {
  await save(studio, 'report NPY', async (record) => ({
    name: exportFileName(record, '.npy'),
    contents: new Blob([await studio.engine.encodeReport(record.report)], {
      type: 'application/octet-stream',
    }),
  }))
}

/** Saves the curves as CSV, or the table of classes for a paper or a note. */
export function exportText(studio: Studio, kind: TextExport): void {
  saveNow(studio, (record, view) => {
    const { suffix, type, make } = TEXTS[kind]
    return { name: exportFileName(record, suffix), contents: new Blob([make(record, view)], { type }) }
  })
}

const TEXTS: Readonly<
  Record<TextExport, { suffix: string; type: string; make: (record: RunRecord, view: RunView) => string }>
> = {
  'curves-csv': { suffix: '_curves.csv', type: 'text/csv', make: (_, { history }) => curvesCsv(history) },
  'table-latex': { suffix: '_table.tex', type: 'text/x-tex', make: tableLatex },
  'report-markdown': { suffix: '_report.md', type: 'text/markdown', make: reportMarkdown },
}

/** Changes the size of the figure, or which of its panels are in it. */
export function setFigure(studio: Studio, patch: Partial<FigureOptions>): void {
  const { figure } = studio.store.getState().exports
  setExports(studio, { figure: { ...figure, ...patch } })
}

/** Saves the figure as it is chosen. */
export async function exportFigure(studio: Studio, format: FigureFormat): Promise<void> {
  const { figure } = studio.store.getState().exports
  await save(studio, `figure ${format.toUpperCase()}`, async (record, view) => ({
    name: exportFileName(record, `${figureSuffix(figure)}.${format}`),
    contents: await studio.figures.render({ view, ...figure }, format),
  }))
}

/** Saves figure, tables, methods paragraph and manifest in one ZIP archive. */
export async function exportPaperKit(studio: Studio): Promise<void> {
  await save(studio, 'paper kit', async (record, view) => ({
    name: exportFileName(record, '_paper-kit.zip'),
    contents: await makePaperKit(studio, record, view),
  }))
}

/** Figures of one run that differ do not overwrite each other: `_figure-a_column`. */
function figureSuffix({ size, panel }: FigureOptions): string {
  return `_figure${panel === 'all' ? '' : `-${panel}`}${size === 'reference' ? '' : `_${size}`}`
}

/** Makes a file at once. */
function saveNow(studio: Studio, make: (record: RunRecord, view: RunView) => ReadyFile): void {
  const { record, view, isBusy } = subject(studio)
  if (record === null || view === null || isBusy) return
  try {
    const { name, contents } = make(record, view)
    studio.download(name, contents)
    setExports(studio, { error: null })
  } catch (thrown) {
    setExports(studio, { error: describeError(thrown) })
  }
}

/** Makes a file that takes a while. */
async function save(
  studio: Studio,
  making: string,
  make: (record: RunRecord, view: RunView) => Promise<ReadyFile>,
): Promise<void> {
  const { record, view, isBusy } = subject(studio)
  if (record === null || view === null || isBusy) return
  setExports(studio, { making, error: null })
  try {
    const { name, contents } = await make(record, view)
    studio.download(name, contents)
    setExports(studio, { making: null })
  } catch (thrown) {
    setExports(studio, { making: null, error: describeError(thrown) })
  }
}

function subject({ store }: Studio) {
  const state = store.getState()
  return { record: recordInUse(state), view: viewInUse(state), isBusy: state.exports.making !== null }
}

function jsonBlob(report: object): Blob {
  return new Blob([JSON.stringify(report, null, 2)], { type: 'application/json' })
}

function setExports(studio: Studio, patch: Partial<ExportSlice>): void {
  studio.store.setState(({ exports }) => ({ exports: { ...exports, ...patch } }))
}
