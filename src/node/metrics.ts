// `npm run metrics`: the numbers of a saved report.

import { stat } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { epochOfLowest } from '../core/best-epoch.ts'
import { labelsOfTarget, withoutLatex } from '../core/class-names.ts'
import { type Advantage, advantageOnTest, controlText } from '../core/control-text.ts'
import { StudioError } from '../core/errors.ts'
import { formatInteger, formatShare } from '../core/format.ts'
import { type ClassificationReport, type ClassMetrics, classificationReport } from '../core/metrics.ts'
import { naturalChoiceText } from '../core/natural-text.ts'
import type { ControlReport, NaturalTestReport } from '../core/report.ts'
import type { ConfusionMatrix } from '../core/run.ts'
import { type ControlView, controlOfReport } from '../core/run-view.ts'
import { readStoredReport, type StoredReport } from '../data/stored-report.ts'
import { type Arguments, requiredArgument } from './arguments.ts'
import type { Console } from './console.ts'
import { EXIT } from './exit-codes.ts'
import { fileSource, unreadable } from './file-source.ts'
import { METRICS } from './metrics-options.ts'

type ClassRow = { readonly name: string } & ClassMetrics

/** The JSON of `npm run metrics`; `null` for what the report lacks. */
export interface MetricsSummary {
  readonly file: string
  readonly model: string | null
  readonly target: string | null
  readonly status: string | null
  /** on test, 0 to 1 */
  readonly accuracy: number | null
  readonly classes: readonly ClassRow[] | null
  /** objects in test */
  readonly support: number | null
  readonly epochs: number | null
  /** from 1, the epoch of the lowest val_loss */
  readonly bestEpoch: number | null
  readonly bestValLoss: number | null
  /** a logistic regression on descriptors of each posterior, on the same test */
  readonly control: ControlSummary | null
  /** the same weights at natural prevalence */
  readonly naturalTest: NaturalTestSummary | null
  /** blocking findings in spite of which the run was made; `null` where the report does not say */
  readonly overruled: readonly string[] | null
  /** what the report lacks */
  readonly gaps: readonly string[]
}

/** The control, and rows by who has them right: network or control. */
export interface ControlSummary extends Pick<ControlReport, 'descriptors' | 'trainRows'> {
  /** 0 to 1 */
  readonly accuracy: number
  /** McNemar's exact test; `null` where outcomes of single rows lack */
  readonly mcnemar: Advantage | null
}

/** The numbers of the test at natural prevalence, and how many rows are not in it. */
export interface NaturalTestSummary extends Pick<NaturalTestReport, 'excluded' | 'thinned'> {
  /** 0 to 1 */
  readonly accuracy: number
  readonly classes: readonly ClassRow[]
  readonly support: number
}

/**
 * Prints accuracy, the table of classes and the best epoch of a report, and what it has of the control and of the test at
 * natural prevalence.
 * @throws StudioError `bad-input` if the file cannot be read or is no report
 */
export async function metrics(args: Arguments, console: Console): Promise<number> {
  const given = requiredArgument(METRICS, args)
  const path = resolve(console.workingFolder, given)
  const state = await stat(path).catch((thrown: unknown) => {
    throw unreadable(given, thrown)
  })
  if (!state.isFile()) {
    throw new StudioError(
      'bad-input',
      `${given} is a folder; expected a report.`,
      'Give the path of one file.',
    )
  }
  const source = fileSource(path, basename(path), state)
  try {
    const summary = summariseReport(given, await readStoredReport(source))
    if (args.flags.has('json')) console.print(JSON.stringify(summary, null, 2))
    else for (const line of metricsText(summary)) console.print(line)
    return EXIT.ok
  } finally {
    await source.close()
  }
}

