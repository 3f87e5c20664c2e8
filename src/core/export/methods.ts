// The methods paragraph of a paper: only what is known of a run, so that a report of little knowledge gets a short one.

import type { RunRecord } from '../run-record.ts'
import type { RunView } from '../run-view.ts'
import { naturalFigures, type TestFigures, testFigures } from '../test-figures.ts'
import { listed } from '../text.ts'
import { type Dialect, LATEX, PLAIN } from './dialect.ts'
import { estimateText } from './estimate-text.ts'
import { definitionSentences } from './methods-classes.ts'
import { controlSentence } from './methods-control.ts'
import { dataSentences } from './methods-data.ts'
import { architectureSentences, trainingSentences } from './methods-training.ts'
import { testPhrase } from './test-phrase.ts'

/** Names and versions of the software that trains, for example `{ 'TensorFlow.js': '4.22.0' }`. */
export type SoftwareVersions = Readonly<Record<string, string>>

/** What made the text, beside the run. */
export interface MethodsContext {
  /** version of the studio that writes */
  readonly studio: string
  /** versions of what that studio trains with */
  readonly software: SoftwareVersions
}

/** One paragraph of plain text that ends with a line feed. */
export function methodsText(record: RunRecord, view: RunView, context: MethodsContext): string {
  return `${paragraph(record, view, context, PLAIN)}\n`
}

/** The same in LaTeX, for `\input`, one sentence per line. Needs no package. */
export function methodsLatex(record: RunRecord, view: RunView, context: MethodsContext): string {
  return `${paragraph(record, view, context, LATEX, '\n')}\n`
}

function paragraph(
  record: RunRecord,
  view: RunView,
  context: MethodsContext,
  write: Dialect,
  between = ' ',
): string {
  const { meta } = record.report
  return [
    ...taskSentences(record, view, write),
    ...definitionSentences(meta?.target ?? null, view.labels, write),
    ...(meta === null
      ? ['The report does not say on which data and with which settings it was trained.']
      : dataSentences(record.report, meta, write)),
    ...architectureSentences(record, write),
    ...trainingSentences(record, view, write),
    ...softwareSentences(record, context, write),
    ...resultSentences(view, write),
  ].join(between)
}

function taskSentences({ name, report: { meta } }: RunRecord, { labels }: RunView, write: Dialect): string[] {
  const network = meta?.model
    ? `The network ${write.text(meta.model)}`
    : `The network of ${write.quoted(name)}`
  const target = meta?.target ? `For the target ${write.text(meta.target)} there` : 'There'
  const classes = listed(labels.map(write.quotedClass))
  return [
    `${network} classifies objects by their redshift posteriors.`,
    `${target} are ${labels.length} classes: ${classes}.`,
  ]
}

function softwareSentences(
  { report: { meta } }: RunRecord,
  context: MethodsContext,
  write: Dialect,
): string[] {
  if (!meta?.studio) return []
  // of another version of the studio nobody knows here what it was built with
  const parts = meta.studio === context.studio ? Object.entries(context.software) : []
  const versions = parts.map(([name, version]) => write.text(`${name} ${version}`))
  const suffix = versions.length === 0 ? '' : ` (${versions.join(', ')})`
  const adapter = meta.adapter ? ` (${write.text(meta.adapter)})` : ''
  const backend = meta.backend === null ? '' : ` on ${BACKENDS[meta.backend]}${adapter}`
  return [`The software was Redshift Studio ${write.text(meta.studio)}${suffix}${backend}.`]
}

const BACKENDS = { webgpu: 'WebGPU', wasm: 'WebAssembly' } as const

function resultSentences(view: RunView, write: Dialect): string[] {
  const test = testFigures(view)
  const natural = naturalFigures(view)
  if (test === null) return ['There are no results on test objects.']
  return [
    `On the ${write.integer(test.total)} objects of ${testPhrase(view)}, ${scoresText(test, write)}.`,
    ...controlSentence(view, write),
    ...(natural === null
      ? []
      : [
          `On ${write.integer(natural.total)} objects at natural prevalence, none of which training or validation holds, ${scoresText(natural, write)}.`,
        ]),
  ]
}

function scoresText({ accuracy, macro }: TestFigures, write: Dialect): string {
  return `the accuracy is ${estimateText(accuracy, write)} and the mean ${write.formula.f1} of the classes ${macro['f1-score'].toFixed(3)}`
}
