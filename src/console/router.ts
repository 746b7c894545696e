import { createRouter, createWebHistory } from 'vue-router';
import { onSignedOut } from './api.ts';
import AuditPage from './pages/audit-page.vue';
import CannedPage from './pages/canned-page.vue';
import CasesPage from './pages/cases-page.vue';
import CustomerDataPage from './pages/customer-data-page.vue';
import DeadLettersPage from './pages/dead-letters-page.vue';
import IncidentsPage from './pages/incidents-page.vue';
import EntryPage from './pages/entry-page.vue';
import KnowledgePage from './pages/knowledge-page.vue';
import ReportsPage from './pages/reports-page.vue';
import WatchPage from './pages/watch-page.vue';
import SetUpPage from './pages/set-up-page.vue';
import SignInPage from './pages/sign-in-page.vue';
import StaffPage from './pages/staff-page.vue';
import WorkbenchPage from './pages/workbench-page.vue';
import { administers, audits, leads, loadMe, me, readsCases, readsFigures } from './state/me.ts';

declare module 'vue-router' {
  interface RouteMeta {
    /** shown without having signed in */
    readonly open?: boolean;
  }
}

export const router = createRouter({
  history: createWebHistory('/desk/'),
  routes: [
    { path: '/sign-in', component: SignInPage, meta: { open: true } },
    { path: '/setup', component: SetUpPage, meta: { open: true } },
    { path: '/audit', component: AuditPage },
    { path: '/canned', component: CannedPage },
    { path: '/cases', component: CasesPage },
    { path: '/customer-data', component: CustomerDataPage },
    { path: '/dead-letters', component: DeadLettersPage },
    { path: '/incidents', component: IncidentsPage },
    { path: '/knowledge', component: KnowledgePage },
    { path: '/knowledge/:id', component: EntryPage },
    { path: '/reports', component: ReportsPage },
    { path: '/staff', component: StaffPage },
    { path: '/watch', component: WatchPage },
    { path: '/:tickets(tickets)?/:number(K\\d+-\\d+)?', component: WorkbenchPage },
    { path: '/:elsewhere(.*)*', redirect: '/' },
  ],
});

/** who may open what; the API asks again */
const mayOpen: Readonly<Record<string, { readonly value: boolean }>> = {
  '/staff': administers,
  '/audit': audits,
  '/cases': readsCases,
  '/watch': readsCases,
  '/customer-data': administers,
  '/dead-letters': leads,
  '/reports': readsFigures,
};

router.beforeEach(async (to) => {
  if (to.meta.open) return true;
  if (me.value === undefined) await loadMe();
  if (!me.value) return '/sign-in';
  const isClosed = mayOpen[to.path]?.value === false;
  return isClosed ? '/' : true;
});

onSignedOut(() => {
  const wasSignedIn = me.value !== null && me.value !== undefined;
  me.value = null;
  if (wasSignedIn) void router.push('/sign-in?ended');
});
