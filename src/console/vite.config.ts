import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  base: '/desk/',
  plugins: [vue()],
  build: { outDir: '../../dist/desk-page', emptyOutDir: true, assetsInlineLimit: 0 },
});
