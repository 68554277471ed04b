import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import type { Plugin } from "vite";

const page = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Where documents' thumbnails come from: S3, and a local stack's. */
const documents = ["https://*.amazonaws.com", "http://localhost:*", "http://127.0.0.1:*"];

/** Everything from this origin only, thumbnails apart; the mailbox also shows mails, which style themselves inline. */
function contentSecurityPolicy(): Plugin {
  return {
    name: "content-security-policy",
    apply: "build",
    transformIndexHtml(_html, { path }) {
      const styles = path.startsWith("/mailbox") ? "'self' 'unsafe-inline'" : "'self'";
      const content = [
        "default-src 'self'",
        `style-src ${styles}`,
        `img-src 'self' data: blob: ${documents.join(" ")}`,
        // The issuer is not known when pages are built: the server's own header names it.
        "connect-src 'self' https: http://localhost:* http://127.0.0.1:*",
        "base-uri 'none'",
        "form-action 'none'",
        "object-src 'none'",
      ].join("; ");
      return [{ tag: "meta", attrs: { "http-equiv": "Content-Security-Policy", content }, injectTo: "head-prepend" }];
    },
  };
}

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
  plugins: [contentSecurityPolicy(), pageAddresses()],
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
