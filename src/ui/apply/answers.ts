// What a person can say of a network whose file does not tell what it is for.

import type { ModelAnswers, ModelCard } from '../../core/model-card.ts'
import { MODEL_SPECS } from '../../core/models.ts'
import type { InputId } from '../../core/run.ts'
import { TARGET_IDS, TARGETS, type TargetId } from '../../core/targets.ts'
import { listed } from '../../core/text.ts'

/** Sets of classes with as many classes as the network has outputs. */
export function offeredClasses({ classes }: ModelCard): readonly TargetId[] {
  return TARGET_IDS.filter((id) => TARGETS[id].classes.length === classes.length)
}

/** What the form says before anybody chooses; `null` where the network has outputs that no set of classes has. */
export function firstAnswers(card: ModelCard): ModelAnswers | null {
  const [first] = offeredClasses(card)
  if (first === undefined) return null
  return { target: card.target ?? first, input: card.input ?? 'logPDF', redshift: card.redshift }
}

/** `DeltaZ: DeltaZ < 1e-3, then DeltaZ ≥ 1e-3`. */
export function classesText(target: TargetId): string {
  return `${target}: ${TARGETS[target].labels.join(', then ')}`
}

/** Why such a network cannot be used. */
export function noClassesText({ classes }: ModelCard): string {
  const known = TARGET_IDS.map((id) => `${TARGETS[id].classes.length} (${id})`)
  return `The network tells ${classes.length} classes apart. The classes known here are ${listed(known)}.`
}

/** What posteriors become before the network gets them. */
export const TAKES: Readonly<Record<InputId, { readonly title: string; readonly text: string }>> = {
  logPDF: { title: 'logPDF', text: 'ln p as the files hold it, with a floor in the place of −inf.' },
  PDF: { title: 'PDF', text: 'exp(ln p), the density itself.' },
  logVraisemblance: {
    title: 'logVraisemblance (log-likelihood)',
    text: 'ln p plus the log-evidence of each object, which the files must hold.',
  },
}

/** The inputs in the order in which they are offered. */
export const TAKEN: readonly InputId[] = ['logPDF', 'PDF', 'logVraisemblance']

/** Whether it has to be said how the network gets the estimated redshift. */
export function takesRedshift({ model }: ModelCard): boolean {
  return MODEL_SPECS[model].needsRedshift
}
