// An inert machine for Python pickles, protocols 0 to 5. It never runs code: a pickle can only make plain values and,
// through the few globals of numpy.ts, NumPy arrays and scalars. Everything else is refused by name.
// Opcodes: https://github.com/python/cpython/blob/main/Lib/pickletools.py

import { StudioError } from '../../core/errors.ts'
import { formatInteger } from '../../core/format.ts'
import { TWO_IN_ONE } from '../damage.ts'
import { checkTree } from './check.ts'
import { readLiteral } from './literals.ts'
import { buildState, callGlobal, findGlobal, type PickleCall } from './numpy.ts'
import { OPCODE, OPCODE_NAMES } from './opcodes.ts'
import { PickleReader } from './reader.ts'

export { NdArray } from './numpy.ts'

/** Bounds on the work and memory that one pickle may take. */
export interface PickleLimits {
  /** of the pickle itself */
  readonly maxBytes: number
  readonly maxOpcodes: number
  /** entries of the memo, and its largest index */
  readonly maxMemo: number
  /** levels of marks while reading, and of lists and dictionaries in the value */
  readonly maxDepth: number
  /** values in the result, shared ones counted each time */
  readonly maxValues: number
  /** bytes of the arrays that are made */
  readonly maxArrayBytes: number
}

/** Room for the 59,000 rows of a survey, with a factor of ten. */
export const DEFAULT_PICKLE_LIMITS: PickleLimits = {
  maxBytes: 512 * 2 ** 20,
  maxOpcodes: 50_000_000,
  maxMemo: 20_000_000,
  maxDepth: 100,
  maxValues: 20_000_000,
  maxArrayBytes: 2 ** 30,
}

/**
 * The value of a pickle. None becomes `null`; int a number, or a bigint beyond 2^53; lists and tuples arrays;
 * dictionaries Maps; sets Sets; bytes views of `bytes`; NumPy scalars numbers, booleans or text; arrays `NdArray`s.
 * Python 2's byte strings are read as latin1 text.
 * @throws StudioError `bad-input` if the pickle is damaged, truncated, followed by other bytes, over a limit, or asks
 *   for anything that is not data
 */
export function unpickle(bytes: Uint8Array, name: string, limits: Partial<PickleLimits> = {}): unknown {
  return new PickleMachine(bytes, name, { ...DEFAULT_PICKLE_LIMITS, ...limits }).run()
}

class PickleMachine implements PickleCall {
  readonly name: string
  private readonly limits: PickleLimits
  private readonly reader: PickleReader
  private readonly stack: unknown[] = []
  /** heights of the stack at the open marks; nothing below the last one may be popped */
  private readonly marks: number[] = []
  private readonly memo: unknown[] = []
  private memoSize = 0
  private arrayBytes = 0

  constructor(bytes: Uint8Array, name: string, limits: PickleLimits) {
    this.name = name
    this.limits = limits
    this.reader = new PickleReader(bytes, name)
  }

  run(): unknown {
    const { reader, limits } = this
    if (reader.bytes.length > limits.maxBytes) throw this.tooMany(limits.maxBytes, 'bytes')
    for (let opcodes = 0; opcodes < limits.maxOpcodes; opcodes++) {
      const opcode = reader.uint8()
      if (opcode === OPCODE.STOP) return this.finish()
      this.step(opcode)
    }
    throw this.tooMany(limits.maxOpcodes, 'opcodes')
  }

  damaged(reason: string): StudioError {
    return this.reader.damaged(reason)
  }

  spend(bytes: number): void {
    this.arrayBytes += bytes
    if (this.arrayBytes > this.limits.maxArrayBytes) {
      throw this.tooMany(this.limits.maxArrayBytes, 'bytes of arrays')
    }
  }

  private finish(): unknown {
    const value = this.pop()
    const { reader, limits } = this
    if (reader.at !== reader.bytes.length) {
      throw new StudioError(
        'bad-input',
        `${this.name} has trailing bytes: expected ${formatInteger(reader.at)} bytes for its pickle, ${formatInteger(reader.bytes.length)} are there`,
        TWO_IN_ONE,
      )
    }
    checkTree(value, this.name, limits.maxDepth, limits.maxValues)
    return value
  }

