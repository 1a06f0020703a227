import { createRouter, createWebHistory } from 'vue-router'
import type { IconName } from './components/icons.ts'
import { withWords } from './i18n/words.ts'

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
 * Pages load when they are gone to, with the files of words they name; `plain` ones have no period in their address, `bare`
 * ones nothing around them, and one with a `role` is offered to it alone. A change of the query keeps the place on the page.
 */
export const router = createRouter({
  history: createWebHistory(),
  routes: [
    {
      path: '/',
      name: 'overview',
      component: withWords(() => import('./pages/overview/OverviewPage.vue'), 'overview', 'attention'),
    },
    {
      path: '/on-time',
      name: 'on-time',
      component: withWords(() => import('./pages/on-time/OnTimePage.vue'), 'on-time', 'drill'),
    },
    {
      path: '/identity',
      name: 'identity',
      component: withWords(() => import('./pages/identity/IdentityPage.vue'), 'identity', 'rollout'),
    },
    {
      path: '/rollout',
      name: 'rollout',
      component: withWords(() => import('./pages/rollout/RolloutPage.vue'), 'rollout'),
    },
    {
      path: '/scores',
      name: 'scores',
      component: withWords(() => import('./pages/scores/ScoresPage.vue'), 'scores'),
    },
    {
      path: '/explore',
      name: 'explore',
      component: withWords(() => import('./pages/explore/ExplorePage.vue'), 'explore'),
    },
    {
      path: '/province',
      name: 'province',
      component: withWords(
        () => import('./pages/province/ProvincePage.vue'),
        'province',
        'overview',
        'on-time',
      ),
    },
    {
      path: '/data',
      name: 'data',
      meta: { plain: true },
      component: withWords(() => import('./pages/data/DataPage.vue'), 'data'),
    },
    {
      path: '/wall',
      name: 'wall',
      meta: { plain: true, bare: true },
      component: withWords(() => import('./pages/wall/WallPage.vue'), 'wall', 'overview', 'attention'),
    },
    {
      path: '/sql',
      name: 'sql',
      meta: { plain: true },
      component: withWords(() => import('./pages/sql/SqlPage.vue'), 'sql'),
    },
    {
      path: '/alerts',
      name: 'alerts',
      meta: { plain: true },
      component: withWords(() => import('./pages/alerts/AlertsPage.vue'), 'alerts'),
    },
    {
      path: '/reports',
      name: 'reports',
      meta: { plain: true },
      component: withWords(() => import('./pages/reports/ReportsPage.vue'), 'reports', 'views'),
    },
    {
      path: '/reports/edit/:id?',
      name: 'report-edit',
      meta: { plain: true, role: 'administrator' },
      component: withWords(() => import('./pages/reports/edit/EditPage.vue'), 'reports'),
    },
    {
      path: '/views',
      name: 'views',
      meta: { plain: true },
      component: withWords(() => import('./pages/views/ViewsPage.vue'), 'views'),
    },
    {
      path: '/v/:id',
      name: 'view',
      meta: { plain: true },
      component: withWords(() => import('./pages/views/OpenViewPage.vue'), 'views'),
    },
    {
      path: '/unsubscribe/:id',
      name: 'unsubscribe',
      meta: { plain: true },
      component: withWords(() => import('./pages/views/UnsubscribePage.vue'), 'views'),
    },
    {
      path: '/admin',
      name: 'admin',
      meta: { plain: true, role: 'administrator' },
      component: withWords(() => import('./pages/admin/AdminPage.vue'), 'admin'),
    },
    {
      path: '/design',
      name: 'design',
      meta: { plain: true, role: 'administrator' },
      component: withWords(() => import('./pages/design/DesignPage.vue'), 'views'),
    },
    {
      path: '/account',
      name: 'account',
      meta: { plain: true },
      component: withWords(() => import('./pages/account/AccountPage.vue'), 'admin'),
    },
    { path: '/:rest(.*)*', redirect: '/' },
  ],
  scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? false : { top: 0 }),
})
