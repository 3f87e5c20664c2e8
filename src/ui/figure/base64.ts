// Bytes as the strings that the web's older interfaces want.

const CHUNK = 0x8000

/** One character per byte. In chunks, because a call takes a limited number of arguments. */
export function binaryString(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += CHUNK) {
    text += String.fromCharCode(...bytes.subarray(at, at + CHUNK))
  }
  return text
}

/** Base64, RFC 4648 section 4. */
export function toBase64(bytes: Uint8Array): string {
  return btoa(binaryString(bytes))
}
