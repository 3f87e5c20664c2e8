// @vitest-environment happy-dom
import { act } from 'react'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { PROJECT, SAMPLE_PROJECT } from '../../core/project.fixture.ts'
import type { Project } from '../../core/project.ts'
import { type Rendered, render, textOf } from '../test-render.tsx'
import { ProjectFile } from './ProjectFile.tsx'

let shown: Rendered
afterEach(() => shown.unmount())

const onOpen = vi.fn()
const onSave = vi.fn()
const onForget = vi.fn()
afterEach(() => vi.clearAllMocks())

function draw(waiting: Project | null, disabled = false, canSave = true): void {
  shown = render(<ProjectFile {...{ waiting, disabled, canSave, onOpen, onSave, onForget }} />)
}

function input(): HTMLInputElement {
  return shown.container.querySelector('input')!
}

/** Chooses files in the file input, as a person does. */
function choose(...files: readonly File[]): void {
  Object.defineProperty(input(), 'files', { value: files, configurable: true })
  act(() => void input().dispatchEvent(new Event('change', { bubbles: true })))
}

function button(name: string): HTMLButtonElement | undefined {
  return [...shown.container.querySelectorAll('button')].find((element) => textOf(element) === name)
}

/** The project with so many files. */
function withFiles(count: number): Project {
  const data = PROJECT.data as Extract<Project['data'], { kind: 'files' }>
  const files = Array.from({ length: count }, (_, i) => ({ path: `part-${i}.npy`, bytes: 4.2e9 + i * 1e9 }))
  return { ...PROJECT, data: { ...data, files } }
}

function items(): string[] {
  return [...shown.container.querySelectorAll('li')].map(textOf)
}

describe('without a project that waits', () => {
  test('there is an input and a button, and no notice', () => {
    draw(null)
    expect(input().type).toBe('file')
    expect(input().getAttribute('aria-label')).toBe('Open project')
    expect(input().accept).toBe('.json,application/json')
    expect(input().multiple).toBe(false)
    expect(textOf(shown.container.querySelector('label'))).toBe('Open project')
    expect(button('Save project')!.disabled).toBe(false)
    expect(shown.container.querySelectorAll('button')).toHaveLength(1)
    expect(textOf(shown.container.querySelector('[aria-live="polite"]'))).toBe('')
  })

  test('hands on the file that is chosen, also the same one again', () => {
    draw(null)
    const setValue = vi.fn()
    Object.defineProperty(input(), 'value', { set: setValue, configurable: true })
    const file = new File(['{}'], 'project.json')
    choose(file)
    expect(onOpen.mock.calls).toEqual([[file]])
    // a browser takes the same file for no change until the input is empty
    expect(setValue.mock.calls).toEqual([['']])
  })

  test('a choice that was given up is none', () => {
    draw(null)
    choose()
    expect(onOpen).not.toHaveBeenCalled()
  })

  test('"Save project" is handed on', () => {
    draw(null)
    act(() => button('Save project')!.click())
    expect(onSave).toHaveBeenCalledTimes(1)
    expect(onForget).not.toHaveBeenCalled()
  })

  test('without data there is nothing to save, and projects can be opened', () => {
    draw(null, false, false)
    expect(button('Save project')!.disabled).toBe(true)
    expect(input().disabled).toBe(false)
  })
})

describe('a project that waits', () => {
  test('names the data and says that they will be verified', () => {
    draw(PROJECT)
    const live = shown.container.querySelector('[aria-live="polite"]')
    expect(textOf(live!.querySelector('p'))).toBe('DeltaZ balanced: choose its files again')
    const facts = [...live!.querySelectorAll('dt')].map((term) => [
      textOf(term),
      textOf(term.nextElementSibling),
    ])
    expect(facts).toEqual([
      ['Target', 'DeltaZ'],
      ['Rows', 'Train 1,800, Validation 300, Test 400'],
      ['Width', '17,908 points'],
    ])
    expect(textOf(live)).toContain(
      'A project does not hold the data. The files that you choose are prepared as the project says and verified: the data report warns if rows, labels or splits are others.',
    )
  })

  test('lists the first five files with their sizes', () => {
    draw(PROJECT)
    expect(shown.container.querySelector('ul')!.getAttribute('aria-label')).toBe('Files of the project')
    expect(items()).toEqual([
      'DeltaZ/balanced/TRAIN/X.npy, 129 MB',
      'DeltaZ/balanced/TRAIN/Y.npy, 7.3 kB',
      'DeltaZ/balanced/VALID/X.npy, 21.5 MB',
      'DeltaZ/balanced/VALID/Y.npy, 1.3 kB',
      'DeltaZ/balanced/TEST/X.npy, 28.7 MB',
      'and 1 more file',
    ])
  })

  test.each([
    [5, 5, 'part-4.npy, 8.2 GB'],
    [7, 6, 'and 2 more files'],
  ])('of %i files it shows %i lines', (count, lines, last) => {
    draw(withFiles(count))
    expect(items()).toHaveLength(lines)
    expect(items().at(-1)).toBe(last)
  })

  test('can be forgotten', () => {
    draw(PROJECT)
    act(() => button('Forget the project')!.click())
    expect(onForget).toHaveBeenCalledTimes(1)
    expect(onSave).not.toHaveBeenCalled()
  })

  test('while training nothing can be changed', () => {
    draw(PROJECT, true)
    expect(input().disabled).toBe(true)
    expect(shown.container.querySelector('label')!.dataset.disabled).toBe('true')
    expect([...shown.container.querySelectorAll('button')].map(({ disabled }) => disabled)).toEqual([
      true,
      true,
    ])
  })

  test('a sample needs no files', () => {
    draw(SAMPLE_PROJECT)
    expect(shown.container.querySelectorAll('button')).toHaveLength(1)
    expect(textOf(shown.container.querySelector('[aria-live="polite"]'))).toBe('')
  })
})
