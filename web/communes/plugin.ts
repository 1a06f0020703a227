import { readFileSync } from 'node:fs'
import type { Plugin } from 'vite'

const NAME = 'virtual:communes'
const DEV_PATH = '/communes.json'
/** The reference data that the warehouse has too: `code,name,province`, no field with a comma. */
const SOURCE = new URL('../../etl/reference/communes.csv', import.meta.url)

const namesByCode = (): string => {
  const [, ...lines] = readFileSync(SOURCE, 'utf8').trim().split('\n')
  return JSON.stringify(Object.fromEntries(lines.map((line) => line.split(',').slice(0, 2))))
}

/** Names of communes as a file of their own, fetched when one is to be named; `virtual:communes` exports its address. */
export const communesPlugin = (): Plugin => {
  let serving = false
  return {
    name: 'communes',
    configureServer(server) {
      serving = true
      server.middlewares.use(DEV_PATH, (_request, response) => {
        response.setHeader('content-type', 'application/json')
        response.end(namesByCode())
      })
    },
    resolveId: (id) => (id === NAME ? `\0${NAME}` : undefined),
    load(id) {
      if (id !== `\0${NAME}`) return undefined
      if (serving) return `export default ${JSON.stringify(DEV_PATH)}`
      const file = this.emitFile({ type: 'asset', name: 'communes.json', source: namesByCode() })
      return `export default import.meta.ROLLUP_FILE_URL_${file}`
    },
  }
}
