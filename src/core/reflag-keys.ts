// Which key gives an object which label: astronomers know the flags by their numbers, so flags are their own keys.

import type { ModelCard } from './model-card.ts'
import type { Reflag } from './reflags.ts'
import { TARGETS } from './targets.ts'

/** One key and what it decides. */
export interface ReflagKey extends Pick<Reflag, 'newLabel' | 'newFlag'> {
  /** as `KeyboardEvent.key` has it */
  readonly key: string
  /** what it gives, for people */
  readonly label: string
}

/** The human flags, in the order of their keys. */
const FLAGS = [1, 2, 3, 4, 9] as const

/**
 * The keys for a network's classes: the human flags for targets that are made of flags, otherwise the places of the classes,
 * from 1. A flag whose class the network does not have has no key.
 */
export function reflagKeys({
  target,
  classes,
  labels,
}: Pick<ModelCard, 'target' | 'classes' | 'labels'>): readonly ReflagKey[] {
  if (target === null || TARGETS[target].attribute !== 'flag') {
    return labels.map((label, newLabel) => ({ key: String(newLabel + 1), label, newLabel, newFlag: null }))
  }
  return FLAGS.flatMap((flag) => {
    const newLabel = classes.indexOf(classOfFlag(target, flag))
    return newLabel < 0 ? [] : [{ key: String(flag), label: `Flag ${flag}`, newLabel, newFlag: flag }]
  })
}

/** Contract name of the class of a flag. */
function classOfFlag(target: NonNullable<ModelCard['target']>, flag: (typeof FLAGS)[number]): string {
  const { classes, classOf } = TARGETS[target]
  return classes[classOf({ redshift: null, deltaZ: null, status: null, logEvidence: null, flag })!]!
}
