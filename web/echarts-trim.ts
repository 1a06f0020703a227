import type { Plugin } from 'vite'

/**
 * Parts of ECharts that none of our charts uses and that its modules import all the same, with what stands in for them. A
 * fifteenth of what a chart would make a first visit fetch. What is put in has the exports of what it replaces.
 */
const UNUSED: readonly [module: string, standIn: string][] = [
  // Axes of time, logarithmic axes, and ticks that two axes share.
  ['echarts/lib/scale/Time.js', 'export default class {}; export const calcNiceForTimeScale = () => {}'],
  ['echarts/lib/scale/Log.js', 'export default class {}'],
  ['echarts/lib/coord/axisAlignTicks.js', 'export const scaleCalcAlign = () => {}'],
  // Patterns over colours, options of ECharts 2, its dark theme, its words, its own sign of loading, transformed data sets.
  ['echarts/lib/visual/decal.js', 'export const decalVisualStageHandler = { overallReset() {} }'],
  ['echarts/lib/preprocessor/backwardCompat.js', 'export default () => {}'],
  ['echarts/lib/theme/dark.js', 'export default {}'],
  ['echarts/lib/i18n/langEN.js', 'export default {}'],
  ['echarts/lib/i18n/langZH.js', 'export default {}'],
  ['echarts/lib/loading/default.js', 'export default () => {}'],
  [
    'echarts/lib/data/helper/transform.js',
    'export const registerExternalTransform = () => {}; export const applyDataTransform = () => []',
  ],
  // Maps out of SVG files, and shapes out of paths in words.
  ['echarts/lib/coord/geo/GeoSVGResource.js', 'export class GeoSVGResource {}'],
  [
    'zrender/lib/tool/parseSVG.js',
    'export const makeViewBoxTransform = () => {}; export const parseSVG = () => {}',
  ],
  [
    'zrender/lib/tool/path.js',
    ['createFromString', 'extendFromString', 'mergePath', 'clonePath']
      .map((name) => `export const ${name} = () => {}`)
      .join('\n'),
  ],
  // Round bars, and words on them.
  [
    'echarts/lib/label/sectorLabel.js',
    'export const createSectorCalculateTextPosition = () => {}; export const setSectorTextRotation = () => {}',
  ],
  ['echarts/lib/util/shape/sausage.js', 'export default class {}'],
  ['zrender/lib/graphic/helper/roundSector.js', 'export const buildPath = () => {}'],
  // ECharts' own words in tooltips; ours are `src/charts/hover-tip.ts`.
  [
    'echarts/lib/component/tooltip/seriesFormatTooltip.js',
    'export const defaultSeriesFormatTooltip = () => {}',
  ],
  // Engines now sort stably by themselves.
  ['zrender/lib/core/timsort.js', 'export default (array, compare) => array.sort(compare)'],
]

/** Leaves those parts out. */
export const trimECharts = (): Plugin => ({
  name: 'trim-echarts',
  enforce: 'pre',
  load: (id) => UNUSED.find(([module]) => id.endsWith(`node_modules/${module}`))?.[1],
})
