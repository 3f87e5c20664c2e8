// Sums up the JSON reports of vitest and Playwright. A skipped test counts as failed: nobody must think that it ran.

/**
 * What a stage did.
 * @typedef {{ passed: number, failed: number, skipped: string[] }} Counts skipped tests, by name, are among `failed`
 */

/**
 * Counts of vitest's JSON report. A file that fails to load has no tests and counts as one failure.
 * @returns {Counts}
 */
export function countVitest(report) {
  const counts = { passed: 0, failed: 0, skipped: [] }
  for (const file of report.testResults) {
    for (const { status, fullName } of file.assertionResults) {
      if (status === 'passed') counts.passed++
      else counts.failed++
      if (status !== 'passed' && status !== 'failed') counts.skipped.push(`${fullName} (${status})`)
    }
    const brokenFile =
      file.status === 'failed' && !file.assertionResults.some(({ status }) => status === 'failed')
    if (brokenFile) counts.failed++
  }
  return counts
}

/**
 * Counts of Playwright's JSON report. Errors outside tests count as one failure each; so does a test that passed at a
 * second try only.
 * @returns {Counts}
 */
export function countPlaywright(report) {
  const counts = { passed: 0, failed: report.errors.length, skipped: [] }
  const visit = (suite, names) => {
    for (const spec of suite.specs ?? []) {
      for (const { status } of spec.tests) {
        if (status === 'expected') counts.passed++
        else counts.failed++
        if (status === 'skipped') counts.skipped.push([...names, spec.title].join(' › '))
      }
    }
    for (const inner of suite.suites ?? []) visit(inner, [...names, inner.title])
  }
  for (const file of report.suites) visit(file, [file.title])
  return counts
}
