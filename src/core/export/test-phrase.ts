// What tests and data sets are called in texts for papers and notes: a reader must not take balanced classes for natural ones,
// nor a simulation for a survey.

import type { ReportMeta } from '../report.ts'
import type { RunView } from '../run-view.ts'

export const NATURAL_TEST = 'the test at natural prevalence'

/** The test split; its classes are balanced where there is another test at natural prevalence. */
export function testPhrase({ natural }: Pick<RunView, 'natural'>): string {
  return natural === null ? 'the test split' : 'the test with balanced classes'
}

/** As src/data/simulated.ts names the built-in sample. */
const SAMPLE_NAME = /^sample-\d+x\d+-seed\d+$/

/** What stands before the name of a data set. */
export function datasetKind({ name }: Pick<ReportMeta['dataset'], 'name'>): 'simulated sample' | 'data set' {
  return SAMPLE_NAME.test(name) ? 'simulated sample' : 'data set'
}
