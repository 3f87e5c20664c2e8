// `npm run apply`: a saved network and a folder of posteriors, and a table with the answer of every row.

import { readFile, stat } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import type { AppliedReading } from '../core/applied.ts'
import { type Answers, answersAt, summarise } from '../core/applied-summary.ts'
import { StudioError } from '../core/errors.ts'
import { formatInteger, formatShare } from '../core/format.ts'
import { isComplete, type ModelCard } from '../core/model-card.ts'
import { formatList, plural } from '../data/finding.ts'
import { createSourceEngine, type SourceEngine } from '../engine/engine.ts'
import type { ChosenFile } from '../engine/types.ts'
import { keptClass, keptText } from './apply-keep.ts'
import { type ApplyCommand, applyOptions } from './apply-options.ts'
import type { Arguments } from './arguments.ts'
import type { Console } from './console.ts'
import { dataFiles, requireDistinct } from './distinct-files.ts'
import { EXIT } from './exit-codes.ts'
import { type FileSource, unreadable } from './file-source.ts'
import { type Folder, openFolder } from './folder.ts'
import { nodeEnvironment } from './node-environment.ts'
import { requireWritable, writeOutput } from './output-file.ts'

/** What the command asks of an engine. */
export type ApplyingEngine = Pick<SourceEngine, 'loadModel' | 'applyModel' | 'encodeApplied'>

/**
 * Applies a network and writes the table. An interrupt ends it without one.
 * @param makeEngine tests give their own
 * @returns the exit status
 * @throws StudioError for what is wrong with arguments and files, `cancelled` on an interrupt
 */
export async function apply(
  args: Arguments,
  console: Console,
  makeEngine: (options: ApplyCommand) => Promise<ApplyingEngine> = nodeEngine,
): Promise<number> {
  const options = applyOptions(args)
  const { network, data, columns, out, format, temperature, keep, backend } = options
  const place = (path: string) => resolve(console.workingFolder, path)
  const output = { flag: '--out', path: place(out) }
  await requireWritable(output)
  const file = await readNetwork(place(network), network)
  const interrupt = new AbortController()
  const release = console.onInterrupt(() => interrupt.abort())
  const folders: Folder[] = []
  try {
    const paths = await pathsOf(data, place)
    for (const path of paths) folders.push(await openFolder(path, console.workingFolder))
    await requireDistinct(
      [{ name: `--out ${out}`, path: output.path }],
      [
        { name: `the network ${network}`, path: place(network) },
        ...folders.flatMap(({ sources }, i) => dataFiles(place(paths[i]!), sources)),
      ],
    )
    const sources = distinct(folders.flatMap((folder) => folder.sources))
    if (sources.length === 0) throw noFiles(data)
    const engine = await makeEngine(options)
    const card = await engine.loadModel(file)
    requireAnswers(card, network)
    // an unknown class is told before the long pass
    const reading: AppliedReading = { temperature, kept: keptClass(card, keep) }
    console.print(`network: ${card.name}`)
    console.print(`probabilities: ${probabilitiesText(card, temperature)}`)
    const applied = await engine.applyModel(sources, backend, {
      columns,
      signal: interrupt.signal,
      onProgress: ({ name, done, total }) =>
        console.showStatus(`applying to ${name}, ${formatShare(done / Math.max(1, total))}`),
    })
    const table = await engine.encodeApplied(applied, format, reading)
    await writeOutput(output, table)
    const answers = answersAt(applied, temperature)
    for (const line of summary(answers)) console.print(line)
    console.print(`predictions: ${out}`)
    const kept = keptText(answers, reading.kept)
    if (kept !== null) console.print(`kept: ${kept}`)
    return EXIT.ok
  } finally {
    release()
    await Promise.all(folders.map((folder) => folder.close()))
  }
}

async function nodeEngine({ backend }: ApplyCommand): Promise<ApplyingEngine> {
  return createSourceEngine(await nodeEnvironment(backend))
}

async function readNetwork(path: string, name: string): Promise<ChosenFile> {
  const bytes = await readFile(path).catch((thrown: unknown) => {
    throw unreadable(name, thrown)
  })
  return { path: basename(path), file: new Blob([bytes]) }
}

/** The path itself if there is such a one, else the paths between its commas. */
async function pathsOf(data: string, place: (path: string) => string): Promise<readonly string[]> {
  const isThere = await stat(place(data)).then(
    () => true,
    () => false,
  )
  return isThere ? [data] : data.split(',').filter((path) => path !== '')
}

/** Files are told apart by their names in messages and in the table. */
function distinct(sources: readonly FileSource[]): readonly FileSource[] {
  const names = new Set<string>()
  const twice = new Set<string>()
  for (const { name } of sources) {
    if (names.has(name)) twice.add(name)
    names.add(name)
  }
  if (twice.size === 0) return sources
  throw new StudioError(
    'bad-input',
    `--data names several files that are called ${formatList([...twice].slice(0, 5))}.`,
    'Apply the network to one after the other, or give the folder above them.',
  )
}

function noFiles(data: string): StudioError {
  return new StudioError(
    'bad-input',
    `--data ${data} holds no files.`,
    'Give a folder that holds posteriors, or their files.',
  )
}

/** The page asks what a file of Keras does not tell; here nobody is there to answer. */
function requireAnswers(card: ModelCard, network: string): void {
  if (isComplete(card)) return
  throw new StudioError(
    'bad-input',
    `${network} does not tell which classes the network tells apart, and what it takes.`,
    'Load it in the page, answer there what it asks, save it with "Save network", and apply that file.',
  )
}

/** Whether they are calibrated: a temperature in the weights counts already, and another one comes on top. */
function probabilitiesText({ temperature: inWeights }: ModelCard, temperature: number | null): string {
  const divided = temperature === null ? null : `logits divided by T = ${temperature}`
  if (inWeights === null) return divided ?? 'as the network gives them, not calibrated'
  const calibrated = `calibrated in the weights with T = ${inWeights}`
  return divided === null ? calibrated : `${calibrated}, and ${divided} once more`
}

/** Rows per class, and what a person should know. */
function summary(answers: Answers): string[] {
  const { card, rows, files, notes } = answers.applied
  const { answered, counts } = summarise(answers)
  const without = rows - answered
  const perClass = card.labels.map((label, i) => `${label} ${formatInteger(counts[i]!)}`)
  if (without > 0) perClass.push(`without an answer ${formatInteger(without)}`)
  return [
    `${plural(rows, 'row')} of ${plural(files.length, 'file')}: ${perClass.join(', ')}`,
    ...notes.map((note) => `note: ${note}`),
  ]
}
