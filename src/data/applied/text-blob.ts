// A text file from many short pieces. A million rows are more characters than a string may have.

/** Characters that are encoded at a time. */
const PIECE_CHARACTERS = 2 ** 20

/** @param type of the Blob; the text is UTF-8 */
export function textBlob(pieces: Iterable<string>, type: string): Blob {
  const encoder = new TextEncoder()
  const parts: Uint8Array<ArrayBuffer>[] = []
  let text = ''
  for (const piece of pieces) {
    text += piece
    if (text.length < PIECE_CHARACTERS) continue
    parts.push(encoder.encode(text))
    text = ''
  }
  parts.push(encoder.encode(text))
  return new Blob(parts, { type })
}
