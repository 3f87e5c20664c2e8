// The paper kit: which files it has, and those that are text. Who has the engine and the figures makes the rest.

import type { FigureFormat, FigureOptions, FigureSize } from '../figure/request.ts'
import type { RunRecord } from '../run-record.ts'
import type { RunView } from '../run-view.ts'
import { testFigures } from '../test-figures.ts'
import { curvesCsv } from './curves-csv.ts'
import { type KitSize, kitReadme } from './kit-readme.ts'
import { buildManifest, type ManifestContext, type ManifestFile } from './manifest.ts'
import { methodsLatex, methodsText } from './methods.ts'
import { reportMarkdown } from './report-markdown.ts'
import { tableLatex } from './table-latex.ts'

/** What a kit is made with. */
export interface KitContext extends ManifestContext {
  /** how the figure is to be; a kit has all of its panels */
  readonly size: KitSize
  /** whether the report has all that `fig.py` draws, which an unfinished run lacks */
  readonly hasNpy: boolean
}

/** The size of a kit's figure where somebody chose another: 13 x 8 in would be too small in print. */
export function kitSize(chosen: FigureSize): KitSize {
  return chosen === 'reference' ? 'page' : chosen
}

/** A file of text. */
export interface KitText {
  readonly path: string
  readonly text: string
}

/** All files of a kit but the manifest, which holds their hashes and so comes last: see `kitManifest`. */
export interface KitPlan {
  readonly texts: readonly KitText[]
  /** to be drawn */
  readonly figures: readonly {
    readonly path: string
    readonly format: FigureFormat
    readonly options: FigureOptions
  }[]
}

/** Where the report for LAM-Redshift's `fig.py` lies in a kit. */
export const KIT_NPY = 'report.npy'

/** Formats of the figure in a kit; PNG has 300 dots per inch. */
const FIGURE_FORMATS: readonly FigureFormat[] = ['pdf', 'svg', 'png']

/** The whole kit of a run. */
export function planPaperKit(record: RunRecord, view: RunView, context: KitContext): KitPlan {
  return {
    texts: kitTexts(record, view, context),
    figures: FIGURE_FORMATS.map((format) => ({
      path: `figure.${format}`,
      format,
      options: { size: context.size, panel: 'all' },
    })),
  }
}

/** The files that are text. `table.tex` is not among them where there are no results on test. */
export function kitTexts(record: RunRecord, view: RunView, context: KitContext): readonly KitText[] {
  const table = testFigures(view) === null ? null : tableLatex(record, view)
  return [
    { path: 'README.txt', text: kitReadme(record, context, table !== null) },
    ...(table === null ? [] : [{ path: 'table.tex', text: table }]),
    { path: 'methods.tex', text: methodsLatex(record, view, context) },
    { path: 'methods.txt', text: methodsText(record, view, context) },
    { path: 'report.json', text: `${JSON.stringify(record.report, null, 2)}\n` },
    { path: 'report.md', text: reportMarkdown(record, view) },
    { path: 'curves.csv', text: curvesCsv(view.history) },
  ]
}

/**
 * `manifest.json`, which names the other files with their sizes and hashes.
 * @param files all others of the kit
 */
export function kitManifest(
  record: RunRecord,
  context: ManifestContext,
  files: readonly ManifestFile[],
): KitText {
  return {
    path: 'manifest.json',
    text: `${JSON.stringify(buildManifest(record, context, files), null, 2)}\n`,
  }
}
