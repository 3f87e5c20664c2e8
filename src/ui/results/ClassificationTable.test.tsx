// @vitest-environment happy-dom
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { classificationReport } from '../../core/metrics.ts'
import { ClassificationTable } from './ClassificationTable.tsx'

test('rows are those of scikit-learn, with four digits', () => {
  const host = document.createElement('div')
  host.innerHTML = renderToStaticMarkup(
    <ClassificationTable
      report={classificationReport([
        [45, 5],
        [6, 1024],
      ])}
      labels={['Flag 1', 'Flags 2 & 9']}
    />,
  )
  const rows = [...host.querySelectorAll('tr')].map((row) =>
    [...row.children].map((cell) => cell.textContent),
  )
  // classification_report(y_true, y_pred, digits=4) of scikit-learn for the same counts
  expect(rows).toEqual([
    ['Class', 'precision', 'recall', 'f1-score', 'support'],
    ['Flag 1', '0.8824', '0.9000', '0.8911', '50'],
    ['Flags 2 & 9', '0.9951', '0.9942', '0.9947', '1,030'],
    ['accuracy', '', '', '0.9898', '1,080'],
    ['macro avg', '0.9387', '0.9471', '0.9429', '1,080'],
    ['weighted avg', '0.9899', '0.9898', '0.9899', '1,080'],
  ])
})
