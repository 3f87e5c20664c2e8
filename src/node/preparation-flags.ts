// Flags that say how objects become splits, shared by `npm run train` and `npm run data`.

import type { DatasetReport } from '../core/dataset-report.ts'
import {
  BALANCINGS,
  DROP_REASONS,
  type DropReason,
  type Preparation,
  type PreparationPatch,
  withPatch,
} from '../core/preparation.ts'
import { REFERENCE_SPLIT } from '../core/split.ts'
import { DEFAULT_DELTA_Z_THRESHOLD } from '../core/targets.ts'
import {
  type Arguments,
  choiceFlag,
  type FlagSpec,
  integerFlag,
  numberFlag,
  textFlag,
  wrongValue,
} from './arguments.ts'

const MOST_SEED = 2 ** 31 - 1
const { testFraction, validationFraction, seed } = REFERENCE_SPLIT

/** The flags, for the table of a command. */
export const PREPARATION_FLAGS: Readonly<Record<string, FlagSpec>> = {
  splits: { value: 'HOW', help: 'given or drawn: as the files say, or anew from all objects' },
  'test-fraction': { value: 'F', help: `of all objects, where splits are drawn (${testFraction})` },
  'validation-fraction': {
    value: 'F',
    help: `of the others, where splits are drawn (${validationFraction})`,
  },
  'split-seed': { value: 'N', help: `of splits and undersampling (${seed})` },
  stratified: { help: 'each class is split on its own' },
  undersample: {
    value: 'HOW',
    help: 'none, smallest (as load_dataset) or tenth-more (as processData.py, at most 1.1 times the smallest)',
  },
  threshold: {
    value: 'Z',
    help: `on abs(DeltaZ), where attributes give the classes (${DEFAULT_DELTA_Z_THRESHOLD})`,
  },
  drop: { value: 'REASONS', help: `leaves rows out: ${DROP_REASONS.join(', ')}; with commas between` },
  repair: { value: 'HOW', help: 'of leaks: drop (the leaked rows) or split (anew, each class on its own)' },
}

/** What the flags change; empty where there are none. */
export function preparationFlags(args: Arguments): PreparationPatch {
  const splits = choiceFlag(args, 'splits', ['given', 'drawn'] as const)
  const test = numberFlag(args, 'test-fraction', 0, 1)
  const validation = numberFlag(args, 'validation-fraction', 0, 1)
  const splitSeed = integerFlag(args, 'split-seed', 0, MOST_SEED)
  const balancing = choiceFlag(args, 'undersample', BALANCINGS)
  const threshold = thresholdFlag(args)
  const repair = choiceFlag(args, 'repair', ['drop', 'split'] as const)
  const drop = [...dropFlag(args), ...(repair === undefined ? [] : (['leaked'] as const))]
  return {
    ...(repair === 'split' && { splits: 'drawn', stratified: true }),
    ...(splits !== undefined && { splits }),
    ...(test !== undefined && { testFraction: test }),
    ...(validation !== undefined && { validationFraction: validation }),
    ...(splitSeed !== undefined && { seed: splitSeed }),
    ...(args.flags.has('stratified') && { stratified: true }),
    ...(balancing !== undefined && { balancing }),
    ...(threshold !== undefined && { deltaZThreshold: threshold }),
    ...(drop.length > 0 && { drop }),
  }
}

/**
 * The preparation that the flags ask of a data set; `null` where it has it already.
 * @param isBalancedWanted `--balanced` on objects that lie together means undersampling, as `main.py`'s `undersampled`
 */
export function wantedPreparation(
  { preparation, choices, balance }: DatasetReport,
  patch: PreparationPatch,
  isBalancedWanted: boolean,
): Preparation | null {
  const undersampled = isBalancedWanted && balance === null && !choices.given && patch.balancing === undefined
  const wanted = withPatch(preparation, { ...patch, ...(undersampled && { balancing: 'smallest' }) })
  return JSON.stringify(wanted) === JSON.stringify(preparation) ? null : wanted
}

/** At 0 every object would be in one class. */
function thresholdFlag(args: Arguments): number | undefined {
  const value = textFlag(args, 'threshold')
  if (value === undefined) return undefined
  const threshold = Number(value)
  if (!(threshold > 0 && threshold < Number.POSITIVE_INFINITY)) {
    throw wrongValue('threshold', value, 'a number above 0')
  }
  return threshold
}

function dropFlag(args: Arguments): readonly DropReason[] {
  const value = textFlag(args, 'drop')
  if (value === undefined) return []
  return value.split(',').map((word) => {
    const reason = DROP_REASONS.find((each) => each === word.trim())
    if (reason === undefined) throw wrongValue('drop', value, `some of ${DROP_REASONS.join(', ')}`)
    return reason
  })
}
