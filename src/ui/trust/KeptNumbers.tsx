// Purity, completeness and coverage of the kept sample, with what each is a share of.

import type { KeptSample } from '../../core/trust/trust.ts'
import { KEPT_SHARES, type KeptShare } from './look.ts'
import classes from './ThresholdPanel.module.css'
import { countText, shareText } from './trust-text.ts'

interface KeptNumbersProps {
  readonly sample: KeptSample
  /** of the kept class, for people */
  readonly kept: string
}

/** A list of the three shares. */
export function KeptNumbers({ sample, kept }: KeptNumbersProps) {
  return (
    <dl className={classes.numbers}>
      {KEPT_SHARES.map((key) => (
        <div key={key}>
          <dt>{TITLES[key]}</dt>
          <dd>
            <b>{shareText(sample[key])}</b>{' '}
            <span>
              {countText(sample[key])} {MEANINGS[key](kept)}
            </span>
          </dd>
        </div>
      ))}
    </dl>
  )
}

const TITLES: Readonly<Record<KeptShare, string>> = {
  purity: 'Purity',
  completeness: 'Completeness',
  coverage: 'Coverage',
}

const MEANINGS: Readonly<Record<KeptShare, (kept: string) => string>> = {
  purity: (kept) => `kept rows belong to ${kept}`,
  completeness: (kept) => `rows of ${kept} are kept`,
  coverage: () => 'rows are kept',
}
