// What a report lacks, in a person's words.

import type { SavedReport } from '../../core/run-record.ts'

/** Keys of `save_in_dict`; older reports have `nom_class` in place of `nom_classes`. */
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

/** Sentences on what is missing: `This report has no learning rate.`; '' where nothing is. */
export function gapText({ gaps, report }: SavedReport): string {
  const names = gaps.map((gap) => `no ${GAP_NAMES[gap] ?? gap}`)
  return [
    names.length === 0 ? '' : `This report has ${listed(names)}.`,
    report.meta === null ? 'It does not say model, target, seed or data.' : '',
  ]
    .filter((sentence) => sentence !== '')
    .join(' ')
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}
