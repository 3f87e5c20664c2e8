// Work that tells its events to a callback, as a generator of these events: so a run crosses the worker's boundary, and the
// progress of fitting the control becomes events of the run.

/**
 * Gives the events of some work in their order, and its result at the end; where the work rejects, that is thrown after the
 * events before it. Events that nobody waits for are kept. To stop asking does not stop the work.
 * @param start begins the work, when the first event is asked for
 */
export async function* eventStream<Event, Result>(
  start: (onEvent: (event: Event) => void) => Promise<Result>,
): AsyncGenerator<Event, Result, void> {
  const queue: Event[] = []
  let wake = () => {}
  let ended = false
  const work = start((event) => {
    queue.push(event)
    wake()
  }).finally(() => {
    ended = true
    wake()
  })
  // the rejection is thrown below
  work.catch(() => {})
  while (true) {
    while (queue.length > 0) yield queue.shift()!
    if (ended) return work
    await new Promise<void>((resolve) => {
      wake = resolve
    })
  }
}
