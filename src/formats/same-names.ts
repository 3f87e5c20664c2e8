// Columns are found by their names, so that only the first of several with one name can be read.

/**
 * The first field of each name, in their order.
 * @param file for the notes
 * @returns a note for each name that is there more than once
 */
export function firstOfEachName<Field extends { readonly name: string }>(
  fields: readonly Field[],
  file: string,
): { readonly firsts: readonly Field[]; readonly notes: readonly string[] } {
  const times = new Map<string, number>()
  const firsts = fields.filter(({ name }) => {
    const before = times.get(name) ?? 0
    times.set(name, before + 1)
    return before === 0
  })
  const notes = Array.from(times)
    .filter(([, count]) => count > 1)
    .map(([name, count]) => `${file} has ${count} columns with the name ${name}: only the first is read.`)
  return { firsts, notes }
}
