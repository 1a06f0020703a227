/** Both eras as GeoJSON from the one topology, with the frames of the two archipelagos as silent shapes under them. */
import { feature } from 'topojson-client'
import type { FeatureCollection, Geometry } from 'geojson'
import type { EraTopology } from '../../geometry/build.ts'
import type { Units } from '../view/address.ts'

/** Names of the frames among the map's regions; they carry no province. */
export const FRAMES = ['frame-hoang-sa', 'frame-truong-sa'] as const
type FrameName = (typeof FRAMES)[number]
const BOUNDS: Record<FrameName, [west: number, south: number, east: number, north: number]> = {
  'frame-hoang-sa': [110.75, 15.35, 113.15, 17.5],
  'frame-truong-sa': [111.35, 7.45, 116.3, 11.85],
}

interface Shape {
  type: 'Feature'
  properties: { name: string; cp?: [number, number] }
  geometry: unknown
}

const frame = (name: FrameName): Shape => {
  const [w, s, e, n] = BOUNDS[name]
  const ring = [
    [w, s],
    [e, s],
    [e, n],
    [w, n],
    [w, s],
  ]
  return {
    type: 'Feature',
    // The caption is centred on the frame's upper edge.
    properties: { name, cp: [(w + e) / 2, n] },
    geometry: { type: 'Polygon', coordinates: [ring] },
  }
}

/** The map of one era. Regions are named by province code; the name people read comes with the data. */
export const mapOf = (
  topology: EraTopology,
  units: Units,
): { type: 'FeatureCollection'; features: Shape[] } => {
  const object = units === '63' ? topology.objects.units63 : topology.objects.units34
  const shapes = (
    feature(topology, object) as unknown as FeatureCollection<Geometry, { code: string }>
  ).features.map((shape): Shape => ({
    type: 'Feature',
    properties: { name: shape.properties.code },
    geometry: shape.geometry,
  }))
  return { type: 'FeatureCollection', features: [...FRAMES.map(frame), ...shapes] }
}
