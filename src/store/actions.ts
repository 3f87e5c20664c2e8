// All actions of the page, bound to one studio.

import type { StudioActions } from './actions-type.ts'
import * as copy from './copy-actions.ts'
import * as data from './data-actions.ts'
import { checkDevice } from './device-actions.ts'
import * as objects from './objects-actions.ts'
import * as plan from './plan-actions.ts'
import * as project from './project-actions.ts'
import * as run from './run-actions.ts'
import * as splits from './splits-actions.ts'
import type { Studio } from './studio.ts'

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
    showView: (view) => objects.showView(studio, view),
    filterObjects: (filter) => objects.filterObjects(studio, filter),
    sortObjects: (sort) => objects.sortObjects(studio, sort),
    selectObject: (object) => objects.selectObject(studio, object),
    stepObject: (delta) => objects.stepObject(studio, delta),
    computeMeans: () => objects.computeMeans(studio),
    drawGallery: () => objects.drawGallery(studio),
    exportReport: () => run.exportReport(studio),
  }
}
