import type { Plugin } from 'vite'
import { buildTopology } from './build.ts'

const NAME = 'virtual:vietnam-topology'
const DEV_PATH = '/vietnam.topo.json'

/**
 * Builds the topology and serves it as a file of its own; `virtual:vietnam-topology` exports its address. It is data, so
 * it is fetched when the map is drawn, not carried in the scripts.
 */
export const geometryPlugin = (): Plugin => {
  let serving = false
  return {
    name: 'vietnam-topology',
    configureServer(server) {
      serving = true
      server.middlewares.use(DEV_PATH, (_request, response) => {
        response.setHeader('content-type', 'application/json')
        response.end(JSON.stringify(buildTopology()))
      })
    },
    resolveId: (id) => (id === NAME ? `\0${NAME}` : undefined),
    load(id) {
      if (id !== `\0${NAME}`) return undefined
      if (serving) return `export default ${JSON.stringify(DEV_PATH)}`
      const file = this.emitFile({
        type: 'asset',
        name: 'vietnam.topo.json',
        source: JSON.stringify(buildTopology()),
      })
      return `export default import.meta.ROLLUP_FILE_URL_${file}`
    },
  }
}
