import { dossiers } from './dossiers.ts'
import { identity, population } from './identity.ts'
import { indicators, procedures, published, scores766, tasks } from './rollout.ts'
import type { Dataset } from './types.ts'

/** Every dataset the warehouse takes, in the order they are loaded from one folder. */
export const DATASETS: readonly Dataset[] = [
  procedures,
  population,
  published,
  identity,
  indicators,
  tasks,
  scores766,
  dossiers,
]

export const datasetNamed = (name: string): Dataset | undefined =>
  DATASETS.find((dataset) => dataset.name === name)
