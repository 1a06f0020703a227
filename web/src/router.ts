import { createRouter, createWebHistory } from 'vue-router'
import type { IconName } from './components/icons.ts'

/** Pages for leaders, in the order they are gone through. */
export const PAGES = ['overview', 'on-time', 'identity', 'rollout', 'scores', 'province'] as const
/** Pages for work: one word of the navigation holds them. */
export const TOOLS = ['alerts', 'explore', 'sql', 'data', 'reports'] as const
export type PageName = (typeof PAGES)[number] | (typeof TOOLS)[number]
export const ICON: Record<PageName, IconName> = {
  overview: 'overview',
  'on-time': 'clock',
  identity: 'identity',
  rollout: 'rollout',
  scores: 'scores',
  province: 'place',
  alerts: 'bell',
  explore: 'explore',
  sql: 'code',
  data: 'table',
  reports: 'mail',
}

/**
 * Pages load when they are gone to; `plain` ones have no period in their address, `bare` ones nothing around them, and one with a
 * `role` is offered to it alone. A change of the query keeps the place on the page.
 */
export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/', name: 'overview', component: () => import('./pages/overview/OverviewPage.vue') },
    { path: '/on-time', name: 'on-time', component: () => import('./pages/on-time/OnTimePage.vue') },
    { path: '/identity', name: 'identity', component: () => import('./pages/identity/IdentityPage.vue') },
    { path: '/rollout', name: 'rollout', component: () => import('./pages/rollout/RolloutPage.vue') },
    { path: '/scores', name: 'scores', component: () => import('./pages/scores/ScoresPage.vue') },
    { path: '/explore', name: 'explore', component: () => import('./pages/explore/ExplorePage.vue') },
    {
      path: '/province',
      name: 'province',
      component: () => import('./pages/province/ProvincePage.vue'),
    },
    {
      path: '/data',
      name: 'data',
      meta: { plain: true },
      component: () => import('./pages/data/DataPage.vue'),
    },
    {
      path: '/wall',
      name: 'wall',
      meta: { plain: true, bare: true },
      component: () => import('./pages/wall/WallPage.vue'),
    },
    {
      path: '/sql',
      name: 'sql',
      meta: { plain: true },
      component: () => import('./pages/sql/SqlPage.vue'),
    },
    {
      path: '/alerts',
      name: 'alerts',
      meta: { plain: true },
      component: () => import('./pages/alerts/AlertsPage.vue'),
    },
    {
      path: '/reports',
      name: 'reports',
      meta: { plain: true },
      component: () => import('./pages/reports/ReportsPage.vue'),
    },
    {
      path: '/reports/edit/:id?',
      name: 'report-edit',
      meta: { plain: true, role: 'administrator' },
      component: () => import('./pages/reports/edit/EditPage.vue'),
    },
    {
      path: '/views',
      name: 'views',
      meta: { plain: true },
      component: () => import('./pages/views/ViewsPage.vue'),
    },
    {
      path: '/v/:id',
      name: 'view',
      meta: { plain: true },
      component: () => import('./pages/views/OpenViewPage.vue'),
    },
    {
      path: '/unsubscribe/:id',
      name: 'unsubscribe',
      meta: { plain: true },
      component: () => import('./pages/views/UnsubscribePage.vue'),
    },
    {
      path: '/admin',
      name: 'admin',
      meta: { plain: true, role: 'administrator' },
      component: () => import('./pages/admin/AdminPage.vue'),
    },
    {
      path: '/design',
      name: 'design',
      meta: { plain: true, role: 'administrator' },
      component: () => import('./pages/design/DesignPage.vue'),
    },
    {
      path: '/account',
      name: 'account',
      meta: { plain: true },
      component: () => import('./pages/account/AccountPage.vue'),
    },
    { path: '/:rest(.*)*', redirect: '/' },
  ],
  scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? false : { top: 0 }),
})
