import { createHash } from "node:crypto"
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { build, type Plugin } from "vite"

/** Builds the service worker after the app, with the list of files that make the app work offline. */
export function serviceWorker(entry: string): Plugin {
  let out = ""
  return {
    name: "backstory-service-worker",
    apply: "build",
    configResolved(config) {
      out = join(config.root, config.build.outDir)
    },
    async closeBundle() {
      const files = readdirSync(out, { recursive: true, withFileTypes: true })
        .filter(file => file.isFile() && !/^sw\.js|\.(br|gz)$/.test(file.name))
        .map(file => join(file.parentPath, file.name))
        .sort()
      const hash = createHash("sha256")
      for (const file of files) hash.update(file.slice(out.length)).update(readFileSync(file))
      const urls = files.map(file => file.slice(out.length)).map(url => (url === "/index.html" ? "/" : url))
      await build({
        configFile: false,
        publicDir: false,
        logLevel: "warn",
        define: { __PRECACHE__: JSON.stringify(urls), __VERSION__: JSON.stringify(hash.digest("hex").slice(0, 12)) },
        build: {
          outDir: out,
          emptyOutDir: false,
          lib: { entry, name: "worker", formats: ["iife"], fileName: () => "sw.js" },
        },
      })
    },
  }
}
