import { createApp } from 'vue';
import DeskApp from './desk-app.vue';
import { localeTag } from './i18n/i18n.ts';
import { router } from './router.ts';
import './state/settings.ts';
import './styles/tokens.css';
import './styles/base.css';
import './styles/parts.css';

document.documentElement.lang = localeTag();
createApp(DeskApp).use(router).mount('#app');
