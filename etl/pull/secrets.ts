import { SourceError } from './retry.ts'

/** `${NAME}` references and the values the environment gives them; values never reach a log or a message. */
export interface Secrets {
  /** The text with every reference replaced. */
  resolve: (text: string) => string
  /** The text with every value that was resolved put back to its reference. */
  redact: (text: string) => string
}

export function secretsFrom(env: Readonly<Record<string, string | undefined>>): Secrets {
  const used = new Map<string, string>()
  return {
    resolve: (text) =>
      text.replaceAll(/\$\{([A-Z][A-Z0-9_]*)\}/g, (reference, name: string) => {
        const value = env[name]
        if (value === undefined || value === '') {
          throw new SourceError(`${reference} is not set in the environment`, 'final')
        }
        used.set(value, reference)
        return value
      }),
    redact: (text) => {
      let shown = text
      for (const [value, reference] of used) {
        for (const form of new Set([value, encodeURIComponent(value)]))
          shown = shown.replaceAll(form, reference)
      }
      return shown
    },
  }
}
