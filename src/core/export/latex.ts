// Any text as LaTeX that compiles with the plain article class and no package, on engines as old as TeX Live 2018.

/** ASCII characters that mean something else in LaTeX, or that OT1 fonts print as another one. */
const ASCII: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '{': '\\{',
  '}': '\\}',
  $: '\\$',
  '&': '\\&',
  '#': '\\#',
  '%': '\\%',
  _: '\\_',
  '^': '\\textasciicircum{}',
  '~': '\\textasciitilde{}',
  '<': '$<$',
  '>': '$>$',
  '|': '$|$',
  '"': "{''}",
  '`': '{`}',
  // after `\\` these two would be its options
  '[': '{[}',
  ']': '{]}',
  '*': '{*}',
}

/** Letters and signs of text. */
const TEXT: Readonly<Record<string, string>> = {
  '–': '--',
  '—': '---',
  '‐': '-',
  '‑': '-',
  '‘': '{`}',
  '’': "{'}",
  '“': '{``}',
  '”': "{''}",
  '…': '\\ldots{}',
  '§': '\\S{}',
  '©': '\\copyright{}',
  '£': '\\pounds{}',
  ß: '\\ss{}',
  æ: '\\ae{}',
  Æ: '\\AE{}',
  œ: '\\oe{}',
  Œ: '\\OE{}',
  ø: '\\o{}',
  Ø: '\\O{}',
  ł: '\\l{}',
  Ł: '\\L{}',
  ı: '\\i{}',
  '\u00a0': '~',
  '\u2009': '\\,',
  '\u202f': '\\,',
}

/** What stands between dollars. */
const MATH: Readonly<Record<string, string>> = {
  '≤': '\\leq',
  '≥': '\\geq',
  '⩽': '\\leq',
  '⩾': '\\geq',
  '≠': '\\neq',
  '≈': '\\approx',
  '≃': '\\simeq',
  '∼': '\\sim',
  '≪': '\\ll',
  '≫': '\\gg',
  '«': '\\ll',
  '»': '\\gg',
  '±': '\\pm',
  '×': '\\times',
  '÷': '\\div',
  '·': '\\cdot',
  '−': '-',
  '∞': '\\infty',
  '∂': '\\partial',
  '∇': '\\nabla',
  '√': '\\surd',
  '∑': '\\sum',
  '∈': '\\in',
  '→': '\\rightarrow',
  '←': '\\leftarrow',
  '↔': '\\leftrightarrow',
  '⇒': '\\Rightarrow',
  '•': '\\bullet',
  '☉': '\\odot',
  '⊙': '\\odot',
  '°': '^{\\circ}',
  '†': '\\dagger',
  '¬': '\\neg',
  µ: '\\mu',
  ...greek('αβγδεζηθικλμνξπρςστυφχψω', [
    'alpha',
    'beta',
    'gamma',
    'delta',
    'varepsilon',
    'zeta',
    'eta',
    'theta',
    'iota',
    'kappa',
    'lambda',
    'mu',
    'nu',
    'xi',
    'pi',
    'rho',
    'varsigma',
    'sigma',
    'tau',
    'upsilon',
    'varphi',
    'chi',
    'psi',
    'omega',
  ]),
  ...greek('ΓΔΘΛΞΠΣΥΦΨΩ', [
    'Gamma',
    'Delta',
    'Theta',
    'Lambda',
    'Xi',
    'Pi',
    'Sigma',
    'Upsilon',
    'Phi',
    'Psi',
    'Omega',
  ]),
}

/** Digits and signs above and below the line, in the order of `SCRIPT_PLAIN`. */
const SUPERSCRIPT = '⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻'
const SUBSCRIPT = '₀₁₂₃₄₅₆₇₈₉₊₋'
const SCRIPT_PLAIN = '0123456789+-'

/** Accents of TeX by the combining character. The ogonek is not among them: OT1 fonts lack it. */
const ACCENTS: Readonly<Record<string, string>> = {
  '\u0300': '\\`',
  '\u0301': "\\'",
  '\u0302': '\\^',
  '\u0303': '\\~',
  '\u0304': '\\=',
  '\u0306': '\\u',
  '\u0307': '\\.',
  '\u0308': '\\"',
  '\u030a': '\\r',
  '\u030b': '\\H',
  '\u030c': '\\v',
  '\u0323': '\\d',
  '\u0327': '\\c',
}

