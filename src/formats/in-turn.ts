// For readers with a state, as of a stream: calls that overlap are served one after the other.

/** The same function, each call of which starts when the one before it has ended, however it ended. */
export function inTurn<Args extends readonly unknown[], Result>(
  run: (...args: Args) => Promise<Result>,
): (...args: Args) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve()
  return (...args) => {
    const running = last.then(() => run(...args))
    last = running.catch(() => {})
    return running
  }
}
