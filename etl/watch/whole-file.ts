import { copyFile, mkdir, open, rename, rm, stat, unlink, utimes } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/** Writes a file that others see whole or not at all, also after a power cut. One process at a time may. */
export async function writeWhole(path: string, text: string): Promise<void> {
  await throughTemporary(path, async (temporary) => {
    const file = await open(temporary, 'w')
    try {
      await file.writeFile(text)
      await file.sync()
    } finally {
      await file.close()
    }
  })
}

/** Moves a file; to another file system by a copy that is complete and on disk before the original goes. */
export async function moveFile(from: string, to: string): Promise<void> {
  try {
    await rename(from, to)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error
    await throughTemporary(to, async (temporary) => {
      await copyFile(from, temporary)
      const { atime, mtime } = await stat(from)
      await utimes(temporary, atime, mtime)
      const file = await open(temporary, 'r+')
      await file.sync().finally(() => file.close())
    })
    await unlink(from)
  }
  await syncFolder(dirname(to))
}

async function throughTemporary(path: string, write: (temporary: string) => Promise<void>): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  // The same name every time, so that what a kill leaves is written over when the work is done again; and a short one,
  // since the file's own may be as long as names can be.
  const temporary = join(dirname(path), `.${basename(path).slice(0, 40)}.tmp`)
  try {
    await write(temporary)
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined)
    throw error
  }
}

/** Some network folders cannot be told to keep what they hold; they do so at their own time. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined)
  await handle?.sync().catch(() => undefined)
  await handle?.close()
}
