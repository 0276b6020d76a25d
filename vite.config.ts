import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Server that answers the API while the console is developed with hot reload. */
const server = process.env.CONSOLE_SERVER ?? `http://127.0.0.1:${process.env.PORT || '8800'}`;

const isSignInLink = (url = '') => url.startsWith('/console/sign-in/');

export default defineConfig({
  // Relative, because the console is served under any BASE_PATH; the server writes <base href>.
  base: './',
  plugins: [react()],
  build: {
    outDir: 'dist/console',
    emptyOutDir: true,
    target: 'es2022',
    // The content security policy knows no inline script, and data: addresses would be a second origin to allow.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1200,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            {
              name: 'framework',
              test: /node_modules\/(react|react-dom|scheduler|react-router|@tanstack\/(react-query|query-core)|i18next|react-i18next|openapi-fetch)\//,
              priority: 20,
            },
            { name: 'editor', test: /node_modules\/(@codemirror|@lezer|style-mod|w3c-keyname|crelt)\//, priority: 15 },
            { name: 'flow', test: /node_modules\/(@xyflow|d3-|zustand|classcat)/, priority: 15 },
          ],
        },
      },
    },
  },
  server: {
    proxy: {
      '^/(api|console|v1|v3|healthz|readyz|metrics)(/|$)': {
        target: server,
        changeOrigin: true,
        // Opening a one-time link shows the console; only its POST is for the server.
        bypass: (request) => (request.method === 'GET' && isSignInLink(request.url) ? '/index.html' : undefined),
      },
    },
  },
});
