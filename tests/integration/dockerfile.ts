/** One instruction of a Dockerfile, its lines joined. */
export interface Instruction {
  name: string
  text: string
  line: number
}

export interface Stage {
  from: string
  name: string | undefined
  instructions: Instruction[]
}

const KNOWN = /^(?:ARG|CMD|COPY|ENV|EXPOSE|FROM|HEALTHCHECK|LABEL|RUN|USER|VOLUME|WORKDIR)$/

/**
 * The stages of a Dockerfile as far as this repository's goes: comments, continued lines, the instructions of KNOWN.
 *
 * @throws Error naming the line of what is not understood.
 */
export function stagesOf(dockerfile: string): Stage[] {
  const stages: Stage[] = []
  let open: Instruction | undefined
  const end = (instruction: Instruction) => {
    if (instruction.name === 'FROM') {
      const match = /^(\S+)(?:\s+AS\s+([a-z]+))?$/.exec(instruction.text)
      if (match === null) throw new Error(`line ${instruction.line}: FROM ${instruction.text}`)
      stages.push({ from: match[1] ?? '', name: match[2], instructions: [] })
    } else {
      const stage = stages.at(-1)
      if (stage === undefined) throw new Error(`line ${instruction.line}: before the first FROM`)
      stage.instructions.push(instruction)
    }
  }
  for (const [index, raw] of dockerfile.split('\n').entries()) {
    const text = raw.trim()
    if (text === '' || text.startsWith('#')) continue
    const continued = text.endsWith('\\')
    const part = continued ? text.slice(0, -1).trim() : text
    if (open === undefined) {
      const [name = '', ...rest] = part.split(/\s+/)
      if (!KNOWN.test(name)) throw new Error(`line ${index + 1}: no instruction "${name}"`)
      open = { name, text: rest.join(' '), line: index + 1 }
    } else open.text = `${open.text} ${part}`
    if (!continued) {
      end(open)
      open = undefined
    }
  }
  if (open !== undefined) throw new Error(`line ${open.line}: ${open.name} does not end`)
  return stages
}

/** `COPY`: where from (a stage's name, or undefined for the repository), what, and where to. */
export function copyOf({ text, line }: Instruction): { stage?: string; sources: string[]; target: string } {
  const words = text.split(/\s+/)
  const flag = words[0]?.startsWith('--') === true ? words.shift() : undefined
  const stage = flag === undefined ? undefined : /^--from=([a-z]+)$/.exec(flag)?.[1]
  if (flag !== undefined && stage === undefined) throw new Error(`line ${line}: ${flag}`)
  const target = words.pop()
  if (target === undefined || words.length === 0)
    throw new Error(`line ${line}: COPY needs a source and a target`)
  return { ...(stage === undefined ? {} : { stage }), sources: words, target }
}

/** `ENV`: names and values. */
export const environmentOf = ({ text }: Instruction): Record<string, string> =>
  Object.fromEntries(text.split(/\s+/).map((pair) => pair.split('=', 2) as [string, string]))
