// SHA-256 as text. By a library: browsers offer it only to pages that come over HTTPS or from this computer.

import { sha256 as digest } from '@noble/hashes/sha2.js'

/** The digest as 64 hexadecimal digits. */
export function sha256(bytes: Uint8Array): string {
  return Array.from(digest(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
