// A run as a page of GitHub-flavoured Markdown, for notes and issues.

import { advantageOnTest, controlText } from '../control-text.ts'
import { formatInteger, formatLearningRate, formatSeconds, formatShare } from '../format.ts'
import { type ClassMetrics, rowPercentages } from '../metrics.ts'
import type { PartialMeta } from '../report.ts'
import type { ConfusionMatrix } from '../run.ts'
import { brokenOffText, overruledText } from '../run-notes.ts'
import type { RunRecord } from '../run-record.ts'
import { epochsIn, type RunView } from '../run-view.ts'
import { type Estimate, naturalFigures, type TestFigures, testFigures } from '../test-figures.ts'
import { parametersOf } from './architecture-text.ts'
import { codeBlock, escapeMarkdown, markdownTable } from './markdown.ts'
import { dataSection, settingsSection } from './report-markdown-settings.ts'

/** Results, settings, data, curves and origin of a run, with what is missing said first. */
export function reportMarkdown(record: RunRecord, view: RunView): string {
  const { report, name, tags, note } = record
  const test = testFigures(view)
  const natural = naturalFigures(view)
  const blocks = [
    `# ${escapeMarkdown(name)}`,
    ...(tags.length === 0 ? [] : [`Tags: ${tags.map(escapeMarkdown).join(', ')}`]),
    ...noteBlocks(note),
    ...warnings(record, view, test).map((text) => `> **Note:** ${text}`),
    ...(test === null
      ? []
      : testSection(view.natural === null ? 'Test' : 'Test with balanced classes', test)),
    ...controlBlock(view),
    ...(natural === null ? [] : testSection('Test at natural prevalence', natural)),
    ...curvesSection(report.meta, view),
    ...settingsSection(report.meta),
    ...dataSection(report.meta, view),
    ...networkSection(report.model_summary),
    ...originSection(record),
  ]
  return `${blocks.join('\n\n')}\n`
}

/** Paragraphs of a note stay paragraphs. */
function noteBlocks(note: string): string[] {
  return note
    .split(/\n\s*\n/)
    .map((paragraph) => escapeMarkdown(paragraph.trim()))
    .filter((paragraph) => paragraph !== '')
}

function warnings(record: RunRecord, view: RunView, test: TestFigures | null): string[] {
  const { gaps } = record
  const overruled = overruledText(record.report.meta, escapeMarkdown)
  return [
    ...(overruled === null ? [] : [`this run was trained ${overruled}.`]),
    ...statusWarning(record, view),
    ...(test === null ? ['there are no results on test objects.'] : []),
    ...(gaps.length === 0 ? [] : [`the file does not hold ${gaps.map(escapeMarkdown).join(', ')}.`]),
    ...(test?.classes.some(({ predicted }) => predicted === 0)
      ? ['the precision of a class that was never predicted is given as 0.']
      : []),
  ]
}

function statusWarning(record: RunRecord, view: RunView): string[] {
  const { status } = view
  switch (status) {
    case 'running':
    case 'evaluating':
      return [`this run is under way: ${epochsText(record.report.meta, view)} have ended.`]
    case 'stopped':
    case 'failed':
      return [`this run is incomplete: it ${brokenOffText(record)}.`]
    case 'finished':
    case null:
      return []
    default:
      return status satisfies never
  }
}

function testSection(title: string, figures: TestFigures): string[] {
  const { accuracy, macro, weighted, classes, total, matrix } = figures
  return [
    `## ${title}`,
    `Accuracy ${accuracyText(accuracy)} on ${formatInteger(total)} objects.${
      accuracy.interval === null ? '' : " Brackets hold Wilson's 95% interval."
    }`,
    markdownTable(
      ['Class', 'Precision', 'Recall', 'F1', 'Support'],
      [
        ...classes.map(({ label, precision, recall, f1, support }) => [
          escapeMarkdown(label),
          estimateText(precision),
          estimateText(recall),
          f1.toFixed(3),
          formatInteger(support),
        ]),
        meanRow('Mean', macro),
        meanRow('Weighted mean', weighted),
      ],
    ),
    ...(matrix === null ? [] : [matrixTable(matrix, classes)]),
  ]
}

