import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const path = (file: string) => fileURLToPath(new URL(file, import.meta.url));
const exclude = ["**/node_modules/**", "**/.next/**", "**/.data/**"];

export default defineConfig({
  resolve: {
    alias: [
      { find: /^@\//, replacement: `${path("./src")}/` },
      // The package itself throws outside a React server.
      { find: /^server-only$/, replacement: path("./src/test/server-only.ts") },
      // The compiler of this project is no library; a generator of clients is written against one that is.
      { find: /^typescript$/, replacement: path("./src/test/client/typescript.ts") },
    ],
  },
  test: {
    server: { deps: { inline: ["openapi-typescript"] } },
    // Two cores are what there is.
    maxWorkers: 2,
    // Threads of one process share V8's book of WASM code, which now and then ends them all (nodejs/node#64500).
    pool: "forks",
    // The setup files forget what is ours after each file; to load the libraries anew took a third of the time.
    isolate: false,
    // A loaded machine is slow; what hangs is still told apart from what fails.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    restoreMocks: true,
    unstubEnvs: true,
    unstubGlobals: true,
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["{src,scripts,prisma,bench,drills}/**/*.test.{ts,tsx}"],
          exclude: [...exclude, "**/*.db.test.*", "**/*.copy.test.*"],
          setupFiles: ["src/test/unit-setup.ts"],
        },
      },
      {
        extends: true,
        // What changes the tree is tried on a copy of it; programs that run there take long.
        test: {
          name: "copy",
          include: ["scripts/**/*.copy.test.ts"],
          exclude,
          testTimeout: 180_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: "db",
          include: ["{src,scripts,prisma,bench}/**/*.db.test.{ts,tsx}"],
          exclude,
          globalSetup: ["src/test/global-setup.ts"],
          setupFiles: ["src/test/setup.ts"],
        },
      },
    ],
  },
});
