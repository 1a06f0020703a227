/** The text of another report like this one: the same but for an id that is free. */
export const copyOf = (text: string, taken: readonly string[]): string => {
  const id = /^id:[ \t]*(\S+)/m.exec(text)?.[1] ?? 'bao-cao'
  let free = id
  for (let number = 2; taken.includes(free); number++) free = `${id}-${number}`
  return text.replace(/^id:.*$/m, `id: ${free}`)
}
