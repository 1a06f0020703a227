import { basename } from 'node:path'

/** One line of progress, rewritten in place; silent where the output is not a terminal. */
export function progressLine(output: NodeJS.WriteStream) {
  let last = 0
  return {
    update(file: string, bytes: number, total: number): void {
      const now = Date.now()
      if (!output.isTTY || now - last < 100) return
      last = now
      const share = total === 0 ? 100 : Math.floor((bytes / total) * 100)
      output.write(
        `\r\x1b[K${basename(file)}  ${share} %  ${(bytes / 1e6).toFixed(0)} of ${(total / 1e6).toFixed(0)} MB`,
      )
    },
    end(): void {
      if (output.isTTY) output.write('\r\x1b[K')
    },
  }
}
