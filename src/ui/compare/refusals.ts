// What is not compared, in one notice per reason.

import { listed } from '../../core/text.ts'

/** A run that is refused, and why as a sentence that begins with its name in quotation marks where it is about that run. */
export interface Refusal {
  readonly name: string
  readonly reason: string
}

/** One reason and the runs that it is about. */
export interface RefusalNotice {
  readonly title: string
  readonly text: string
}

/**
 * `1 run is not compared:` and the reason; for several runs with one reason `3 runs are not compared: “A”, “B” and “C”.` and
 * `Each has 3 classes, the baseline “CNN3” has 2.`
 */
export function refusalNotices(refused: readonly Refusal[]): RefusalNotice[] {
  const groups = new Map<string, Refusal[]>()
  for (const refusal of refused) {
    const text = withoutName(refusal)
    groups.set(text, [...(groups.get(text) ?? []), refusal])
  }
  return [...groups].map(([text, members]) =>
    members.length === 1
      ? { title: '1 run is not compared:', text: members[0]!.reason }
      : {
          title: `${members.length} runs are not compared: ${listed(members.map(({ name }) => `“${name}”`))}.`,
          text,
        },
  )
}

/** The reason for whichever of the runs that it is about. */
function withoutName({ name, reason }: Refusal): string {
  const start = `“${name}”`
  return reason.startsWith(start) ? `Each${reason.slice(start.length)}` : reason
}
