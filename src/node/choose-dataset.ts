// Which of the data sets in a folder a command means.

import type { Balance, DatasetCandidate, Discovery } from '../core/dataset-report.ts'
import { StudioError } from '../core/errors.ts'
import type { TargetId } from '../core/targets.ts'
import { formatList } from '../data/finding.ts'

/** What the arguments say about the data set; `null` where they say nothing. */
export interface DatasetChoice {
  readonly target: TargetId | null
  readonly balance: Balance | null
}

/**
 * The one data set that fits. Where no folder names a target or a balance, any fits; those that are named go first.
 * @param folder as it was given, for messages
 * @throws StudioError `bad-input` if none fits or several do, naming what was found
 */
export function chooseDataset(
  { candidates, findings }: Discovery,
  choice: DatasetChoice,
  folder: string,
): DatasetCandidate {
  if (candidates.length === 0) {
    const reasons = findings.map(({ message }) => message).join(' ')
    throw new StudioError(
      'bad-input',
      `${folder}: ${reasons}`,
      'A data set is TRAIN, VALID and TEST with X.npy and Y.npy each; docs/data.md describes it.',
    )
  }
  const found = `found ${formatList(candidates.map(describe))}`
  const fitting = candidates.filter(
    ({ target, balance }) => fits(choice.target, target) && fits(choice.balance, balance),
  )
  const most = Math.max(...fitting.map((candidate) => namedParts(candidate, choice)))
  const [only, ...others] = fitting.filter((candidate) => namedParts(candidate, choice) === most)
  if (only === undefined) {
    const wanted = [choice.target, choice.balance].filter((part) => part !== null).join(' ')
    throw new StudioError(
      'bad-input',
      `${folder} holds no data set ${wanted}; ${found}.`,
      'Choose one of them with --target and --balanced or --unbalanced.',
    )
  }
  if (others.length > 0) {
    throw new StudioError(
      'bad-input',
      `${folder} holds ${others.length + 1} data sets that fit; ${found}.`,
      'Choose one with --target and --balanced or --unbalanced, or give its own folder as DIR.',
    )
  }
  return only
}

function fits<Part>(wanted: Part | null, named: Part | null): boolean {
  return wanted === null || named === null || wanted === named
}

/** How many of the wanted parts the folders name. */
function namedParts({ target, balance }: DatasetCandidate, choice: DatasetChoice): number {
  const named = (wanted: unknown, name: unknown) => (wanted !== null && wanted === name ? 1 : 0)
  return named(choice.target, target) + named(choice.balance, balance)
}

/** `DeltaZ balanced (DeltaZ/balanced)`, or the folder alone where it names neither. */
function describe({ target, balance, path }: DatasetCandidate): string {
  const names = [target, balance].filter((part) => part !== null).join(' ')
  const place = path === '' ? 'the folder itself' : path
  return names === '' ? place : `${names} (${place})`
}
