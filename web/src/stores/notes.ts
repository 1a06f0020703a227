import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { createNotes } from '../api/notes.ts'
import type { Notes } from '../api/notes.ts'
import { useBase } from './base.ts'

/** Dated notes on charts. They are asked for when the first chart that shows some is there; charts do without them. */
export const useNotes = defineStore('notes', () => {
  const base = useBase()
  const api = createNotes(base.client)
  const answer = shallowRef<Notes | null>(null)
  let asked = false
  const load = async (): Promise<void> => {
    answer.value = await api.list()
  }
  const want = (): void => {
    if (asked) return
    asked = true
    load().catch(() => (asked = false))
  }
  const all = computed(() => answer.value?.notes ?? [])
  /** Provinces the account may write of, by code; `country`: of the whole country too. */
  const mayWrite = computed(() => {
    const { country = false, provinces = [] } = answer.value?.may_write ?? {}
    const list = base.reference?.provinces34 ?? []
    const reading = base.session?.seen_by != null
    return {
      country: country && !reading,
      provinces: list.filter(({ code }) => !reading && (provinces === 'all' || provinces.includes(code))),
    }
  })
  const writes = computed(() => mayWrite.value.country || mayWrite.value.provinces.length > 0)
  return { api, all, mayWrite, writes, load, want }
})
