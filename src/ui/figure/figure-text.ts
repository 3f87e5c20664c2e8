// Class names come from files and may hold anything. XML has no room for some characters, and one of them would make a
// whole SVG unreadable.

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones that XML forbids
const CONTROLS = /[\u0000-\u001f\u007f-\u009f]/g
const NOT_IN_XML = /[\p{Surrogate}\ufffe\uffff]/gu

/** The text with spaces for control characters and U+FFFD for halves of surrogate pairs. XML 1.0, section 2.2. */
export function drawable(text: string): string {
  return text.replace(CONTROLS, ' ').replace(NOT_IN_XML, '\ufffd')
}
