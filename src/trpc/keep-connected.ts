import type Pusher from "pusher-js";

/** An attempt without progress is ended after this time. */
const nudgeMs = 3_000;
/** Time limit on a slow network; the library itself ends an attempt after 15 seconds. */
const longestMs = 12_000;
/** Tabs that lost the same network must not all reconnect at the same moment. */
const spread = () => 1 + Math.random() / 4;
const hiddenMs = 20_000;
/** A connection whose sign-in the server has not confirmed by then is reopened: the library asks only once. */
const namelessMs = 15_000;

interface Keeping {
  /** Signals may have been missed: the connection was closed, or the tab was in the background. */
  missed(): void;
  /** The server closed the connection: membership, rights or session have changed. */
  cut(): void;
  /** Whether the member may still subscribe; rejects when the app could not be reached. */
  mayListen(): Promise<boolean>;
  everyMs?: number;
}

/** The library's log entry of an attempt to open a socket, with the number of the attempt. */
interface Noted {
  cid?: number;
  state?: string;
  timestamp: number;
}

/** When the current attempt began. Null after a failed one: the library then stays `connecting` but pauses. */
function underWaySince({ timeline }: Pusher["connection"]): number | null {
  const noted: Noted[] = timeline.events;
  const last = noted.findLast(({ cid, state }) => cid !== undefined && state === "connecting");
  const isOver = noted.some(({ cid, state }) => cid === last?.cid && state === "closed");
  return last && !isOver ? last.timestamp : null;
}

/**
 * Keeps a connection open. The library alone waits 15 seconds for a stuck attempt and does not reopen a connection
 * that the server closed; this reopens it if the member may still subscribe. If the app answers during an attempt,
 * the network is slow: the next attempt gets twice the time.
 */
export function keepConnected(line: Pusher, { missed, cut, mayListen, everyMs = nudgeMs }: Keeping): { end(): void } {
  const { connection } = line;
  let connectedAt = 0;
  let timeoutMs = everyMs;
  let asking = false;
  let isCut = false;
  let nudging = false;

  connection.bind("connected", () => {
    connectedAt = performance.now();
    timeoutMs = everyMs;
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
    // The app could not be reached: the next wake-up asks again.
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
    if (connection.state !== "connected") timeoutMs = isThere ? Math.min(2 * timeoutMs, longestMs) : everyMs;
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
      if (timeoutMs > everyMs && Date.now() - since < timeoutMs) return;
      void sound();
    }
    openAnew();
  };
  /** An attempt from before a sleep, or on another network, is stuck. */
  const comeBack = () => {
    timeoutMs = everyMs;
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

/**
 * Calls back when a tab becomes visible or online again; `missed` after a long absence. Returns the function that
 * stops it.
 */
function onComeBack(comeBack: () => void, missed: () => void): () => void {
  let hiddenAt = 0;
  const look = () => {
    if (document.visibilityState === "hidden") hiddenAt = Date.now();
    else {
      comeBack();
      if (Date.now() - hiddenAt > hiddenMs) missed();
    }
  };
  document.addEventListener("visibilitychange", look);
  window.addEventListener("online", comeBack);
  return () => {
    document.removeEventListener("visibilitychange", look);
    window.removeEventListener("online", comeBack);
  };
}
