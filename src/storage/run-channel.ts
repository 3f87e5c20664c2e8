// Tells the other tabs of this origin at once which run was changed, so that none goes on with an old copy of it.

const CHANNEL = 'redshift-studio-runs'
/** An import changes thousands of runs: what is told within this time is heard together. */
const GATHERING_MILLISECONDS = 100

export interface RunChannel {
  /** Tells the other tabs. */
  readonly tell: (id: string) => void
  /** Calls `listener` with what other tabs tell, each id once. */
  readonly listen: (listener: (ids: readonly string[]) => void) => void
}

/** A channel that is opened with the first call; where the browser has none nothing is told. */
export function createRunChannel(): RunChannel {
  let opened: BroadcastChannel | null = null

  function channel(): BroadcastChannel | null {
    // one for both directions: a second one would hear the first
    if (opened === null && typeof BroadcastChannel !== 'undefined') opened = new BroadcastChannel(CHANNEL)
    return opened
  }

  return {
    tell: (id) => channel()?.postMessage(id),
    listen: (listener) => {
      const told = new Set<string>()
      channel()?.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
        if (typeof data !== 'string') return
        if (told.size === 0) {
          setTimeout(() => {
            const ids = [...told]
            told.clear()
            listener(ids)
          }, GATHERING_MILLISECONDS)
        }
        told.add(data)
      })
    },
  }
}
