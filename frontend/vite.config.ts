import type { Plugin } from "vite"
import { defineConfig } from "vitest/config"
import { compressed } from "./vite-plugin-compress.ts"
import { serviceWorker } from "./vite-plugin-worker.ts"

/** What every screen needs, as one file: on a slow line each further file waits for its turn. */
const BASE =
  /node_modules\/(preact|@preact|preact-iso|idb|openapi-fetch|uuid)\/|\/src\/(main|app|data|today)[/.]|\/src\/ui\/[A-Za-z]\w+\.tsx$/

/** How entries and reasons are called: read by most screens, of both sides. */
const WORDS = /\/src\/(kinds\/(index|words|\w+\/(meta|Row|words|peg))|reminders\/reasons|patient\/weekdays)\.tsx?$/

/** The shell carries its styles: a second request for them would double the time to the first words on a slow line.
 * The server allows just these, by their hash. */
const stylesInShell: Plugin = {
  name: "backstory-styles-in-shell",
  apply: "build",
  transformIndexHtml: {
    order: "post",
    handler(html, { bundle }) {
      return html.replace(/ *<link rel="stylesheet"[^>]*href="\/([^"]+)"[^>]*>\n/g, (_link, file: string) => {
        const asset = bundle?.[file]
        if (asset?.type !== "asset") throw new Error(`no styles in ${file}`)
        return `    <style>${asset.source}</style>\n`
      })
    },
  },
}

export default defineConfig({
  plugins: [stylesInShell, serviceWorker("src/sw/sw.ts"), compressed()],
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    target: ["chrome109", "firefox115", "safari16.4"],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: "base", test: BASE },
            { name: "words", test: WORDS },
            { name: "forms", test: /\/src\/(ui\/form|log)\// },
            { name: "at-open", test: /\/src\/reminders\/(at-open|push|follow-zone)\.ts$/ },
            { name: "reminders", test: /\/src\/reminders\// },
            { name: "more", test: /\/src\/more\// },
          ],
        },
      },
    },
  },
  server: { proxy: { "/api": process.env.BACKSTORY_URL ?? "http://127.0.0.1:8000" } },
  test: { environment: "happy-dom", setupFiles: ["tests/setup.ts"], include: ["tests/**/*.test.{ts,tsx}"] },
})
