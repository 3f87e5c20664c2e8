// A text that turns into a field where it stands. What was typed is kept when the focus leaves; only Escape drops it.

import { Input } from '@mantine/core'
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import classes from './EditableText.module.css'

interface EditableTextProps {
  readonly value: string
  /** accessible name of the button that begins */
  readonly action: string
  /** accessible name of the field */
  readonly label: string
  /** how it ends, and what may be typed */
  readonly hint: string
  /** several lines: Enter begins another one, Control with Enter saves */
  readonly lines?: number
  readonly maxLength: number
  /** what the button says; a pencil without it */
  readonly invitation?: string | undefined
  /** only called with another text */
  readonly onSave: (text: string) => void
  /** the text while nobody edits it; the button comes after it */
  readonly children?: ReactNode
}

/** `children` with a button, or the field. */
export function EditableText({
  value,
  action,
  label,
  hint,
  lines = 1,
  maxLength,
  invitation,
  onSave,
  children,
}: EditableTextProps) {
  const [draft, setDraft] = useState<string | null>(null)
  const button = useRef<HTMLButtonElement>(null)
  const editor = useRef<HTMLDivElement>(null)
  const byKey = useRef(false)
  const isPressed = useRef(false)
  const isEdited = draft !== null

  // a key that ends the editing leaves the focus where it began
  useEffect(() => {
    if (draft === null && byKey.current) button.current?.focus()
    byKey.current = false
  }, [draft])

  useEffect(() => {
    if (!isEdited) return
    // with its hint: the field alone is brought into view by its focus
    editor.current?.scrollIntoView({ block: 'nearest' })
    const listeners = new AbortController()
    const { signal } = listeners
    const press = (down: boolean) => () => {
      isPressed.current = down
    }
    window.addEventListener('pointerdown', press(true), { capture: true, signal })
    window.addEventListener('pointerup', press(false), { capture: true, signal })
    window.addEventListener('pointercancel', press(false), { capture: true, signal })
    return () => listeners.abort()
  }, [isEdited])

  function save(): void {
    if (draft !== null && draft !== value) onSave(draft)
  }

  function handleBlur(): void {
    save()
    if (!isPressed.current) {
      setDraft(null)
      return
    }
    // what is being clicked on must not move away before the click is done
    const close = () => setTimeout(() => setDraft(null))
    window.addEventListener('pointerup', close, { once: true })
    window.addEventListener('pointercancel', close, { once: true })
  }

  function handleKey(event: KeyboardEvent): void {
    const saves = event.key === 'Enter' && (lines === 1 || event.ctrlKey || event.metaKey)
    // an Enter may end a word of an input method
    if ((!saves && event.key !== 'Escape') || event.nativeEvent.isComposing) return
    event.preventDefault()
    byKey.current = true
    if (saves) save()
    setDraft(null)
  }

  if (draft === null) {
    return (
      <span className={classes.text}>
        {children}
        <button
          ref={button}
          type="button"
          aria-label={action}
          title={action}
          className={classes.button}
          onClick={() => setDraft(value)}
        >
          {invitation ?? (
            <svg aria-hidden="true" className={classes.pencil} viewBox="0 0 12 12">
              <path d="M1.5 10.5 2.2 7.8 8.6 1.4 10.6 3.4 4.2 9.8zM7.2 2.8l2 2" />
            </svg>
          )}
        </button>
      </span>
    )
  }
  const field = {
    size: 'xs',
    value: draft,
    maxLength,
    // a person asked for this very field
    autoFocus: true,
    'aria-label': label,
    onKeyDown: handleKey,
    onBlur: handleBlur,
  } as const
  return (
    <Input.Wrapper
      ref={editor}
      description={hint}
      inputWrapperOrder={['input', 'description']}
      className={classes.editor}
    >
      {lines === 1 ? (
        <Input
          {...field}
          onFocus={(event) => event.currentTarget.select()}
          onChange={(event) => setDraft(event.currentTarget.value)}
        />
      ) : (
        <Input
          {...field}
          component="textarea"
          multiline
          rows={lines}
          onChange={(event) => setDraft(event.currentTarget.value)}
        />
      )}
    </Input.Wrapper>
  )
}
