import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import type { Plugin } from "vite";

const page = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** `/download`, `/handset` and `/mailbox` without a slash, as the local stack serves them. */
function pageAddresses(): Plugin {
  return {
    name: "page-addresses",
    configureServer(server) {
      server.middlewares.use((request, _response, next) => {
        request.url = request.url?.replace(/^\/(download|handset|mailbox)(?=$|\?)/, "/$1/");
        next();
      });
    },
  };
}

const backend = process.env.MEMBERLINE_URL ?? "http://localhost:3000";
const proxied = ["/console.json", "/v1", "/dev/", "/carrier/", "/downloads/", "/openapi.json"];

export default defineConfig({
  plugins: [pageAddresses()],
  build: {
    target: ["chrome123", "firefox121", "safari17.5"],
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: {
        console: page("index.html"),
        member: page("download/index.html"),
        handset: page("handset/index.html"),
        mailbox: page("mailbox/index.html"),
      },
    },
  },
  server: {
    port: 5173,
    proxy: Object.fromEntries(proxied.map((path) => [path, { target: backend }])),
  },
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.{ts,tsx}", "bundles.test.ts", "accessibility.test.tsx"],
    // A browser of its own for each file takes longer than all of the tests.
    isolate: false,
    setupFiles: ["vitest.setup.ts"],
    env: { TZ: "UTC" },
  },
});
