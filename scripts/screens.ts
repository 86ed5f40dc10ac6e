import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Browser, type BrowserContext, chromium, type Page } from "@playwright/test";
import { dataDir, readDotEnv } from "@/local/settings";
import { findBrowser } from "./browser";
import { type Demo, runningDemo } from "./screens/demo";
import type { Scene } from "./screens/scene";
import { scenes } from "./screens/scenes";

const USAGE = "npm run screens [-- [--only NAME,…] [--width 1440,1024,375] [--theme light,dark]]";
const heights: Record<number, number> = { 1440: 900, 1024: 768, 375: 812 };
const themes = ["light", "dark"] as const;

/** Walks through the product in Chromium and takes a picture of each scene at each width in both themes. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { only: { type: "string" }, width: { type: "string" }, theme: { type: "string" } },
  });
  const wanted = scenes.filter(({ name }) => values.only?.split(",").some((part) => name.includes(part)) ?? true);
  const widths = Object.keys(heights).filter((width) => values.width?.split(",").includes(width) ?? true);
  const inThemes = themes.filter((theme) => values.theme?.split(",").includes(theme) ?? true);
  if (wanted.length * widths.length * inThemes.length === 0) throw new Error(`Nothing to take. ${USAGE}`);
  readDotEnv();
  const folder = join(dataDir(), "screens");
  if (!values.only) await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const demo = await runningDemo();
  const { executablePath, args, env } = await findBrowser();
  const browser = await chromium.launch({
    executablePath,
    // Without a screen, letters are set on whole pixels, with gaps that users never see.
    args: [...args, "--font-render-hinting=none"],
    env: { ...definedEnv(), ...env },
  });
  let failed = 0;
  try {
    for (const width of widths.map(Number).toSorted((a, b) => b - a)) {
      for (const theme of inThemes) {
        for (const scene of wanted) {
          const file = join(folder, `${scene.name}-${width}-${theme}.png`);
          const problem = await take(browser, demo, scene, { width, theme, file });
          if (problem) failed += 1;
          console.log(problem ? `${file}: ${problem}` : file);
        }
      }
    }
  } finally {
    await browser.close();
    await demo.stop();
  }
  if (failed > 0) throw new Error(`${failed} scenes did not come to their end; their pictures show how far they got.`);
}

interface Shot {
  width: number;
  theme: (typeof themes)[number];
  file: string;
}

/** One picture. Returns the errors on the way, with a picture of the state. */
async function take(browser: Browser, demo: Demo, scene: Scene, shot: Shot): Promise<string | null> {
  const phone = shot.width < 600;
  const context = await browser.newContext({
    baseURL: demo.url,
    viewport: { width: shot.width, height: heights[shot.width] ?? 900 },
    colorScheme: shot.theme,
    reducedMotion: "reduce",
    deviceScaleFactor: phone ? 2 : 1,
    hasTouch: phone,
    isMobile: phone,
    locale: "en-US",
    timezoneId: "America/Chicago",
  });
  context.setDefaultTimeout(15_000);
  const others: BrowserContext[] = [];
  async function pageOf(email: string): Promise<Page> {
    const other = await demo.signIn(browser, email);
    others.push(other);
    return await other.newPage();
  }
  try {
    if (scene.as) await context.addCookies(await demo.cookiesOf(browser, scene.as));
    const page = await context.newPage();
    const walk = { page, phone, pageOf };
    const problem = await scene.walk(walk).then(
      () => null,
      (error: Error) => error.message.split("\n")[0] ?? "failed",
    );
    await page.screenshot({ path: shot.file, caret: "initial" });
    await scene.after?.(walk);
    return problem;
  } finally {
    for (const one of [context, ...others]) await one.close();
  }
}

function definedEnv(): Record<string, string> {
  const defined = Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
  return Object.fromEntries(defined);
}

await main().then(
  () => process.exit(),
  (error: Error) => {
    console.error(error.message);
    process.exit(1);
  },
);
