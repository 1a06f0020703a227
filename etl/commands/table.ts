/** Lines up text in columns for a terminal; a column of numbers, and its heading, stands to the right. */
export function textTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const columns = header.map((title, index) => {
    const cells = rows.map((row) => row[index] ?? '')
    const width = Math.max(...[title, ...cells].map((cell) => [...cell].length))
    return {
      width,
      right: cells.some((cell) => cell !== '') && cells.every((cell) => /^[\d.,]*$/.test(cell)),
    }
  })
  return [header, ...rows]
    .map((row) =>
      columns
        .map(({ width, right }, index) => {
          const cell = row[index] ?? ''
          const room = ' '.repeat(width - [...cell].length)
          return right ? room + cell : cell + room
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
