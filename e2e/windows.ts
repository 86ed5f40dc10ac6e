import { type Browser, type BrowserContext, type BrowserContextOptions, devices as known } from "@playwright/test";

/** The device of a test's pages. */
export const devices = {
  desktop: { viewport: { width: 1440, height: 900 } },
  // The device's user agent: the server renders for it.
  phone: { ...known["Pixel 7"], viewport: { width: 375, height: 812 }, deviceScaleFactor: 2 },
} satisfies Record<string, BrowserContextOptions>;
export type Device = keyof typeof devices;

/** Everything that a page can store except the cache, whose entries are identified by their address. */
const KEPT = "local_storage,indexeddb,service_workers,cache_storage,file_systems,shared_storage";

/**
 * The windows of one worker. Loading and compiling the app costs more than most tests, so a window is reused with its
 * cache only: pages, cookies, storage, routes and permissions end with a test.
 */
export class Windows {
  private readonly idle = new Map<string, BrowserContext[]>();

  constructor(
    private readonly browser: Browser,
    private readonly options: BrowserContextOptions,
  ) {}

  /** Lends a window to a test. */
  async lend(device: Device, locale?: string): Promise<{ window: BrowserContext; giveBack(): Promise<void> }> {
    const options = { ...this.options, ...(locale && { locale }), ...devices[device] };
    const kind = JSON.stringify(options);
    const idle = this.idle.get(kind) ?? [];
    this.idle.set(kind, idle);
    const window = idle.pop() ?? (await this.open(options));
    return {
      window,
      giveBack: async () => {
        await empty(window);
        idle.push(window);
      },
    };
  }

  private async open(options: BrowserContextOptions): Promise<BrowserContext> {
    const window = await this.browser.newContext(options);
    // Never shown and never closed: without a page the process that compiled the app would end.
    await window.newPage();
    return window;
  }
}

async function empty(window: BrowserContext): Promise<void> {
  const [kept, ...pages] = window.pages();
  if (!kept) throw new Error("A window has lost the page that keeps it open.");
  const origins = new Set(pages.map((page) => URL.parse(page.url())?.origin));
  await Promise.all(pages.map((page) => page.close()));
  const devtools = await window.newCDPSession(kept);
  for (const origin of origins)
    if (origin?.startsWith("http")) await devtools.send("Storage.clearDataForOrigin", { origin, storageTypes: KEPT });
  await devtools.detach();
  await window.unrouteAll();
  await window.clearCookies();
  await window.clearPermissions();
}
