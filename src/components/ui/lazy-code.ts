/** Code that could not be loaded: there is no connection, or a newer version of the app no longer has the file. */
export class NotLoaded extends Error {}

/** Code that a page does not need at first. */
export interface LazyCode<Code> {
  /** Null until it is loaded. */
  loaded(): Code | null;
  /** Loads it once; after a failure the next call tries again. Rejects with `NotLoaded`. */
  load(): Promise<Code>;
}

/** Code that is loaded when it is asked for, or when the page has nothing else to do after its first use. */
export function lazyCode<Code>(load: () => Promise<Code>): LazyCode<Code> {
  let code: Code | null = null;
  let running: Promise<Code> | null = null;
  async function run(): Promise<Code> {
    try {
      code = await load();
      return code;
    } catch (cause) {
      throw new NotLoaded("This part of the page could not be loaded.", { cause });
    } finally {
      running = null;
    }
  }
  const lazy: LazyCode<Code> = {
    loaded: () => code,
    load() {
      if (code !== null) return Promise.resolve(code);
      running ??= run();
      return running;
    },
  };
  loadAhead(lazy);
  return lazy;
}

const signs = ["pointermove", "pointerdown", "keydown", "touchstart"] as const;
const waiting: LazyCode<unknown>[] = [];
let isUsed = false;
let isLoading = false;

/** Loads it ahead once somebody uses the page: then it is there before they ask for it. */
function loadAhead(lazy: LazyCode<unknown>): void {
  // Nobody uses a page on the server.
  if (typeof window === "undefined" || !("addEventListener" in window) || savesData()) return;
  waiting.push(lazy);
  if (isUsed) void loadWaiting();
  else for (const sign of signs) window.addEventListener(sign, begin, { capture: true, passive: true });
}

/** Whether the browser was asked to load little, as on a metered phone: then only what somebody opens is loaded. */
function savesData(): boolean {
  const { connection } = navigator as Navigator & { connection?: { saveData?: boolean } };
  return connection?.saveData === true;
}

function begin(): void {
  isUsed = true;
  for (const sign of signs) window.removeEventListener(sign, begin, { capture: true });
  void loadWaiting();
}

/** One after another, whenever the browser is idle. A failure waits until somebody asks for that part. */
async function loadWaiting(): Promise<void> {
  if (isLoading) return;
  isLoading = true;
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    await idle();
    await next.load().catch(() => undefined);
  }
  isLoading = false;
}

const idle = () =>
  new Promise<void>((done) => {
    if ("requestIdleCallback" in window) requestIdleCallback(() => done(), { timeout: 2_000 });
    else setTimeout(done, 50);
  });
