// The files that `npm run train` writes: events while it runs, weights, network and report when it has ended.

import type { TrainedModel } from '../core/model-card.ts'
import { modelWeights } from '../core/models.ts'
import { buildReport } from '../core/report.ts'
import type { RunEvent, RunState } from '../core/run.ts'
import { STUDIO_VERSION } from '../core/version.ts'
import { archiveWeights, type NamedTensor } from '../data/weights-archive.ts'
import { describeCard } from '../engine/card.ts'
import type { SourceEngine } from '../engine/engine.ts'
import { appendLine, type OutputPath } from './output-file.ts'
import type { TrainOptions } from './train-options.ts'

/** The files that a command line asks for; paths as they were given. */
export function wantedFiles({ out, weights, network, events }: TrainOptions): readonly OutputPath[] {
  return [
    { flag: '--out', path: out },
    { flag: '--weights', path: weights },
    { flag: '--network', path: network?.path ?? null },
    { flag: '--events', path: events },
  ].filter((output): output is OutputPath => output.path !== null)
}

/**
 * Appends events to the file that was asked for, until that fails.
 * @param place makes a path absolute
 * @param fail told of the failure, once
 */
export function eventRecorder(
  { events }: TrainOptions,
  place: (path: string) => string,
  fail: (thrown: unknown) => void,
): (event: RunEvent) => void {
  let output = events === null ? null : { flag: '--events', path: place(events) }
  return (event) => {
    if (output === null) return
    try {
      appendLine(output, JSON.stringify(event))
    } catch (thrown) {
      output = null
      fail(thrown)
    }
  }
}

/** A file that a run leaves. */
export interface ResultFile extends OutputPath {
  /** what it is called when it has been written */
  readonly name: string
  /** its bytes */
  encode(): Promise<Blob>
}

/**
 * The files of a run that has ended, with paths as they were given, in the order in which they are to be written: weights and
 * network first, since they cost the training and no other file brings them back.
 */
export function resultFiles(
  run: RunState,
  engine: Pick<SourceEngine, 'trainedModel' | 'saveModel'>,
  options: TrainOptions,
): readonly ResultFile[] {
  const { out, network } = options
  const found: ResultFile[] = []
  const trained = engine.trainedModel()
  const epoch = `of epoch ${trained?.card.training?.epoch}`
  const weights = options.weights ?? (run.status === 'stopped' ? weightsBeside(out) : null)
  if (weights !== null && trained !== null) {
    const encode = () => archiveWeights(namedWeights(trained))
    const flag = options.weights === null ? 'The weights beside the report,' : '--weights'
    found.push({ name: `weights ${epoch}`, flag, path: weights, encode })
  }
  if (network !== null && trained !== null) {
    const encode = () => engine.saveModel(network.format, { temperature: null })
    found.push({ name: `network ${epoch}`, flag: '--network', path: network.path, encode })
  }
  const encode = async () => {
    const report = buildReport(run, { studio: STUDIO_VERSION, created: new Date().toISOString() })
    return new Blob([`${JSON.stringify(report, null, 2)}\n`])
  }
  return [...found, { name: 'report', flag: '--out', path: out, encode }]
}

/** The weights under the names of their layers. */
function namedWeights({ card, weights }: TrainedModel): NamedTensor[] {
  return modelWeights(describeCard(card)).map(({ name, shape }, i) => ({ name, shape, values: weights[i]! }))
}

/** `report.json` gives `report.weights.npz`. */
function weightsBeside(report: string): string {
  return `${report.replace(/\.json$/i, '')}.weights.npz`
}
