import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import address from 'virtual:communes'
import { textOf } from '../api/cube.ts'
import { addMonths } from '../view/day.ts'
import { useBase } from './base.ts'

type Names = ReadonlyMap<string, string>

/** Names of procedures and communes by their codes, fetched when they are first wanted; a code stands for itself until then. */
export const useNames = defineStore('names', () => {
  const base = useBase()
  const procedures = shallowRef<Names>(new Map())
  const communes = shallowRef<Names>(new Map())

  let asked: string | null = null
  /** Procedures of the dossiers of the last twelve months, the most asked for first. */
  const wantProcedures = async (): Promise<void> => {
    const to = base.asOf('dossiers')
    const { edition } = base
    if (to === null || edition === null || asked === edition) return
    asked = edition
    const [code, name] = ['dossiers.procedure', 'dossiers.procedure_name']
    try {
      const rows = await base.client.load(
        {
          measures: ['dossiers.received'],
          dimensions: [code, name],
          timeDimensions: [{ dimension: 'dossiers.date', dateRange: [addMonths(to, -12), to] }],
          order: { 'dossiers.received': 'desc' },
          limit: 5000,
        },
        edition,
      )
      procedures.value = new Map(
        rows.map((row) => [textOf(row, code), textOf(row, name) || textOf(row, code)]),
      )
    } catch {
      asked = null
    }
  }
  let fetching: Promise<void> | null = null
  const wantCommunes = (): Promise<void> =>
    (fetching ??= fetch(address)
      .then((response) => response.json() as Promise<Record<string, string>>)
      .then((names) => {
        communes.value = new Map(Object.entries(names))
      })
      .catch(() => {
        fetching = null
      }))
  return { procedures, communes, wantProcedures, wantCommunes }
})
