// What the scores and the test mean, in words that need no other: the names are those of the field, and not everybody's.

import classes from './ScoreMeanings.module.css'

/**
 * One sentence per line of the table of scores, and one for McNemar's test.
 * @param kept class that is set against all others, for people
 */
export function ScoreMeanings({ kept }: { readonly kept: string }) {
  return (
    <dl className={classes.meanings}>
      {meanings(kept).map(([name, text]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  )
}

function meanings(kept: string): readonly (readonly [string, string])[] {
  return [
    ['Accuracy', 'How many of 100 rows get the class that their label says.'],
    [
      'Log loss',
      'How little probability the true class was given, on average (mean of −ln p). One sure mistake costs more than many doubtful ones.',
    ],
    [
      'Brier score',
      'How far probabilities are from the truth, squared, on average. 0 at best; 0.25 for 50 % in every row of two classes.',
    ],
    [
      'ECE',
      'How far 90 % is from being right nine times in ten, on average over all probabilities (expected calibration error). 0 at best.',
    ],
    [
      'AUC',
      `How often a row of ${kept} gets a higher probability of this class than a row of another (area under the ROC curve). 1 at best, 0.5 by chance.`,
    ],
    [
      'Average precision',
      `Purity of the sample kept as ${kept}, on average over all completenesses. 1 at best; by chance the share of ${kept} in the rows.`,
    ],
    [
      'McNemar p',
      'How often rows that only one of the two has right would be divided at least this unevenly by chance, if both were equally good. Below 0.05 is taken for a difference.',
    ],
  ]
}
