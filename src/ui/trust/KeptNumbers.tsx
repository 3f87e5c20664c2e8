// Purity, completeness and coverage of the kept sample, with what each is a share of.

import type { ReactNode } from 'react'
import type { KeptSample } from '../../core/trust/trust.ts'
import { ClassName } from '../chart/ClassName.tsx'
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
              {countText(sample[key])} {meaning(key, kept)}
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

function meaning(share: KeptShare, kept: string): ReactNode {
  switch (share) {
    case 'purity':
      return (
        <>
          kept rows belong to <ClassName name={kept} />
        </>
      )
    case 'completeness':
      return (
        <>
          rows of <ClassName name={kept} /> are kept
        </>
      )
    case 'coverage':
      return 'rows are kept'
    default:
      return share satisfies never
  }
}
