// Copies of data sets that are not in use: they take room until somebody removes them.

import { Button } from '@mantine/core'
import { useId } from 'react'
import type { StoredCopy } from '../../core/stored-copy.ts'
import { copyName, copySize } from './copy-text.ts'
import classes from './OtherCopies.module.css'

interface OtherCopiesProps {
  readonly copies: readonly StoredCopy[]
  readonly disabled: boolean
  readonly onRemove: (copy: StoredCopy) => void
}

/** A list with a button each; nothing where there are none. */
export function OtherCopies({ copies, disabled, onRemove }: OtherCopiesProps) {
  const titleId = useId()
  if (copies.length === 0) return null
  return (
    <div>
      <h4 id={titleId} className={classes.title}>
        Copies of other data in this browser
      </h4>
      <ul aria-labelledby={titleId} className={classes.list}>
        {copies.map((copy) => (
          <li key={copy.fingerprint} className={classes.item}>
            <span className={classes.name}>{copyName(copy)}</span>{' '}
            <span className={classes.size}>{copySize(copy)}</span>{' '}
            <Button
              variant="default"
              size="compact-xs"
              aria-label={`Remove copy of ${copyName(copy)}`}
              disabled={disabled}
              onClick={() => onRemove(copy)}
            >
              Remove
            </Button>
          </li>
        ))}
      </ul>
    </div>
  )
}
