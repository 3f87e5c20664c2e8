// Jobs on the device take turns: tfjs has one current backend for everything, so a job that opens another one would
// move every job that is still under way, and its numbers would be called those of the wrong device.

/** One job at a time, in the order in which they asked. */
export interface Turns {
  /** Resolves when all earlier turns have ended, to the function that ends this one. It must be called. */
  take(): Promise<() => void>
  /** Runs a job in its turn. A job that throws ends its turn too. */
  run<Result>(job: () => Promise<Result>): Promise<Result>
}

/** Nobody's turn yet. */
export function createTurns(): Turns {
  let last: Promise<void> = Promise.resolve()

  async function take(): Promise<() => void> {
    const before = last
    let end = () => {}
    last = new Promise((resolve) => {
      end = resolve
    })
    await before
    return end
  }

  return {
    take,
    run: async (job) => {
      const end = await take()
      try {
        return await job()
      } finally {
        end()
      }
    },
  }
}
