// `npm run train`: a run from a folder to a report, with the same engine and the same reducer as the page.

import { resolve } from 'node:path'
import type { DatasetReport, ReadProgress } from '../core/dataset-report.ts'
import { describeError, type ErrorReport, StudioError } from '../core/errors.ts'
import { formatShare } from '../core/format.ts'
import { foldRun, hasEnded, type RunEvent, type RunState } from '../core/run.ts'
import { createSourceEngine, type SourceEngine } from '../engine/engine.ts'
import type { Arguments } from './arguments.ts'
import { chooseDataset } from './choose-dataset.ts'
import type { Console } from './console.ts'
import { dataFiles, requireDistinct } from './distinct-files.ts'
import { EXIT, exitCodeOf } from './exit-codes.ts'
import type { FileSource } from './file-source.ts'
import { openFolder } from './folder.ts'
import { type Interrupts, listenForInterrupts } from './interrupts.ts'
import { nodeEnvironment } from './node-environment.ts'
import { requireWritable, writeOutput } from './output-file.ts'
import { wantedPreparation } from './preparation-flags.ts'
import { printError } from './print-error.ts'
import { endLines, epochLine, startLines, statusLine } from './run-text.ts'
import { eventRecorder, resultFiles, wantedFiles } from './train-files.ts'
import { type TrainOptions, trainOptions } from './train-options.ts'

/**
 * Trains and writes the report, also that of a run which was stopped or failed after it had started. A file that cannot be
 * written keeps no other one from being written, nor the run from its end.
 * @returns the exit status
 * @throws StudioError for what is wrong before the run starts
 */
export async function train(args: Arguments, console: Console): Promise<number> {
  const options = trainOptions(args)
  const place = (path: string) => resolve(console.workingFolder, path)
  const outputs = wantedFiles(options)
  for (const { flag, path } of outputs) await requireWritable({ flag, path: place(path) })

  const interrupts = listenForInterrupts(console)
  const folder = await openFolder(options.data, console.workingFolder)
  try {
    await requireDistinct(
      outputs.map(({ flag, path }) => ({ name: `${flag} ${path}`, path: place(path) })),
      dataFiles(place(options.data), folder.sources),
    )
    const engine = createSourceEngine(await nodeEnvironment(options.settings.backend))
    await openData(engine, folder.sources, options, interrupts, console)
    const failures: ErrorReport[] = []
    const fail = (thrown: unknown) => {
      const error = describeError(thrown)
      failures.push(error)
      printError(console, error)
    }
    const run = await follow(engine, options, interrupts, console, eventRecorder(options, place, fail))
    for (const { name, flag, path, encode } of resultFiles(run, engine, options)) {
      try {
        await writeOutput({ flag, path: place(path) }, await encode())
        console.print(`${name}: ${path}`)
      } catch (thrown) {
        fail(thrown)
      }
    }
    if (run.error !== null) printError(console, run.error)
    const [error = run.error] = failures
    if (error !== null) return exitCodeOf(error.code)
    return run.status === 'finished' ? EXIT.ok : EXIT.interrupted
  } finally {
    interrupts.release()
    await folder.close()
  }
}

/** Finds, reads and checks the data set that the options name, and takes a part of it where they say so. */
async function openData(
  engine: SourceEngine,
  sources: readonly FileSource[],
  { data, choice, columns, preparation, keepMegabytes, maxSamples, settings, trainAnyway }: TrainOptions,
  { stop }: Interrupts,
  console: Console,
): Promise<void> {
  const candidate = chooseDataset(await engine.discover(sources, columns), choice, data)
  const reading = {
    signal: stop,
    onProgress: ({ file, done, total }: ReadProgress) =>
      console.showStatus(`reading ${file}, ${formatShare(done / Math.max(1, total))}`),
  }
  const opening = engine.open(candidate.id, choice.target, reading)
  // beside the reading, which has begun
  void engine.warmUp(settings)
  await opening
  const opened = await engine.scan({ ...reading, keepMegabytes })
  const wanted = wantedPreparation(opened, preparation, choice.balance === 'balanced')
  const prepared = wanted === null ? opened : await engine.prepare(wanted)
  const report = maxSamples === null ? prepared : engine.limitRows(maxSamples, settings.seed)
  requireTrainable(report, trainAnyway)
  for (const { severity, message } of report.findings) {
    if (severity !== 'info') console.print(`${severity === 'block' ? 'overruled' : severity}: ${message}`)
  }
}

function requireTrainable({ name, findings }: DatasetReport, trainAnyway: boolean): void {
  const blocking = findings.filter(({ severity }) => severity === 'block')
  const standing = blocking.filter(({ overridable }) => !(trainAnyway && overridable === true))
  if (standing.length === 0) return
  throw new StudioError(
    'bad-input',
    `${name} is not fit for training: ${standing.map(({ message }) => message).join(' ')}`,
    standing.every(({ overridable }) => overridable === true)
      ? 'Add --repair drop or --repair split, mend the data, or add --train-anyway.'
      : 'Mend the data; "npm run data -- DIR" lists all that was found.',
  )
}

/** Runs to the end and shows the way. A second interrupt ends the run with what is known. */
async function follow(
  engine: SourceEngine,
  { settings }: TrainOptions,
  interrupts: Interrupts,
  console: Console,
  record: (event: RunEvent) => void,
): Promise<RunState> {
  const events = engine.train(settings, interrupts)
  let run: RunState | null = null
  while (run === null || !hasEnded(run.status)) {
    const event = await nextEvent(events, interrupts.abandon)
    if (event === null && run === null)
      throw new StudioError('cancelled', 'Interrupted before the run started.')
    const next: RunEvent = event ?? abandoned(run!)
    record(next)
    run = foldRun(run, next)
    show(next, run, console)
  }
  return run
}

/** The next event, or `null` once the run is abandoned: not even a step in hand is waited for. */
function nextEvent(
  events: AsyncGenerator<RunEvent, void, void>,
  abandon: AbortSignal,
): Promise<RunEvent | null> {
  if (abandon.aborted) return Promise.resolve(null)
  return new Promise((resolve, reject) => {
    const giveUp = () => resolve(null)
    abandon.addEventListener('abort', giveUp, { once: true })
    events
      .next()
      .then(({ value }) => resolve(value ?? null), reject)
      .finally(() => abandon.removeEventListener('abort', giveUp))
  })
}

function abandoned({ startedAt }: RunState): RunEvent {
  return {
    type: 'runEnded',
    status: 'stopped',
    stoppedEarly: false,
    seconds: (Date.now() - startedAt) / 1000,
  }
}

function show(event: RunEvent, run: RunState, console: Console): void {
  switch (event.type) {
    case 'runStarted':
      for (const line of startLines(run)) console.print(line)
      return
    case 'epochEnded':
      console.print(epochLine(event, run.settings.epochs))
      return
    case 'runEnded':
      for (const line of endLines(run)) console.print(line)
      return
    case 'epochStarted':
    case 'batchEnded':
    case 'evaluationAdvanced':
    case 'evaluated':
    case 'controlEvaluated':
      console.showStatus(statusLine(run))
      return
    default:
      event satisfies never
  }
}
