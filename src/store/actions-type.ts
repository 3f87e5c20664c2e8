// The commands that the page can give, as a type: components and their tests need no engine.

import type { AppliedFormat } from '../core/applied.ts'
import type { ColumnMapping } from '../core/column-roles.ts'
import type { TestId } from '../core/compare/comparison.ts'
import type { Remedy } from '../core/dataset-report.ts'
import type { FigureFormat, FigureOptions } from '../core/figure/request.ts'
import type { ModelAnswers, SavedAs } from '../core/model-card.ts'
import type { ObjectFilter, ObjectSort } from '../core/object-order.ts'
import type { PreparationPatch } from '../core/preparation.ts'
import type { Reflag } from '../core/reflags.ts'
import type { RunSettings } from '../core/run.ts'
import type { RunRecord } from '../core/run-record.ts'
import type { SimulationSettings } from '../core/simulate.ts'
import type { TargetId } from '../core/targets.ts'
import type { ChosenFile } from '../engine/types.ts'
import type { InspectSlice, MatrixCell, TrustSlice } from './network-state.ts'
import type { View } from './state.ts'

/** How a comparison can be saved. */
export type ComparisonFormat = 'csv' | 'latex'

/** What of trust can be saved: the scores, bins and curves of the rows in view, or the probabilities of every row. */
export type TrustExport = 'measures' | 'predictions'

/** What can be saved as text. */
export type TextExport = 'curves-csv' | 'table-latex' | 'report-markdown'

export interface StudioActions {
  /** Looks for data sets among files; opens the only one. */
  chooseFiles(files: readonly ChosenFile[]): Promise<void>
  /** Reads one of the data sets that were found. */
  openCandidate(id: string, target?: TargetId): Promise<void>
  /** Looks for data sets among the same files again, with roles that the visitor gives to columns. */
  setColumns(columns: ColumnMapping): Promise<void>
  cancelReading(): void
  /** Makes a fast copy of the data set in use, or goes on with it. */
  fastCopy(): Promise<void>
  cancelCopy(): void
  removeCopy(fingerprint: string): Promise<void>
  /** Asks the engine which copies there are. */
  refreshCopies(): Promise<void>
  loadSample(): Promise<void>
  setSample(patch: Partial<SimulationSettings>): void
  setKeepMegabytes(keepMegabytes: number): void
  setSettings(patch: Partial<RunSettings>): void
  setOverruled(overruled: boolean): void
  /** Holds every model on the chosen backend against Keras. */
  checkDevice(): Promise<void>
  startTraining(): Promise<void>
  /** The first call ends training and evaluates the best weights, a second one ends at once. */
  stop(): void
  /** Saves the data set in use as a ZIP archive of the pre-split NPY tree. */
  saveDataset(): Promise<void>
  cancelSaving(): void
  /** Saves which data, preparation and settings are in use. */
  saveProject(): void
  /** Opens a project: a sample is simulated again, files are waited for. */
  openProject(file: File): Promise<void>
  /** Waits no longer for the files of a project. */
  forgetProject(): void
  /** Changes the draft of the splits and asks what it would come to. */
  changeDraft(patch: PreparationPatch, target?: TargetId): Promise<void>
  revertDraft(): void
  /** Uses the draft of the splits. */
  applyDraft(): Promise<void>
  /** Takes the way out that a finding offers. */
  applyRemedy(remedy: Remedy): Promise<void>
  /** Chooses another target for objects whose attributes give it. */
  chooseTarget(target: TargetId): Promise<void>
  /** Turns the middle of the page to results or to data. */
  showView(view: View): void
  filterObjects(filter: ObjectFilter): void
  sortObjects(sort: ObjectSort): void
  selectObject(object: number): Promise<void>
  /** Steps through the table in its order. */
  stepObject(delta: number): Promise<void>
  /** Averages the posteriors of each class. */
  computeMeans(): Promise<void>
  /** Draws other objects of each class by chance. */
  drawGallery(): Promise<void>
  /** Loads a network from a file; it becomes the one in use. */
  loadModel(file: File): Promise<void>
  /** Says of the network in use what its file does not. */
  completeModel(answers: ModelAnswers): Promise<void>
  /** Saves the network in use, with the temperature in its last layer where probabilities are calibrated. */
  saveModel(...what: SavedAs): Promise<void>
  /** Asks what the network in use says of the data in use, where that is not known. */
  loadPredictions(): Promise<void>
  cancelPredictions(): void
  setTrust(patch: Partial<Pick<TrustSlice, 'split' | 'keptClass' | 'threshold' | 'surveyShare'>>): void
  /** Fits the temperature on validation; `setCalibrated` applies it. */
  fitTemperature(): void
  /** Applies the fitted temperature, or no longer. */
  setCalibrated(calibrated: boolean): void
  exportTrust(kind: TrustExport): Promise<void>
  /** Shows the objects of a cell of a confusion matrix. */
  inspectCell(cell: MatrixCell): void
  /** Shows the objects whose label the network doubts. */
  showDisagreements(patch?: Partial<Pick<InspectSlice, 'queueSplit' | 'confidence'>>): void
  inspectObject(object: number): Promise<void>
  /** Steps through the list in its order. */
  stepInspected(delta: number): Promise<void>
  setSaliency(patch: Partial<Pick<InspectSlice, 'method' | 'explained'>>): void
  /** Gives the object in the viewer a label, and goes to the next one. */
  reflag(decision: Pick<Reflag, 'newLabel' | 'newFlag'>): void
  undoReflag(): void
  exportReflags(): void
  /** Applies the network in use to posteriors without labels. */
  applyModel(files: readonly ChosenFile[]): Promise<void>
  cancelApplying(): void
  exportApplied(format: AppliedFormat): Promise<void>
  /** Saves the report of the run in view as JSON. */
  exportReport(): void
  /** The same as the `.npy` that LAM-Redshift reads. */
  exportReportNpy(): Promise<void>
  /** Saves the curves as CSV, or the table of classes for a paper or a note. */
  exportText(kind: TextExport): void
  setFigure(patch: Partial<FigureOptions>): void
  exportFigure(format: FigureFormat): Promise<void>
  /** Saves figure, tables, methods paragraph and manifest in one ZIP archive. */
  exportPaperKit(): Promise<void>
  /** Asks which runs are kept. */
  loadRuns(): Promise<void>
  /** Reads runs that other tabs have changed. */
  refreshRuns(ids: readonly string[]): Promise<void>
  /** Adds reports of this studio, of LAM-Redshift, and collections that `exportRuns` saved. */
  importReports(files: readonly File[]): Promise<void>
  /** Saves all runs of the list, in one file where one can hold them. */
  exportRuns(): void
  /** Shows a kept run in the panels of results. */
  openRun(id: string): void
  /** Shows the run of this session again. */
  closeRun(): void
  /** Changes name, tags or note. */
  editRun(id: string, patch: Partial<Pick<RunRecord, 'name' | 'tags' | 'note'>>): Promise<void>
  deleteRun(id: string): Promise<void>
  /** Brings back what was deleted last; once more, what was deleted before that. */
  undoDelete(): Promise<void>
  /** Forgets what the last import came to and what it refused. */
  dismissRefused(): void
  /** Takes a run into the comparison or out of it. */
  toggleCompared(id: string): void
  clearCompared(): void
  setBaseline(id: string): void
  setComparedTest(test: TestId): void
  setFolded(folded: boolean): void
  /** Saves the numbers of the comparison. */
  exportComparison(format: ComparisonFormat): void
}
