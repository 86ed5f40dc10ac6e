import type Pusher from "pusher-js";

/** An attempt that goes nowhere is ended after that long. */
const nudgeMs = 3_000;
/** As long as one may take on a slow network; the library itself ends it after 15 seconds. */
const longestMs = 12_000;
/** Tabs that lost the same network do not all come at the same moment. */
const spread = () => 1 + Math.random() / 4;
const awayMs = 20_000;
/** A line that the server does not know by its person after that long is opened anew: it asks only once. */
const namelessMs = 15_000;

interface Keeping {
  /** Something may have been said unheard: the line was cut, or the tab was away. */
  missed(): void;
  /** The server cut the line: membership, rights or session have changed. */
  cut(): void;
  /** Whether one may still listen; rejects when nobody could be asked. */
  mayListen(): Promise<boolean>;
  everyMs?: number;
}

/** What the library notes of an attempt to open a socket, under the number of the attempt. */
interface Noted {
  cid?: number;
  state?: string;
  timestamp: number;
}

/** When the attempt began that is under way. Null after one that was refused: the library is `connecting`, and rests. */
function underWaySince({ timeline }: Pusher["connection"]): number | null {
  const noted: Noted[] = timeline.events;
  const last = noted.findLast(({ cid, state }) => cid !== undefined && state === "connecting");
  const isOver = noted.some(({ cid, state }) => cid === last?.cid && state === "closed");
  return last && !isOver ? last.timestamp : null;
}

/**
 * Keeps a line open through every break. The library alone waits 15 seconds for an attempt that goes nowhere, and does not
 * open a line again that the server cut: here it is opened again by whoever may still listen. Where the app answers while an
 * attempt goes on, the way is there and slow: the next attempt has twice the time.
 */
export function keepLine(line: Pusher, { missed, cut, mayListen, everyMs = nudgeMs }: Keeping): { end(): void } {
  const { connection } = line;
  let connectedAt = 0;
  let patienceMs = everyMs;
  let asking = false;
  let isCut = false;
  let nudging = false;

  connection.bind("connected", () => {
    connectedAt = performance.now();
    patienceMs = everyMs;
    line.signin();
  });
  connection.bind("state_change", ({ previous, current }: { previous: string; current: string }) => {
    if (current !== "disconnected" || previous !== "connected" || nudging) return;
    isCut = true;
    cut();
    missed();
    void openAgain();
  });

  const openAgain = async () => {
    if (asking) return;
    asking = true;
    const may = await mayListen().catch(() => null);
    asking = false;
    // Nobody could be asked: the next nudge asks again.
    if (may === null) return;
    isCut = false;
    if (may && !nudging) line.connect();
  };
  const sound = async () => {
    if (asking) return;
    asking = true;
    const isThere = await mayListen().then(
      () => true,
      () => false,
    );
    asking = false;
    if (connection.state !== "connected") patienceMs = isThere ? Math.min(2 * patienceMs, longestMs) : everyMs;
  };
  const openAnew = () => {
    nudging = true;
    line.disconnect();
    line.connect();
    nudging = false;
  };
  const nudge = () => {
    if (isCut) void openAgain();
    const { state } = connection;
    const isNobodys =
      state === "connected" && line.user.user_data === null && performance.now() - connectedAt > namelessMs;
    if (state !== "connecting" && state !== "unavailable" && !isNobodys) return;
    const since = isNobodys ? null : underWaySince(connection);
    if (since !== null) {
      if (patienceMs > everyMs && Date.now() - since < patienceMs) return;
      void sound();
    }
    openAnew();
  };
  /** What was begun before a sleep, or on another network, goes nowhere. */
  const comeBack = () => {
    patienceMs = everyMs;
    nudge();
  };
  const timer = setInterval(nudge, everyMs * spread());
  const stopLooking = onComeBack(comeBack, missed);
  return {
    end() {
      nudging = true;
      clearInterval(timer);
      stopLooking();
    },
  };
}

/** Tells when a tab is looked at again or is online again; `missed` when it was away for long. Returns the end of it. */
function onComeBack(comeBack: () => void, missed: () => void): () => void {
  let hiddenAt = 0;
  const look = () => {
    if (document.visibilityState === "hidden") hiddenAt = Date.now();
    else {
      comeBack();
      if (Date.now() - hiddenAt > awayMs) missed();
    }
  };
  document.addEventListener("visibilitychange", look);
  window.addEventListener("online", comeBack);
  return () => {
    document.removeEventListener("visibilitychange", look);
    window.removeEventListener("online", comeBack);
  };
}
