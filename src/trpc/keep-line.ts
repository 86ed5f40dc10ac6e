import type Pusher from "pusher-js";

const nudgeMs = 3_000;
const nudgeSpreadMs = 750;
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
}

/**
 * Keeps a line open through every break. The library alone waits 15 seconds for an attempt that goes nowhere, and does not
 * open a line again that the server cut: here it is opened again by whoever may still listen.
 */
export function keepLine(line: Pusher, { missed, cut, mayListen }: Keeping): { end(): void } {
  const { connection } = line;
  let connectedAt = 0;
  let asking = false;
  let isCut = false;
  let nudging = false;
  let hiddenAt = 0;

  connection.bind("connected", () => {
    connectedAt = performance.now();
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
  const nudge = () => {
    if (isCut) void openAgain();
    const { state } = connection;
    const isNobodys =
      state === "connected" && line.user.user_data === null && performance.now() - connectedAt > namelessMs;
    if (state !== "connecting" && state !== "unavailable" && !isNobodys) return;
    nudging = true;
    line.disconnect();
    line.connect();
    nudging = false;
  };
  const timer = setInterval(nudge, nudgeMs + Math.random() * nudgeSpreadMs);
  const look = () => {
    if (document.visibilityState === "hidden") hiddenAt = Date.now();
    else {
      nudge();
      if (Date.now() - hiddenAt > awayMs) missed();
    }
  };
  document.addEventListener("visibilitychange", look);
  window.addEventListener("online", nudge);
  return {
    end() {
      nudging = true;
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
      window.removeEventListener("online", nudge);
    },
  };
}
