import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import LongFirst from "./scripts/test/long-first.ts";

const path = (file: string) => fileURLToPath(new URL(file, import.meta.url));
// A deep run that is resumed leaves out the files that have passed (scripts/test/runners.ts).
const passed = process.env.TEST_LEFT_OUT?.split("\n") ?? [];
const exclude = ["**/node_modules/**", "**/.next/**", "**/.data/**", ...passed];

// The summary names each test that passed only on a further try.
const DATABASE_RETRIES = 1;

export default defineConfig({
  resolve: {
    alias: [
      { find: /^@\//, replacement: `${path("./src")}/` },
      // The package itself throws outside a React server.
      { find: /^server-only$/, replacement: path("./src/test/server-only.ts") },
      // This project's compiler is no library; client generators need one that is.
      { find: /^typescript$/, replacement: path("./src/test/client/typescript.ts") },
    ],
  },
  test: {
    server: { deps: { inline: ["openapi-typescript"] } },
    // The build machines have two cores.
    maxWorkers: 2,
    // Threads of one process share V8's registry of WASM code, which sometimes crashes them all (nodejs/node#64500).
    pool: "forks",
    // The setup files clean up after each file; reloading the libraries took a third of the time.
    isolate: false,
    // A busy machine is slow; the limits only separate a hanging test from a failing one. One that waits for a
    // condition fails first, with what it saw instead.
    testTimeout: 300_000,
    hookTimeout: 600_000,
    expect: { poll: { timeout: 60_000, interval: 20 } },
    sequence: { sequencer: LongFirst },
    // A file says `// @module-tag once` where an error that shows only sometimes is still an error.
    tags: [{ name: "once", description: "Tenancy, rights, plans, billing, races: never tried again.", retry: 0 }],
    restoreMocks: true,
    unstubEnvs: true,
    unstubGlobals: true,
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["{src,scripts,prisma,bench,drills}/**/*.test.{ts,tsx}"],
          exclude: [...exclude, "**/*.db.test.*", "**/*.copy.test.*", "**/*.deep.test.*", "src/local/**"],
          setupFiles: ["src/test/unit-setup.ts"],
        },
      },
      {
        extends: true,
        // The stand-ins change seldom, and most other tests call them: `npm run test:deep` tests them by themselves.
        test: {
          name: "local",
          include: ["src/local/**/*.test.ts"],
          exclude: [...exclude, "**/*.db.test.*", "**/*.deep.test.*"],
          setupFiles: ["src/test/unit-setup.ts"],
        },
      },
      {
        extends: true,
        // Large by their nature: real processes, big files, many cases. `npm run test:deep` runs them.
        test: {
          name: "deep",
          include: ["{src,scripts,prisma,bench,drills}/**/*.deep.test.{ts,tsx}"],
          exclude,
          provide: { rounds: "full" },
          setupFiles: ["src/test/unit-setup.ts"],
        },
      },
      {
        extends: true,
        // Tests that change the tree run on a copy of it; programs there take long.
        test: {
          name: "copy",
          include: ["scripts/**/*.copy.test.ts"],
          exclude,
          testTimeout: 900_000,
        },
      },
      {
        extends: true,
        test: {
          name: "db",
          include: ["{src,scripts,prisma,bench}/**/*.db.test.{ts,tsx}"],
          exclude: [...exclude, "**/*.deep.db.test.*"],
          retry: DATABASE_RETRIES,
          globalSetup: ["src/test/global-setup.ts"],
          setupFiles: ["src/test/setup.ts"],
        },
      },
      {
        extends: true,
        test: {
          name: "deep-db",
          include: ["{src,scripts,prisma,bench}/**/*.deep.db.test.{ts,tsx}"],
          exclude,
          retry: DATABASE_RETRIES,
          provide: { rounds: "full" },
          globalSetup: ["src/test/global-setup.ts"],
          setupFiles: ["src/test/setup.ts"],
        },
      },
    ],
  },
});
