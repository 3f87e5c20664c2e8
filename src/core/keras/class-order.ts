// The order of classes that a file names. AMAZED wants the failure class first; a target has its own order, which labels of data
// follow, so that outputs must stand in it before anything is compared.

import { deltaZClasses } from '../delta-z-classes.ts'
import { TARGET_IDS, TARGETS, type TargetId, type TargetSpec } from '../targets.ts'

/** What AMAZED calls the outputs of a file that does not name them. */
export const AMAZED_CLASSES: readonly string[] = ['failure', 'success']

/** Where the classes of a target stand among some names. */
export interface ClassOrder extends Pick<TargetSpec, 'classes' | 'labels'> {
  readonly target: TargetId
  /** for each class of the target the position of its name */
  readonly order: readonly number[]
}

const DELTA_Z = /^Deltaz<(\d[\d.]*(?:e-?\d+)?)$/

/**
 * The order of a target's classes among names; `null` where the names are not its classes.
 * @param names contract names, in any order; those of DeltaZ at any threshold
 */
export function orderOfTarget(target: TargetId, names: readonly string[]): ClassOrder | null {
  const { classes, labels } = target === 'DeltaZ' ? ofThreshold(names) : TARGETS[target]
  const order = classes.map((name) => names.indexOf(name))
  const isWhole = names.length === classes.length && !order.includes(-1)
  return isWhole ? { target, classes, labels, order } : null
}

/** The target whose classes some names are, and their order; `null` where they are of none. */
export function targetOfNames(names: readonly string[]): ClassOrder | null {
  return TARGET_IDS.map((target) => orderOfTarget(target, names)).find((found) => found !== null) ?? null
}

function ofThreshold(names: readonly string[]): Pick<TargetSpec, 'classes' | 'labels'> {
  const [, threshold] = names.map((name) => DELTA_Z.exec(name)).find((match) => match !== null) ?? []
  return threshold === undefined ? TARGETS.DeltaZ : deltaZClasses(Number(threshold))
}