function controlBlock({ control }: RunView): string[] {
  return control === null ? [] : [escapeMarkdown(controlText(control, advantageOnTest(control)))]
}

function meanRow(title: string, metrics: ClassMetrics): string[] {
  const { precision, recall, 'f1-score': f1, support } = metrics
  return [title, precision.toFixed(3), recall.toFixed(3), f1.toFixed(3), formatInteger(support)]
}

function matrixTable(matrix: ConfusionMatrix, classes: TestFigures['classes']): string {
  const percentages = rowPercentages(matrix)
  const names = classes.map(({ label }) => escapeMarkdown(label))
  return markdownTable(
    ['True class', ...names.map((name) => `predicted ${name}`)],
    matrix.map((counts, i) => [
      names[i] ?? '',
      ...counts.map((count, j) => `${formatInteger(count)} (${percentages[i]![j]!.toFixed(2)}%)`),
    ]),
  )
}

function accuracyText({ value, interval }: Estimate): string {
  if (interval === null) return formatShare(value)
  return `${formatShare(value)} [${formatShare(interval.low)}, ${formatShare(interval.high)}]`
}

function estimateText({ value, interval }: Estimate): string {
  if (interval === null) return value.toFixed(3)
  return `${value.toFixed(3)} [${interval.low.toFixed(3)}, ${interval.high.toFixed(3)}]`
}

/** The curves at their best epoch and at their end. */
function curvesSection(meta: PartialMeta | null, view: RunView): string[] {
  const { history, bestEpoch } = view
  const epochs = epochsIn(history)
  if (epochs === 0) return []
  const shown = [
    ...(bestEpoch > 0 && bestEpoch !== epochs ? [[bestEpoch, 'lowest validation loss'] as const] : []),
    [epochs, bestEpoch === epochs ? 'last, lowest validation loss' : 'last'] as const,
  ]
  const rows = shown.map(([epoch, what]) => [
    `${formatInteger(epoch)} (${what})`,
    ...[history.acc, history.valAcc, history.loss, history.valLoss].map((curve) =>
      curveText(curve[epoch - 1]),
    ),
    history.lr[epoch - 1] === undefined ? 'unknown' : formatLearningRate(history.lr[epoch - 1]!),
  ])
  return [
    '## Curves',
    `${epochsText(meta, view)}.`,
    markdownTable(
      ['Epoch', 'Accuracy', 'Validation accuracy', 'Loss', 'Validation loss', 'Learning rate'],
      rows,
    ),
  ]
}

/** A run that was kept plans what it has, so that only its report knows what was asked for. */
function epochsText(meta: PartialMeta | null, { history, plannedEpochs }: RunView): string {
  const planned = meta?.epochs ?? plannedEpochs
  const ended = epochsIn(history)
  return `${ended === planned ? '' : `${formatInteger(ended)} of `}${formatInteger(planned)} epochs`
}

function curveText(value: number | undefined): string {
  return value === undefined || !Number.isFinite(value) ? 'unknown' : value.toFixed(4)
}

function networkSection(modelSummary: string | null): string[] {
  if (modelSummary === null || modelSummary === '') return []
  const parameters = parametersOf(modelSummary)
  return [
    '## Network',
    ...(parameters === null ? [] : [`${formatInteger(parameters)} parameters.`]),
    codeBlock(modelSummary),
  ]
}

function originSection({ report: { meta }, source }: RunRecord): string[] {
  const parts = [
    source.kind === 'trained' ? '' : `Imported from ${escapeMarkdown(source.file)}.`,
    meta?.studio ? `Trained with Redshift Studio ${escapeMarkdown(meta.studio)}.` : '',
    meta?.backend ? `Backend ${meta.backend}${meta.adapter ? `: ${escapeMarkdown(meta.adapter)}` : ''}.` : '',
    meta?.created ? `Report of ${escapeMarkdown(meta.created)}.` : '',
    meta === null || meta.seconds === null ? '' : `It took ${formatSeconds(meta.seconds)}.`,
    meta === null ? 'The report does not say with which data and settings it was made.' : '',
  ].filter((text) => text !== '')
  return ['## How it was made', parts.join(' ')]
}
