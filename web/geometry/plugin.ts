import type { Plugin } from 'vite'
import { buildTopology } from './build.ts'

const NAME = 'virtual:vietnam-topology'

/** Serves the built topology as the module `virtual:vietnam-topology`, a chunk of its own. */
export const geometryPlugin = (): Plugin => ({
  name: 'vietnam-topology',
  resolveId: (id) => (id === NAME ? `\0${NAME}` : undefined),
  load: (id) =>
    id === `\0${NAME}` ? `export default JSON.parse(${JSON.stringify(JSON.stringify(buildTopology()))})` : undefined,
})
