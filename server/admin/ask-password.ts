import type { ReadStream } from 'node:tty'
import { text } from 'node:stream/consumers'

/** A password could not be had; the message says why. */
export class PasswordInputError extends Error {
  override name = 'PasswordInputError'
}

/** The first line of what is piped in. */
export async function readPassword(input: NodeJS.ReadableStream): Promise<string> {
  const [first = ''] = (await text(input)).split(/\r?\n/)
  if (first === '') throw new PasswordInputError('no password arrived on standard input')
  return first
}

/** Asks at the terminal, twice, without showing what is typed. */
export async function askPassword(input: ReadStream, ask: (question: string) => void): Promise<string> {
  if (!input.isTTY) {
    throw new PasswordInputError(
      'there is no terminal to ask at; use --password-stdin, or neither to have one generated',
    )
  }
  const first = await askHidden(input, ask, 'Password: ')
  const second = await askHidden(input, ask, 'Again: ')
  if (first !== second) throw new PasswordInputError('the two passwords differ')
  return first
}

function askHidden(input: ReadStream, ask: (question: string) => void, prompt: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let typed = ''
    ask(prompt)
    input.setRawMode(true)
    input.setEncoding('utf8')
    input.resume()

    const finish = (settle: () => void): void => {
      input.off('data', take)
      input.setRawMode(false)
      input.pause()
      ask('\n')
      settle()
    }
    const take = (chunk: string | Buffer): void => {
      for (const letter of chunk.toString()) {
        if (letter === '\r' || letter === '\n') return finish(() => resolve(typed))
        if (letter === '\u0003' || letter === '\u0004') {
          return finish(() => reject(new PasswordInputError('no password was given')))
        }
        if (letter === '\u007f' || letter === '\b') typed = [...typed].slice(0, -1).join('')
        else if (letter >= ' ') typed += letter
      }
    }
    input.on('data', take)
  })
}
