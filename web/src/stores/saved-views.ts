import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { useRoute } from 'vue-router'
import { createViews } from '../api/views.ts'
import type { OpenedView, SavedPage, SavedView } from '../api/views.ts'
import { useBase } from './base.ts'

/** Pages whose address holds all they show. */
const SAVED = ['overview', 'on-time', 'identity', 'rollout', 'scores', 'province', 'explore', 'sql', 'data']

/** Views the account may open, and the one that the page before the reader came from. */
export const useSavedViews = defineStore('saved-views', () => {
  const base = useBase()
  const route = useRoute()
  const api = createViews(base.client)
  /** Null until they are known. */
  const all = shallowRef<SavedView[] | null>(null)
  const opened = ref<{ id: string; path: string } | null>(null)
  /** Set by a page of which the address alone does not tell what it shows. */
  const describe = shallowRef<(() => SavedPage) | null>(null)

  const load = async (): Promise<void> => {
    all.value = await api.list()
  }
  const mine = computed(() => all.value?.filter((view) => view.mine) ?? [])
  const others = computed(() => all.value?.filter((view) => !view.mine) ?? [])
  /** The view the page was opened from, as long as the reader stays on it. */
  const current = computed(() =>
    opened.value?.path === route.path ? (all.value?.find(({ id }) => id === opened.value?.id) ?? null) : null,
  )
  const canSave = computed(() => SAVED.includes(String(route.name)) && !base.session?.seen_by)
  const here = (): SavedPage =>
    describe.value?.() ?? { address: route.fullPath.replace(/#.*$/, ''), sql: null }
  const remember = ({ id, address }: Pick<OpenedView, 'id' | 'address'>): void => {
    opened.value = { id, path: address.replace(/[?#].*$/, '') }
  }
  return { api, all, mine, others, current, canSave, describe, load, here, remember }
})
