// Work that reports by a callback, as a generator of its reports.

/**
 * Gives the reports of some work in their order, and its result at the end.
 * @param start begins the work
 */
export async function* reportsOf<Report, Result>(
  start: (report: (report: Report) => void) => Promise<Result>,
): AsyncGenerator<Report, Result, void> {
  const queue: Report[] = []
  let wake = () => {}
  let ended = false
  const work = start((report) => {
    queue.push(report)
    wake()
  }).finally(() => {
    ended = true
    wake()
  })
  // the rejection is thrown below, after the reports before it
  work.catch(() => {})
  while (true) {
    while (queue.length > 0) yield queue.shift()!
    if (ended) return work
    await new Promise<void>((resolve) => {
      wake = resolve
    })
  }
}
