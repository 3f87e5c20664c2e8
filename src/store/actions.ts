// All actions of the page, bound to one studio.

import type { StudioActions } from './actions-type.ts'
import * as copy from './copy-actions.ts'
import * as data from './data-actions.ts'
import { checkDevice } from './device-actions.ts'
import * as plan from './plan-actions.ts'
import * as run from './run-actions.ts'
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
    exportReport: () => run.exportReport(studio),
  }
}