  private step(opcode: number): void {
    const { reader, stack } = this
    const literal = readLiteral(opcode, reader)
    if (literal !== undefined) {
      this.push(literal)
      return
    }
    switch (opcode) {
      case OPCODE.PROTO: {
        const protocol = reader.uint8()
        if (protocol > 5) throw this.damaged(`protocol ${protocol} (0 to 5 are read)`)
        return
      }
      case OPCODE.FRAME:
        // a frame is only a hint for reading ahead, but one that reaches past the end tells of truncation
        reader.need(reader.uint64())
        return

      case OPCODE.MARK:
        if (this.marks.length >= this.limits.maxDepth) throw this.tooMany(this.limits.maxDepth, 'open marks')
        this.marks.push(stack.length)
        return
      case OPCODE.POP:
        // Python drops a mark as well when it lies on top
        if (this.marks.length > 0 && this.marks.at(-1) === stack.length) this.marks.pop()
        else this.pop()
        return
      case OPCODE.POP_MARK:
        this.popToMark()
        return
      case OPCODE.DUP:
        this.push(this.top())
        return

      case OPCODE.EMPTY_LIST:
      case OPCODE.EMPTY_TUPLE:
        this.push([])
        return
      case OPCODE.EMPTY_DICT:
        this.push(new Map())
        return
      case OPCODE.EMPTY_SET:
        this.push(new Set())
        return
      case OPCODE.LIST:
      case OPCODE.TUPLE:
        this.push(this.popToMark())
        return
      case OPCODE.TUPLE1:
        this.push([this.pop()])
        return
      case OPCODE.TUPLE2: {
        const second = this.pop()
        this.push([this.pop(), second])
        return
      }
      case OPCODE.TUPLE3: {
        const third = this.pop()
        const second = this.pop()
        this.push([this.pop(), second, third])
        return
      }
      case OPCODE.FROZENSET:
        this.push(new Set(this.popToMark()))
        return
      case OPCODE.DICT: {
        const items = this.popToMark()
        this.push(new Map())
        this.setItems(items)
        return
      }
      case OPCODE.APPEND:
        this.append([this.pop()])
        return
      case OPCODE.APPENDS:
        this.append(this.popToMark())
        return
      case OPCODE.SETITEM: {
        const value = this.pop()
        this.setItems([this.pop(), value])
        return
      }
      case OPCODE.SETITEMS:
        this.setItems(this.popToMark())
        return
      case OPCODE.ADDITEMS: {
        const items = this.popToMark()
        const target = this.top()
        if (!(target instanceof Set)) throw this.damaged('ADDITEMS on a value that is no set')
        for (const item of items) target.add(item)
        return
      }

      case OPCODE.PUT:
        this.remember(reader.indexLine())
        return
      case OPCODE.BINPUT:
        this.remember(reader.uint8())
        return
      case OPCODE.LONG_BINPUT:
        this.remember(reader.uint32())
        return
      case OPCODE.MEMOIZE:
        this.remember(this.memoSize)
        return
      case OPCODE.GET:
        this.recall(reader.indexLine())
        return
      case OPCODE.BINGET:
        this.recall(reader.uint8())
        return
      case OPCODE.LONG_BINGET:
        this.recall(reader.uint32())
        return

      case OPCODE.GLOBAL: {
        const module = reader.line()
        this.push(findGlobal(module, reader.line(), this.name))
        return
      }
      case OPCODE.STACK_GLOBAL: {
        const attribute = this.pop()
        const module = this.pop()
        if (typeof module !== 'string' || typeof attribute !== 'string') {
          throw this.damaged('a global whose name is no text')
        }
        this.push(findGlobal(module, attribute, this.name))
        return
      }
      case OPCODE.REDUCE: {
        const args = this.pop()
        this.push(callGlobal(this.pop(), args, this))
        return
      }
      case OPCODE.BUILD: {
        const state = this.pop()
        buildState(this.top(), state, this)
        return
      }

      case OPCODE.INST:
      case OPCODE.OBJ:
      case OPCODE.NEWOBJ:
      case OPCODE.NEWOBJ_EX:
      case OPCODE.EXT1:
      case OPCODE.EXT2:
      case OPCODE.EXT4:
      case OPCODE.PERSID:
      case OPCODE.BINPERSID:
      case OPCODE.NEXT_BUFFER:
      case OPCODE.READONLY_BUFFER:
        throw new StudioError(
          'bad-input',
          `${this.name}: the pickle uses ${OPCODE_NAMES.get(opcode)}, which makes more than data; it was refused and nothing was run`,
          'Only numbers, text, lists, dictionaries and NumPy arrays are read. Save the file again with such values.',
        )
      default:
        throw this.damaged(`unknown opcode 0x${opcode.toString(16).padStart(2, '0')}`)
    }
  }

  private push(value: unknown): void {
    this.stack.push(value)
  }

  private top(): unknown {
    if (this.stack.length <= (this.marks.at(-1) ?? 0)) throw this.damaged('a value is missing on the stack')
    return this.stack.at(-1)
  }

  private pop(): unknown {
    const value = this.top()
    this.stack.pop()
    return value
  }

  private popToMark(): unknown[] {
    const mark = this.marks.pop()
    if (mark === undefined) throw this.damaged('a mark is missing on the stack')
    return this.stack.splice(mark)
  }

  private append(items: readonly unknown[]): void {
    const target = this.top()
    if (!Array.isArray(target)) throw this.damaged('APPEND on a value that is no list')
    for (const item of items) target.push(item)
  }

  private setItems(items: readonly unknown[]): void {
    const target = this.top()
    if (!(target instanceof Map)) throw this.damaged('SETITEM on a value that is no dictionary')
    if (items.length % 2 !== 0) throw this.damaged('a dictionary key without a value')
    for (let i = 0; i < items.length; i += 2) target.set(items[i], items[i + 1])
  }

  private remember(index: number): void {
    if (index >= this.limits.maxMemo) throw this.tooMany(this.limits.maxMemo, 'memo entries')
    if (this.memo[index] === undefined) this.memoSize++
    this.memo[index] = this.top()
  }

  private recall(index: number): void {
    const value = this.memo[index]
    if (value === undefined) throw this.damaged(`memo entry ${index} was never stored`)
    this.stack.push(value)
  }

  private tooMany(limit: number, what: string): StudioError {
    return new StudioError(
      'bad-input',
      `${this.name}: the pickle needs more than ${formatInteger(limit)} ${what}`,
      'Is this the right file? The attributes of a survey need far less.',
    )
  }
}
