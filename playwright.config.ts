import { defineConfig } from "@playwright/test";
import { findBrowser } from "./scripts/browser";
import { freePort } from "./src/local/ports";

// Workers read this file again, and must get the same browser and address.
const { executablePath, args, env } = await findBrowser();
process.env.E2E_PORT ??= String(await freePort());
const baseURL = `http://localhost:${process.env.E2E_PORT}`;

// All pages of a worker come from one server, so they may share a process: it compiles the app once, not for each
// page.
const ONE_RENDERER = ["--disable-site-isolation-trials", "--renderer-process-limit=1"];
// No test page lives long enough to profit from V8's optimising compilers: they took an eighth of the stage.
const NO_OPTIMISERS = "--js-flags=--no-turbofan --no-maglev";

export default defineConfig({
  testDir: "e2e",
  tsconfig: "e2e/tsconfig.json",
  globalSetup: "./e2e/server.ts",
  outputDir: "test-results",
  // The build machines have two cores.
  workers: 2,
  fullyParallel: true,
  // The summary names each test that passed only on a further try; some files allow none (`retries: 0` in them).
  retries: 2,
  forbidOnly: Boolean(process.env.CI),
  // Far longer than any step takes: a busy machine is slow, and only a step that never ends is wrong.
  timeout: 300_000,
  expect: { timeout: 60_000 },
  reporter: "list",
  use: {
    baseURL,
    launchOptions: {
      executablePath,
      args: [...args, ...ONE_RENDERER, NO_OPTIMISERS],
      env: { ...definedEnv(), ...env },
    },
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    contextOptions: { reducedMotion: "reduce" },
    // Tracing takes a fifth of the time; `npx playwright test --trace retain-on-failure` records.
    trace: "off",
    screenshot: "only-on-failure",
  },
});

function definedEnv(): Record<string, string> {
  const defined = Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
  return Object.fromEntries(defined);
}
