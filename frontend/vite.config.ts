import type { Plugin } from "vite"
import { defineConfig } from "vitest/config"
import { compressed } from "./vite-plugin-compress.ts"
import { serviceWorker } from "./vite-plugin-worker.ts"

/** What every screen needs, as one file: on a slow line each further file waits for its turn. */
const BASE =
  /node_modules\/(preact|@preact|preact-iso|idb|openapi-fetch|uuid)\/|\/src\/(main|app|data|today)[/.]|\/src\/ui\/[A-Za-z]\w+\.tsx$/

/** The shell can be painted once its styles are here, so they are asked for first. */
const stylesFirst: Plugin = {
  name: "backstory-styles-first",
  transformIndexHtml: {
    order: "post",
    handler(html) {
      const styles = html.match(/ *<link rel="stylesheet"[^>]*>\n/)?.[0] ?? ""
      return html.replace(styles, "").replace(/ *<script type="module"/, found => styles + found)
    },
  },
}

export default defineConfig({
  plugins: [stylesFirst, serviceWorker("src/sw/sw.ts"), compressed()],
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    target: ["chrome109", "firefox115", "safari16.4"],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: "base", test: BASE }] } } },
  },
  server: { proxy: { "/api": process.env.BACKSTORY_URL ?? "http://127.0.0.1:8000" } },
  test: { environment: "happy-dom", setupFiles: ["tests/setup.ts"], include: ["tests/**/*.test.{ts,tsx}"] },
})
