import { defineConfig } from "vitest/config"
import { serviceWorker } from "./vite-plugin-worker.ts"

export default defineConfig({
  plugins: [serviceWorker("src/sw/sw.ts")],
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    target: ["chrome109", "firefox115", "safari16.4"],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: { proxy: { "/api": process.env.BACKSTORY_URL ?? "http://127.0.0.1:8000" } },
  test: { environment: "happy-dom", setupFiles: ["tests/setup.ts"], include: ["tests/**/*.test.{ts,tsx}"] },
})