/** The numbers of a report. The matrix counts where there is one: `report` follows from it. */
function summariseReport(file: string, stored: StoredReport): MetricsSummary {
  const { report, gaps } = stored
  const { conf_matrix_test: test, val_loss: valLoss, meta } = report
  const names = shownNames(stored)
  const exact = test === null ? null : summariseMatrix(test, names)
  const classes = exact?.classes ?? (report.report && named(rowsOf(report.report, report.nb_class), names))
  const bestEpoch = valLoss === null ? 0 : epochOfLowest(valLoss)
  const epochs = (report.loss ?? report.acc ?? valLoss)?.length ?? null
  const natural = meta?.naturalTest ?? null
  const control = controlOfReport(report)
  return {
    file,
    model: meta && (meta.model ?? ''),
    target: meta && (meta.target ?? ''),
    status: meta && (meta.status ?? ''),
    accuracy: exact?.accuracy ?? stored.savedAccuracy,
    classes,
    support: classes?.reduce((sum, { support }) => sum + support, 0) ?? null,
    epochs,
    bestEpoch: bestEpoch === 0 ? null : bestEpoch,
    bestValLoss: bestEpoch === 0 ? null : valLoss![bestEpoch - 1]!,
    control: control === null ? null : summariseControl(control),
    naturalTest:
      natural === null
        ? null
        : {
            ...summariseMatrix(natural.conf_matrix, names),
            excluded: natural.excluded,
            thinned: natural.thinned,
          },
    overruled: meta?.overruled ?? null,
    gaps,
  }
}

/** Names as they stand in the report, so that they can be searched for in it; those of its target where it has none. */
function shownNames({ report, savedTarget, gaps }: StoredReport): readonly string[] {
  return gaps.includes('nom_classes')
    ? labelsOfTarget(savedTarget ?? '', report.nb_class)
    : report.nom_classes.map(withoutLatex)
}

function summariseMatrix(matrix: ConfusionMatrix, names: readonly string[]) {
  const report = classificationReport(matrix)
  const classes = named(rowsOf(report, matrix.length), names)
  return { accuracy: report.accuracy, classes, support: report['macro avg'].support }
}

function summariseControl(control: ControlView): ControlSummary {
  const { acc: accuracy, descriptors, trainRows } = control
  return { accuracy, descriptors, trainRows, mcnemar: advantageOnTest(control) }
}

function rowsOf(report: ClassificationReport, classes: number): ClassMetrics[] {
  return Array.from({ length: classes }, (_, i) => report[`${i}`]!)
}

function named(rows: readonly ClassMetrics[], names: readonly string[]): ClassRow[] {
  return rows.map((row, i) => ({ name: names[i] ?? `class ${i}`, ...row }))
}

function metricsText(summary: MetricsSummary): string[] {
  const { file, model, target, status, accuracy, support, epochs, bestEpoch, bestValLoss } = summary
  const { classes, control, naturalTest, overruled, gaps } = summary
  const origin = [model, target, status].filter((part) => part !== null && part !== '')
  return [
    [file, ...origin].join(', '),
    accuracy === null
      ? 'accuracy: not in this report'
      : `accuracy ${formatShare(accuracy)}${support === null ? '' : ` of ${formatInteger(support)} test objects`}`,
    bestEpoch === null
      ? 'best epoch: not in this report'
      : `best epoch ${bestEpoch} of ${epochs}, val_loss ${bestValLoss!.toFixed(4)}`,
    ...(classes === null ? [] : tableLines(classes)),
    ...(control === null ? [] : [controlText({ ...control, acc: control.accuracy }, control.mcnemar)]),
    ...(naturalTest === null ? [] : naturalLines(naturalTest)),
    ...(overruled === null || overruled.length === 0 ? [] : [`made in spite of: ${overruled.join('; ')}`]),
    ...(gaps.length === 0 ? [] : [`not in this report: ${gaps.join(', ')}`]),
  ]
}

function naturalLines({ accuracy, support, classes, ...left }: NaturalTestSummary): string[] {
  return [
    `at natural prevalence: accuracy ${formatShare(accuracy)} of ${formatInteger(support)} objects; ${naturalChoiceText(left)}`,
    ...tableLines(classes),
  ]
}

function tableLines(classes: readonly ClassRow[]): string[] {
  const width = Math.max(5, ...classes.map(({ name }) => name.length))
  const line = (name: string, cells: readonly string[]) =>
    [name.padEnd(width), ...cells.map((cell) => cell.padStart(9))].join('  ')
  return [
    line('class', ['precision', 'recall', 'f1-score', 'support']),
    ...classes.map((row) =>
      line(row.name, [
        row.precision.toFixed(4),
        row.recall.toFixed(4),
        row['f1-score'].toFixed(4),
        formatInteger(row.support),
      ]),
    ),
  ]
}
