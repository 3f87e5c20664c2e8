// The Python dictionary in an NPY header, read by a small strict parser instead of an evaluator.

import type { StudioError } from '../core/errors.ts'
import { damaged } from './damage.ts'
import { refuseDtype } from './numpy-dtype.ts'

/** The three entries of a header, not yet interpreted. */
export interface NpyHeaderFields {
  readonly descr: string
  readonly fortranOrder: boolean
  readonly shape: readonly number[]
}

/** NumPy's own limit on the number of axes. */
const MAX_AXES = 64

/**
 * Parses `{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }`. Accepts any order of the keys, any spaces,
 * trailing commas, either quote, and Python 2's `3L`.
 * @throws StudioError `bad-input` if the text is anything else; `name` is the file's
 */
export function parseHeaderText(text: string, name: string): NpyHeaderFields {
  return new HeaderParser(text, name).parse()
}

class HeaderParser {
  private readonly text: string
  private readonly name: string
  private at = 0

  constructor(text: string, name: string) {
    this.text = text
    this.name = name
  }

  parse(): NpyHeaderFields {
    let descr: string | undefined
    let fortranOrder: boolean | undefined
    let shape: number[] | undefined
    this.expect('{')
    while (!this.accept('}')) {
      const key = this.readString()
      this.expect(':')
      if (key === 'descr' && descr === undefined) descr = this.readDescr()
      else if (key === 'fortran_order' && fortranOrder === undefined) fortranOrder = this.readBoolean()
      else if (key === 'shape' && shape === undefined) shape = this.readShape()
      else throw this.refuse(`the key '${key.slice(0, 40)}' is unknown or twice there`)
      if (!this.accept(',')) {
        this.expect('}')
        break
      }
    }
    this.skipSpace()
    if (this.at !== this.text.length) throw this.refuse(`unexpected text at position ${this.at}`)
    if (descr === undefined) throw this.refuse("the key 'descr' is missing")
    if (fortranOrder === undefined) throw this.refuse("the key 'fortran_order' is missing")
    if (shape === undefined) throw this.refuse("the key 'shape' is missing")
    return { descr, fortranOrder, shape }
  }

  private readDescr(): string {
    this.skipSpace()
    const first = this.text[this.at]
    if (first === '[' || first === '(') {
      const rest = this.text.slice(this.at)
      const fields = rest.slice(0, rest.indexOf(first === '[' ? ']' : ')') + 1)
      throw refuseDtype(
        fields.length > 60 ? `${fields.slice(0, 60)}...` : fields,
        this.name,
        'a structured type',
      )
    }
    return this.readString()
  }

  private readString(): string {
    const match = this.match(/'([^'\\\n]*)'|"([^"\\\n]*)"/y, 'a quoted text')
    return match[1] ?? match[2] ?? ''
  }

  private readBoolean(): boolean {
    return this.match(/True|False/y, 'True or False')[0] === 'True'
  }

  private readShape(): number[] {
    const shape: number[] = []
    this.expect('(')
    while (!this.accept(')')) {
      const size = Number(this.match(/(\d{1,30})L?/y, 'a size')[1])
      if (!Number.isSafeInteger(size)) throw this.refuse(`an axis of ${size} elements is too long`)
      shape.push(size)
      if (shape.length > MAX_AXES) throw this.refuse(`more than ${MAX_AXES} axes`)
      if (this.accept(',')) continue
      // (3) is a number in Python, not a tuple
      if (shape.length === 1) throw this.refuse(`the shape (${size}) is not a tuple`)
      this.expect(')')
      break
    }
    return shape
  }

  private accept(character: string): boolean {
    this.skipSpace()
    if (this.text[this.at] !== character) return false
    this.at++
    return true
  }

  private expect(character: string): void {
    if (!this.accept(character)) throw this.refuse(`expected ${character} at position ${this.at}`)
  }

  private match(pattern: RegExp, what: string): RegExpExecArray {
    this.skipSpace()
    pattern.lastIndex = this.at
    const match = pattern.exec(this.text)
    if (match === null) throw this.refuse(`expected ${what} at position ${this.at}`)
    this.at = pattern.lastIndex
    return match
  }

  private skipSpace(): void {
    while (this.at < this.text.length && ' \t\r\n'.includes(this.text[this.at]!)) this.at++
  }

  private refuse(reason: string): StudioError {
    return damaged(this.name, `in its header, ${reason}`)
  }
}
