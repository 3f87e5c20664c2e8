// What a report lacks, in the same words wherever it is said: in the list, over an opened run and in the panels.

import { areIndexNames } from '../../core/class-names.ts'
import type { SavedReport } from '../../core/run-record.ts'

/** Keys of `save_in_dict`. */
const GAP_NAMES: Readonly<Record<string, string>> = {
  conf_matrix_train: 'train matrix',
  conf_matrix_test: 'test matrix',
  nb_class: 'number of classes',
  nom_classes: 'class names',
  acc: 'train accuracy',
  loss: 'train loss',
  val_acc: 'validation accuracy',
  val_loss: 'validation loss',
  report: 'classification report',
  model_summary: 'model summary',
  lr: 'learning rate',
}

/** One gap: `no learning rate`; a key that is not `save_in_dict`'s as it is. */
export function gapName(key: string): string {
  return `no ${GAP_NAMES[key] ?? key}`
}

/** All gaps for a narrow place: `no train matrix, no learning rate`; '' where there are none. */
export function gapList(saved: Pick<SavedReport, 'gaps' | 'labels'>): string {
  const gaps = gapNames(saved)
  return (hasTakenNames(saved) ? ['class names from nom_class', ...gaps] : gaps).join(', ')
}

/** Sentences on what is missing: `This report has no learning rate.`; '' where nothing is. */
export function gapText(saved: SavedReport): string {
  const gaps = listed(gapNames(saved))
  const has = gaps === '' ? '' : `has ${gaps}`
  const says = saved.report.meta === null ? 'does not say model, target, seed or data' : ''
  const clauses = [has, says].filter((clause) => clause !== '')
  return [
    clauses.length === 0 ? '' : `This report ${clauses.join(', and ')}.`,
    hasTakenNames(saved) ? 'Class names were taken from nom_class.' : '',
  ]
    .filter((sentence) => sentence !== '')
    .join(' ')
}

function gapNames(saved: Pick<SavedReport, 'gaps' | 'labels'>): readonly string[] {
  const hidden = hasTakenNames(saved) ? 'nom_classes' : null
  return saved.gaps.filter((key) => key !== hidden).map(gapName)
}

/** Older reports have `nom_class`, the target's name, in place of `nom_classes`; it names the classes where it is known. */
function hasTakenNames({ gaps, labels }: Pick<SavedReport, 'gaps' | 'labels'>): boolean {
  return gaps.includes('nom_classes') && !areIndexNames(labels)
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}
