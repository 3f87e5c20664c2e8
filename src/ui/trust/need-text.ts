// Why there is nothing to judge trust by, in words.

import { formatInteger } from '../../core/format.ts'
import { isComplete, type ModelCard } from '../../core/model-card.ts'
import type { NetworkSlice } from '../../store/network-state.ts'
import { openedRecord } from '../../store/run-in-use.ts'
import { isBusyTraining, type StudioState } from '../../store/state.ts'

type Known = Pick<StudioState, 'network' | 'data' | 'run' | 'starting' | 'runError'>

/** What is missing before rows can be predicted; `null` where nothing is. */
export function missingText(state: Known): string | null {
  const { card } = state.network
  if (isBusyTraining(state)) return 'A run is under way. Its network can be judged once it has ended.'
  if (card === null) return withoutNetwork(state)
  if (!isComplete(card)) {
    return 'The file of this network does not tell what it was trained for. Say it where the network was loaded, then its trust can be judged.'
  }
  return state.data.phase === 'ready'
    ? null
    : 'There are no data in use. Load data with labels to judge the network on them.'
}

/** A run whose first epoch has ended has left a network, however it ended. */
function withoutNetwork({ run, runError }: Pick<StudioState, 'run' | 'runError'>): string {
  const way = 'Train again, or load one that was saved.'
  if (runError !== null || run?.status === 'failed') {
    return `The run failed before its first epoch had ended, so there is no network: see Training. ${way}`
  }
  return run?.status === 'stopped'
    ? `The run was stopped before its first epoch had ended, so there is no network. ${way}`
    : 'There is no network yet. Train one, or load one that was saved.'
}

/** That a network was trained on other data than those in use, or on unknown ones; `null` where it was trained on these. */
export function otherDataText(card: ModelCard, { data }: Pick<StudioState, 'data'>): string | null {
  const { training } = card
  const { report } = data
  if (report === null) return null
  if (training === null) {
    return 'The file of this network does not tell on which rows it was trained. Any of these rows may have been among them.'
  }
  if (training.dataset.fingerprint === report.fingerprint) return null
  const trainedOn =
    training.dataset.name === report.name
      ? `data of the same name (${report.name}), with other rows`
      : `other data (${training.dataset.name}) than those in use (${report.name})`
  return `The network was trained on ${trainedOn}. Any of these rows may have been among its own.`
}

/** That the posteriors in use have another number of points than the network takes; `null` where they do not. */
export function misfitText({ network: { card }, data: { report } }: Known): string | null {
  if (card === null || report === null || card.length === report.width) return null
  return `The network takes posteriors of ${formatInteger(card.length)} points, and those in use have ${formatInteger(report.width)}: it can say nothing of them. Load data with as many points, or another network.`
}

/** That another run is in the panels of training than that of the network; `null` where none was opened. */
export function openedText(state: Pick<StudioState, 'runs'>): string | null {
  const opened = openedRecord(state)
  if (opened === null) return null
  return `This is about the network in use, and not about the opened run ${opened.name}: kept runs have no weights.`
}

/** How far a network is through the rows, or the control that is fitted then. */
export type Passing = NonNullable<NetworkSlice['progress']>

/** `Predicting test: 1,024 of 9,000 rows`. */
export function passText({ name, step, done, total }: Passing): string {
  if (name === '') return 'Getting ready'
  const verb = step === 'control' ? 'Fitting' : 'Predicting'
  return `${verb} ${name}: ${formatInteger(done)} of ${formatInteger(total)} rows`
}
