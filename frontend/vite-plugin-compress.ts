import { readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { brotliCompressSync, gzipSync } from "node:zlib"
import type { Plugin } from "vite"

const WORTH_IT = /\.(html|js|css|svg|webmanifest)$/

/** Writes a .br and a .gz beside each text file, which the server sends to whoever takes them: a phone waits for bytes. */
export function compressed(): Plugin {
  let out = ""
  return {
    name: "backstory-compressed",
    apply: "build",
    enforce: "post",
    configResolved(config) {
      out = join(config.root, config.build.outDir)
    },
    closeBundle: {
      order: "post",
      sequential: true,
      handler() {
        for (const file of readdirSync(out, { recursive: true, withFileTypes: true })) {
          if (!file.isFile() || !WORTH_IT.test(file.name)) continue
          const path = join(file.parentPath, file.name)
          const bytes = readFileSync(path)
          writeFileSync(`${path}.br`, brotliCompressSync(bytes))
          writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }))
        }
      },
    },
  }
}
