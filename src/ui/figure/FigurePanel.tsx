// "Figure and files": how the figure is to be, what it looks like, and all that can be saved of a run that has ended.

import { useState } from 'react'
import type { FigureFormat, FigureOptions } from '../../core/figure/request.ts'
import type { RunView } from '../../core/run-view.ts'
import type { TextExport } from '../../store/actions-type.ts'
import type { ExportSlice } from '../../store/state.ts'
import { Disclosure } from '../shell/Disclosure.tsx'
import { Notice } from '../shell/Notice.tsx'
import { Panel } from '../shell/Panel.tsx'
import { FigureChoice } from './FigureChoice.tsx'
import classes from './FigurePanel.module.css'
import { FigurePreview, type Preview } from './FigurePreview.tsx'
import { FileButtons } from './FileButtons.tsx'

/** What the buttons do. */
export interface FileActions {
  readonly setFigure: (patch: Partial<FigureOptions>) => void
  readonly exportFigure: (format: FigureFormat) => void
  readonly exportReport: () => void
  readonly exportReportNpy: () => void
  readonly exportText: (kind: TextExport) => void
  readonly exportPaperKit: () => void
}

interface FigurePanelProps {
  /** a run that has ended */
  readonly view: RunView
  readonly exports: ExportSlice
  readonly actions: FileActions
  readonly preview: Preview
  readonly className?: string | undefined
}

/** The region "Figure and files". */
export function FigurePanel({ view, exports, actions, preview, className }: FigurePanelProps) {
  const [open, setOpen] = useState(false)
  const { figure, making, error } = exports
  const busy = making !== null
  return (
    <Panel name="Figure and files" className={className}>
      <div className={classes.body}>
        <div className={classes.groups}>
          <FileButtons
            title="Figure"
            busy={busy}
            buttons={[
              { name: 'Export figure SVG', text: 'SVG', onClick: () => actions.exportFigure('svg') },
              { name: 'Export figure PDF', text: 'PDF', onClick: () => actions.exportFigure('pdf') },
              { name: 'Export figure PNG', text: 'PNG', onClick: () => actions.exportFigure('png') },
            ]}
          >
            <FigureChoice
              figure={figure}
              natural={hasNaturalMatrix(view)}
              disabled={busy}
              onChange={actions.setFigure}
            />
          </FileButtons>
          <FileButtons
            title="Report"
            busy={busy}
            buttons={[
              { name: 'Export report JSON', text: 'JSON', onClick: () => actions.exportReport() },
              { name: 'Export report NPY', text: 'NPY', onClick: () => actions.exportReportNpy() },
              {
                name: 'Export report Markdown',
                text: 'Markdown',
                onClick: () => actions.exportText('report-markdown'),
              },
              {
                name: 'Export curves CSV',
                text: 'Curves CSV',
                onClick: () => actions.exportText('curves-csv'),
              },
            ]}
          />
          <FileButtons
            title="For a paper"
            busy={busy}
            buttons={[
              {
                name: 'Export table LaTeX',
                text: 'Table LaTeX',
                onClick: () => actions.exportText('table-latex'),
              },
              { name: 'Export paper kit', text: 'Paper kit', onClick: () => actions.exportPaperKit() },
            ]}
          />
        </div>
        <p aria-live="polite" className={classes.status}>
          {busy && `Making ${making}`}
        </p>
        {error !== null && (
          <Notice severity="block" title={error.message} alert>
            {error.hint !== '' && <p>{error.hint}</p>}
          </Notice>
        )}
        <Disclosure title="Preview" open={open} onToggle={() => setOpen(!open)}>
          <FigurePreview view={view} size={figure.size} panel={figure.panel} preview={preview} />
        </Disclosure>
      </div>
    </Panel>
  )
}

/** Whether the run has a matrix of the test at natural prevalence. */
export function hasNaturalMatrix({ natural }: Pick<RunView, 'natural'>): boolean {
  return natural !== null && natural.matrix !== null
}
