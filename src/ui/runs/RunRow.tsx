// One run of the list. It is made anew only when the run itself, or its part in the page, is another one.

import { memo, useMemo } from 'react'
import { formatInteger, formatSeconds, formatShare } from '../../core/format.ts'
import type { RunRecord } from '../../core/run-record.ts'
import { EditableText } from './EditableText.tsx'
import { gapList } from './gap-text.ts'
import { RunMark } from './RunMark.tsx'
import classes from './RunRow.module.css'
import { brokenOff, localTime, parseTags, type RunFacts, runFacts, sourceText } from './run-facts.ts'

/** What can be done with a run; the same functions for the life of the page, so that rows need not be made anew. */
export interface RunHandlers {
  readonly onOpen: (id: string) => void
  readonly onDelete: (id: string) => void
  readonly onEdit: (id: string, patch: Partial<Pick<RunRecord, 'name' | 'tags' | 'note'>>) => void
  readonly onCompare: (id: string) => void
}

interface RunRowProps extends RunHandlers {
  readonly record: RunRecord
  /** what its buttons call it: its name, or more where another run has that, too */
  readonly called: string
  /** its place in the comparison, from 1; 0 for none */
  readonly number: number
  /** whether it may be taken into the comparison */
  readonly hasRoom: boolean
  /** the results show it */
  readonly isShown: boolean
  /** where the run is that is under way; `null` for one that has ended */
  readonly progress: string | null
}

const NOT_KNOWN = '–'

/** Focuses the row of a run by its button "Open"; tells whether there is such a row. */
export function focusRow(id: string): boolean {
  const button = document.getElementById(rowId(id))?.querySelector<HTMLElement>('[data-open]')
  if (button == null) return false
  button.focus()
  return true
}

function rowId(id: string): string {
  return `run-${id}`
}

/** The row of a run. */
export const RunRow = memo(function RunRow({
  record,
  called,
  number,
  hasRoom,
  isShown,
  progress,
  onOpen,
  onDelete,
  onEdit,
  onCompare,
}: RunRowProps) {
  const { id } = record
  const facts = useMemo(() => runFacts(record), [record])
  const broken = brokenOff(record)
  return (
    <tr id={rowId(id)} className={classes.row} aria-current={isShown || undefined}>
      <td>
        <label className={classes.check}>
          <input
            type="checkbox"
            aria-label={`Compare ${called}`}
            checked={number > 0}
            disabled={number === 0 && !hasRoom}
            onChange={() => onCompare(id)}
          />
          {number > 0 && <RunMark colour={record.colour} number={number} />}
        </label>
      </td>
      <th scope="row" className={classes.names}>
        <RunNames record={record} called={called} isShown={isShown} onEdit={onEdit} />
      </th>
      <td>
        <span className={classes.main}>{facts.model ?? NOT_KNOWN}</span>{' '}
        <span className={classes.more}>
          {facts.target ?? `${formatInteger(record.report.nb_class)} classes`}
        </span>{' '}
        {facts.setup !== '' && <span className={classes.more}>{facts.setup}</span>}
      </td>
      <td>
        {progress !== null ? <span className={classes.main}>{progress}</span> : <Scores {...facts} />}{' '}
        {progress === null && broken !== null && <span className={classes.broken}>{broken}</span>}
      </td>
      <td>
        <span className={classes.main} data-title="best">
          {facts.bestEpoch === 0 ? NOT_KNOWN : `${facts.bestEpoch} of ${facts.epochs}`}
        </span>{' '}
        <span className={classes.more}>{facts.seconds === null ? '' : formatSeconds(facts.seconds)}</span>
      </td>
      <td>
        <time className={classes.main} dateTime={new Date(record.at).toISOString()}>
          {localTime(record.at)}
        </time>{' '}
        <span className={classes.more}>{sourceText(record)}</span>{' '}
        {record.gaps.length > 0 && <span className={classes.more}>{gapList(record)}</span>}
      </td>
      <td className={classes.actions}>
        <button
          type="button"
          data-open
          className={classes.action}
          aria-label={`Open ${called}`}
          onClick={() => onOpen(id)}
        >
          Open
        </button>{' '}
        <button
          type="button"
          className={classes.action}
          aria-label={`Delete ${called}`}
          title={progress === null ? undefined : 'Stop the run first'}
          disabled={progress !== null}
          onClick={() => onDelete(id)}
        >
          Delete
        </button>
      </td>
    </tr>
  )
})

/** Name, tags and note, each of which may be changed. */
function RunNames({
  record,
  called,
  isShown,
  onEdit,
}: Pick<RunRowProps, 'record' | 'called' | 'isShown' | 'onEdit'>) {
  const { id, name, tags, note } = record
  return (
    <>
      <div className={classes.line}>
        <EditableText
          value={name}
          action={`Rename ${called}`}
          label={`Name of ${called}`}
          hint="Enter saves, Escape leaves."
          maxLength={200}
          onSave={(text) => text.trim() !== '' && onEdit(id, { name: text.trim() })}
        >
          <span className={classes.name}>{name}</span>
        </EditableText>
        {isShown && <span className={classes.shown}>shown</span>}
      </div>{' '}
      <div className={`${classes.line} ${classes.extras}`}>
        <EditableText
          value={tags.join(', ')}
          action={tags.length === 0 ? `Add tags to ${called}` : `Edit tags of ${called}`}
          label={`Tags of ${called}`}
          hint="Commas between them. Enter saves, Escape leaves."
          maxLength={1000}
          invitation={tags.length === 0 ? 'Add tags' : undefined}
          onSave={(text) => onEdit(id, { tags: parseTags(text) })}
        >
          {tags.map((tag) => (
            <span key={tag} className={classes.tag} title={tag}>
              {tag}
            </span>
          ))}
        </EditableText>{' '}
        <EditableText
          value={note}
          action={note === '' ? `Add note to ${called}` : `Edit note of ${called}`}
          label={`Note of ${called}`}
          hint="Ctrl+Enter saves, Escape leaves."
          lines={4}
          maxLength={10_000}
          invitation={note === '' ? 'Add note' : undefined}
          onSave={(text) => onEdit(id, { note: text.trim() })}
        >
          {note !== '' && (
            <span className={classes.note} title={note}>
              {note}
            </span>
          )}
        </EditableText>
      </div>
    </>
  )
}

function Scores({ test, control, natural }: Pick<RunFacts, 'test' | 'control' | 'natural'>) {
  if (test === null) return <span className={classes.main}>{NOT_KNOWN}</span>
  return (
    <>
      <span className={classes.main}>
        {formatShare(test.accuracy)} <span className={classes.count}>n = {formatInteger(test.objects)}</span>
      </span>{' '}
      {control !== null && <span className={classes.more}>control {formatShare(control)}</span>}{' '}
      {natural !== null && (
        <span className={classes.more}>
          natural {formatShare(natural.accuracy)},{' '}
          <span className={classes.number}>n = {formatInteger(natural.objects)}</span>
        </span>
      )}
    </>
  )
}