/** A run of scripts, hyphens that would become a dash, or one character with its accents. */
const PIECES = new RegExp(`[${SUPERSCRIPT}]+|[${SUBSCRIPT}]+|-{2,}|[\\s\\S]\\p{M}*`, 'gu')

/**
 * Text that LaTeX prints as it is, within a paragraph or a cell of a table. White space becomes one space, since an empty line
 * would end the paragraph. A character that plain LaTeX cannot print is named: `[U+661F]`.
 */
export function escapeLatex(text: string): string {
  // other controls than white space have no look, and TeX refuses them
  const clean = text
    .normalize('NFC')
    .replace(/[^\S\u00a0\u2009\u202f]+/g, ' ')
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
  return (clean.match(PIECES) ?? []).map(latexPiece).join('')
}

/** `1e-3`, or `DeltaZ`, as a word of its own. */
const FORMULA = /(?<![\w.+-])(?:\d+(?:\.\d+)?e[+-]?\d+|DeltaZ)(?![\w.])/

/** A readable name of a class: the same with `1e-3` as a power of ten and `DeltaZ` as a symbol, as papers print them. */
export function latexName(name: string): string {
  const found = FORMULA.exec(name)
  if (found === null) return escapeLatex(name)
  const [word] = found
  const before = name.slice(0, found.index)
  const after = name.slice(found.index + word.length)
  return `${escapeLatex(before)}${word === 'DeltaZ' ? '$\\Delta z$' : latexScientific(word)}${latexName(after)}`
}

/** `1e-3` as `$10^{-3}$`, `2.5e-3` as `$2.5 \times 10^{-3}$`. */
export function latexScientific(number: string): string {
  const [digits, power] = number.split('e')
  const exponent = `10^{${Number(power)}}`
  return digits === '1' ? `$${exponent}$` : `$${digits} \\times ${exponent}$`
}

/** An integer as A&A wants it: a thin space between thousands in numbers with more than four digits. */
export function latexInteger(value: number): string {
  const digits = Math.round(value).toFixed(0)
  return Math.abs(value) < 9_999.5 ? digits : digits.replace(/\B(?=(\d{3})+$)/g, '\\,')
}

function latexPiece(piece: string): string {
  if (/^-{2,}$/.test(piece)) return piece.split('').join('{}')
  if (SUPERSCRIPT.includes(piece[0]!)) return `$^{${unscripted(piece, SUPERSCRIPT)}}$`
  if (SUBSCRIPT.includes(piece[0]!)) return `$_{${unscripted(piece, SUBSCRIPT)}}$`
  const math = ownEntry(MATH, piece)
  return (
    ownEntry(ASCII, piece) ??
    ownEntry(TEXT, piece) ??
    (math === undefined ? undefined : `$${math}$`) ??
    (/^[ -~]$/.test(piece) ? piece : accented(piece))
  )
}

function accented(piece: string): string {
  const [base, ...marks] = piece.normalize('NFD')
  if (!/^[A-Za-z]$/.test(base!)) return unprintable(piece)
  let latex = base === 'i' || base === 'j' ? `\\${base}` : base!
  for (const mark of marks) {
    const accent = ownEntry(ACCENTS, mark)
    if (accent === undefined) return unprintable(piece)
    latex = `${accent}{${latex}}`
  }
  return latex
}

function unprintable(piece: string): string {
  const codes = Array.from(piece, (character) => character.codePointAt(0)!.toString(16).toUpperCase())
  return codes.map((code) => `{[}U+${code.padStart(4, '0')}{]}`).join('')
}

function unscripted(run: string, scripts: string): string {
  return Array.from(run, (character) => SCRIPT_PLAIN[scripts.indexOf(character)]).join('')
}

/** Without `constructor` and the like. */
function ownEntry(table: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined
}

function greek(letters: string, commands: readonly string[]): Record<string, string> {
  return Object.fromEntries(commands.map((command, i) => [letters[i], `\\${command}`]))
}
