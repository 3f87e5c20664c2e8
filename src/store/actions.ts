// All actions of the page, bound to one studio.

import type { StudioActions } from './actions-type.ts'
import * as apply from './apply-actions.ts'
import * as compare from './compare-actions.ts'
import * as copy from './copy-actions.ts'
import * as data from './data-actions.ts'
import { checkDevice } from './device-actions.ts'
import * as exports from './export-actions.ts'
import { exportRuns } from './export-runs.ts'
import * as inspect from './inspect-actions.ts'
import { loadRuns, refreshRuns } from './load-runs.ts'
import * as network from './network-actions.ts'
import * as objects from './objects-actions.ts'
import * as plan from './plan-actions.ts'
import * as project from './project-actions.ts'
import * as run from './run-actions.ts'
import * as runs from './runs-actions.ts'
import * as splits from './splits-actions.ts'
import type { Studio } from './studio.ts'
import * as trust from './trust-actions.ts'
import { showView } from './view-actions.ts'

/** The actions bound to one studio, for components. */
export function bindActions(studio: Studio): StudioActions {
  return {
    chooseFiles: (files) => data.chooseFiles(studio, files),
    openCandidate: (id, target) => data.openCandidate(studio, id, target),
    setColumns: (columns) => data.setColumns(studio, columns),
    cancelReading: () => data.cancelReading(studio),
    fastCopy: () => copy.fastCopy(studio),
    cancelCopy: () => copy.cancelCopy(studio),
    removeCopy: (fingerprint) => copy.removeCopy(studio, fingerprint),
    refreshCopies: () => copy.refreshCopies(studio),
    loadSample: () => data.loadSample(studio),
    setSample: (patch) => studio.store.setState(({ sample }) => ({ sample: { ...sample, ...patch } })),
    setKeepMegabytes: (keepMegabytes) => studio.store.setState({ keepMegabytes }),
    setSettings: (patch) => plan.setSettings(studio, patch),
    setOverruled: (overruled) => data.setOverruled(studio, overruled),
    checkDevice: () => checkDevice(studio),
    startTraining: () => run.startTraining(studio),
    stop: () => run.stop(studio),
    saveDataset: () => data.saveDataset(studio),
    cancelSaving: () => data.cancelSaving(studio),
    saveProject: () => project.saveProject(studio),
    openProject: (file) => project.openProject(studio, file),
    forgetProject: () => project.forgetProject(studio),
    changeDraft: (patch, target) => splits.changeDraft(studio, patch, target),
    revertDraft: () => splits.revertDraft(studio),
    applyDraft: () => splits.applyDraft(studio),
    applyRemedy: (remedy) => splits.applyRemedy(studio, remedy),
    chooseTarget: (target) => splits.chooseTarget(studio, target),
    showView: (view) => showView(studio, view),
    filterObjects: (filter) => objects.filterObjects(studio, filter),
    sortObjects: (sort) => objects.sortObjects(studio, sort),
    selectObject: (object) => objects.selectObject(studio, object),
    stepObject: (delta) => objects.stepObject(studio, delta),
    computeMeans: () => objects.computeMeans(studio),
    drawGallery: () => objects.drawGallery(studio),
    loadModel: (file) => network.loadModel(studio, file),
    completeModel: (answers) => network.completeModel(studio, answers),
    saveModel: (...what) => network.saveModel(studio, ...what),
    loadPredictions: () => network.loadPredictions(studio),
    cancelPredictions: () => network.cancelPredictions(studio),
    setTrust: (patch) => trust.setTrust(studio, patch),
    fitTemperature: () => trust.fitTemperature(studio),
    setCalibrated: (calibrated) => trust.setCalibrated(studio, calibrated),
    exportTrust: (kind) => trust.exportTrust(studio, kind),
    inspectCell: (cell) => inspect.inspectCell(studio, cell),
    showDisagreements: (patch) => inspect.showDisagreements(studio, patch),
    inspectObject: (object) => inspect.inspectObject(studio, object),
    stepInspected: (delta) => inspect.stepInspected(studio, delta),
    setSaliency: (patch) => inspect.setSaliency(studio, patch),
    reflag: (decision) => inspect.reflag(studio, decision),
    undoReflag: () => inspect.undoReflag(studio),
    exportReflags: () => inspect.exportReflags(studio),
    applyModel: (files) => apply.applyModel(studio, files),
    cancelApplying: () => apply.cancelApplying(studio),
    exportApplied: (format) => apply.exportApplied(studio, format),
    exportReport: () => exports.exportReport(studio),
    exportReportNpy: () => exports.exportReportNpy(studio),
    exportText: (kind) => exports.exportText(studio, kind),
    setFigure: (patch) => exports.setFigure(studio, patch),
    exportFigure: (format) => exports.exportFigure(studio, format),
    exportPaperKit: () => exports.exportPaperKit(studio),
    loadRuns: () => loadRuns(studio),
    refreshRuns: (ids) => refreshRuns(studio, ids),
    importReports: (files) => runs.importReports(studio, files),
    exportRuns: () => exportRuns(studio),
    openRun: (id) => runs.openRun(studio, id),
    closeRun: () => runs.closeRun(studio),
    editRun: (id, patch) => runs.editRun(studio, id, patch),
    deleteRun: (id) => runs.deleteRun(studio, id),
    undoDelete: () => runs.undoDelete(studio),
    dismissRefused: () => runs.dismissRefused(studio),
    toggleCompared: (id) => compare.toggleCompared(studio, id),
    exportComparison: (format) => compare.exportComparison(studio, format),
    clearCompared: () => compare.clearCompared(studio),
    setBaseline: (id) => compare.setBaseline(studio, id),
    setComparedTest: (test) => compare.setComparedTest(studio, test),
    setFolded: (folded) => compare.setFolded(studio, folded),
  }
}
