// The five classification targets of LAM-Redshift. The order of the classes is part of the contract: it is the order
// of the network's outputs, of Y.npy's integers and of the rows of every confusion matrix.

/** Name of a target, as in the folder names of a pre-split tree. */
export type TargetId = 'DeltaZ' | 'Success2' | 'Success3' | 'Flag3' | 'Flag'

/** One row of `attributes.npy`, reduced to the columns that the studio uses. `null` where a value is absent. */
export interface Attributes {
  /** column 1: estimated redshift, exactly a float32 value of zgrid */
  readonly redshift: number | null
  /** column 3: DeltaZ, as given */
  readonly deltaZ: number | null
  /** column 5: `success`, `spurious` or `mismatch` */
  readonly status: string | null
  /** column 6: log-evidence */
  readonly logEvidence: number | null
  /** last column: the human flag 1, 2, 3, 4 or 9; may be fractional, its floor counts */
  readonly flag: number | null
  /** name of the object, where the data have one */
  readonly id?: string | null
}

/** What a target is: its classes in order, and the rule that gives an object's class from its attributes. */
export interface TargetSpec {
  readonly id: TargetId
  readonly title: string
  /** contract names, as in the reference's reports */
  readonly classes: readonly string[]
  /** the same classes as a person should read them */
  readonly labels: readonly string[]
  /** the attribute that the rule reads */
  readonly attribute: 'deltaZ' | 'status' | 'flag'
  /**
   * Class index of an object; `undefined` where the attribute is absent or has no class (unknown status or flag).
   * @param deltaZThreshold used by DeltaZ only; no unit
   */
  classOf(attributes: Attributes, deltaZThreshold?: number): number | undefined
}

/** Threshold on abs(DeltaZ) that gives the DeltaZ classes their names. */
export const DEFAULT_DELTA_Z_THRESHOLD = 1e-3

const STATUS_ORDER = ['success', 'spurious', 'mismatch'] as const
/** `processData.py`'s order; `load_dataset` wrote 1, 2, 9, 3, 4 (see `FLAG_ORDER_LOAD_DATASET`). */
export const FLAG_ORDER: readonly number[] = [9, 1, 2, 3, 4]
/** The order in which `load_dataset` numbered the classes of the Flag target. */
export const FLAG_ORDER_LOAD_DATASET: readonly number[] = [1, 2, 9, 3, 4]

function statusIndex(status: string | null): number | undefined {
  if (status === null) return undefined
  const index = STATUS_ORDER.indexOf(status.trim().toLowerCase() as (typeof STATUS_ORDER)[number])
  return index < 0 ? undefined : index
}

function flag3Index(flag: number | null): number | undefined {
  if (flag === null) return undefined
  switch (Math.floor(flag)) {
    case 1:
      return 0
    case 2:
    case 9:
      return 1
    case 3:
    case 4:
      return 2
    default:
      return undefined
  }
}

/** All targets by name. */
export const TARGETS: Readonly<Record<TargetId, TargetSpec>> = {
  DeltaZ: {
    id: 'DeltaZ',
    title: 'DeltaZ (as given)',
    classes: ['Deltaz<1e-3', 'Deltaz>=1e-3'],
    labels: ['DeltaZ < 1e-3', 'DeltaZ ≥ 1e-3'],
    attribute: 'deltaZ',
    classOf: ({ deltaZ }, threshold = DEFAULT_DELTA_Z_THRESHOLD) =>
      deltaZ === null || Number.isNaN(deltaZ) ? undefined : Math.abs(deltaZ) < threshold ? 0 : 1,
  },
  Success2: {
    id: 'Success2',
    title: 'Success, 2 classes',
    classes: ['Success', 'Spurious/Mismatch'],
    labels: ['Success', 'Spurious/Mismatch'],
    attribute: 'status',
    classOf: ({ status }) => {
      const index = statusIndex(status)
      return index === undefined ? undefined : Math.min(index, 1)
    },
  },
  Success3: {
    id: 'Success3',
    title: 'Success, 3 classes',
    classes: ['Success', 'Spurious', 'Mismatch'],
    labels: ['Success', 'Spurious', 'Mismatch'],
    attribute: 'status',
    classOf: ({ status }) => statusIndex(status),
  },
  Flag3: {
    id: 'Flag3',
    title: 'Flag, 3 classes',
    classes: ['Flag 1', 'Flags 2-9', 'Flags 3-4'],
    labels: ['Flag 1', 'Flags 2 & 9', 'Flags 3 & 4'],
    attribute: 'flag',
    classOf: ({ flag }) => flag3Index(flag),
  },
  Flag: {
    id: 'Flag',
    title: 'Flag, 5 classes',
    classes: ['Flag 9', 'Flag 1', 'Flag 2', 'Flag 3', 'Flag 4'],
    labels: ['Flag 9', 'Flag 1', 'Flag 2', 'Flag 3', 'Flag 4'],
    attribute: 'flag',
    classOf: ({ flag }) => {
      const index = flag === null ? -1 : FLAG_ORDER.indexOf(Math.floor(flag))
      return index < 0 ? undefined : index
    },
  },
}

/** The targets in the order in which they are offered. */
export const TARGET_IDS: readonly TargetId[] = ['DeltaZ', 'Success2', 'Success3', 'Flag3', 'Flag']

/** The target whose name equals `name` without regard to letter case, or `undefined`. */
export function findTarget(name: string): TargetId | undefined {
  return TARGET_IDS.find((id) => id.toLowerCase() === name.toLowerCase())
}
