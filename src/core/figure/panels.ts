// Which panel shows what of a run, and what one says that has nothing to show.

import { StudioError } from '../errors.ts'
import { type ClassificationReport, classificationReport } from '../metrics.ts'
import type { ConfusionMatrix } from '../run.ts'
import { epochsIn, type RunView } from '../run-view.ts'
import { curvesPanel } from './curves-panel.ts'
import type { Panel } from './marks.ts'
import { matrixPanel } from './matrix-panel.ts'
import { emptyPanel } from './panel-head.ts'
import type { FigurePanel } from './request.ts'
import type { Pen } from './style.ts'
import { tablePanel } from './table-panel.ts'

/** One panel, not all. */
export type OnePanel = Exclude<FigurePanel, 'all'>

/** How a panel is made. */
export interface PanelOptions {
  /** stands with others, and so has its letter */
  readonly lettered: boolean
  /** mm */
  readonly width: number
  readonly pen: Pen
}

/**
 * One panel of a run.
 * @throws StudioError `bad-input` for `natural` where the run has no such test
 */
export function makePanel(panel: OnePanel, view: RunView, { lettered, width, pen }: PanelOptions): Panel {
  const headOf = (title: string) => ({ letter: lettered ? panel : '', title })
  const absent = absentWord(view)
  const matrixOrWord = (matrix: ConfusionMatrix | null, title: string) =>
    matrix === null
      ? emptyPanel(headOf(title), absent, pen)
      : matrixPanel({ matrix, labels: view.labels }, headOf(title), width, pen)
  switch (panel) {
    case 'a':
      return matrixOrWord(view.train?.matrix ?? null, trainTitle(view))
    case 'b':
      return matrixOrWord(view.test?.matrix ?? null, testTitle(view))
    case 'c': {
      const head = headOf('Accuracy and loss')
      return hasCurves(view) ? curvesPanel(view, absent, head, width, pen) : emptyPanel(head, absent, pen)
    }
    case 'd': {
      const head = headOf(`Classification report, ${testWords(view)}`)
      const report = reportOf(view)
      return report === null
        ? emptyPanel(head, absent, pen)
        : tablePanel(report, view.labels, head, width, pen)
    }
    case 'natural':
      if (view.natural === null) {
        throw new StudioError(
          'bad-input',
          `Expected a run with a test at natural prevalence, ${view.title} has none.`,
          'Choose another panel.',
        )
      }
      return matrixOrWord(view.natural.matrix, 'Natural test')
    default:
      return panel satisfies never
  }
}

/** What a panel says of something that the run does not have. */
export function absentWord({ ended }: RunView): string {
  return ended ? 'not in this report' : 'not yet'
}

/** Whether there is anything to draw by epoch. */
export function hasCurves({ history: { acc, loss, valAcc, valLoss } }: RunView): boolean {
  return [acc, loss, valAcc, valLoss].some((values) => values.length > 0)
}

/** The report of the second matrix, or the one that was saved without it. */
export function reportOf({ test, savedReport }: RunView): ClassificationReport | null {
  return test === null ? savedReport : classificationReport(test.matrix)
}

/** `Train`; of a run that was not evaluated on it, what the network did while its weights moved. */
export function trainTitle({ train, history }: RunView): string {
  return train?.origin === 'epoch-train' ? `Train, during epoch ${epochsIn(history)}` : 'Train'
}

/**
 * `Test`, or `Test (balanced)` where there is another one at natural prevalence, whose numbers differ; of a run that goes on,
 * validation with the weights of its last epoch.
 */
export function testTitle(view: RunView): string {
  return validationTitle(view) ?? (view.natural === null ? 'Test' : 'Test (balanced)')
}

/** The same within a line. */
export function testWords(view: RunView): string {
  return validationTitle(view)?.toLowerCase() ?? (view.natural === null ? 'test' : 'balanced test')
}

function validationTitle({ test, history }: RunView): string | null {
  return test?.origin === 'epoch-validation' ? `Validation, after epoch ${epochsIn(history)}` : null
}
