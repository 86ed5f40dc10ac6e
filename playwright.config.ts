import { defineConfig } from "@playwright/test";
import { findBrowser } from "./scripts/browser";
import { freePort } from "./src/local/ports";

// Workers read this file again, and must come to the same browser and the same address.
const { executablePath, args, env } = await findBrowser();
process.env.E2E_PORT ??= String(await freePort());
const baseURL = `http://localhost:${process.env.E2E_PORT}`;

export default defineConfig({
  testDir: "e2e",
  tsconfig: "e2e/tsconfig.json",
  globalSetup: "./e2e/server.ts",
  outputDir: "test-results",
  workers: 2,
  fullyParallel: true,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: "list",
  use: {
    baseURL,
    launchOptions: { executablePath, args, env: { ...definedEnv(), ...env } },
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    contextOptions: { reducedMotion: "reduce" },
    // A window of its own costs more than most tests do in it. Each test has its own firm and people, and between two
    // tests cookies, stores, cache, routes and emulation are cleared.
    reuseContext: true,
    // A fifth of the time; `npx playwright test --trace retain-on-failure` records.
    trace: "off",
    screenshot: "only-on-failure",
  },
  projects: [
    // A test that is about the phone says `{ tag: "@phone" }`; one that must hold on both, `{ tag: "@everywhere" }`.
    { name: "desktop", grepInvert: /@phone/, use: { viewport: { width: 1440, height: 900 } } },
    {
      name: "phone",
      grep: /@phone|@everywhere/,
      use: { viewport: { width: 375, height: 812 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 },
    },
  ],
});

function definedEnv(): Record<string, string> {
  const defined = Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
  return Object.fromEntries(defined);
}
