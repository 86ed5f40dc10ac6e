import { afterEach, describe, expect, test, vi } from "vitest";
import { AppError } from "./errors";
import { reportFailure } from "./failure";
import { type Bound, enter, gateCount, inFlight } from "./in-flight";
import { log } from "./log";

const bound: Bound = { atOnce: 2, waiting: 3, timeoutMs: 1_000 };
const refusal = { code: "RATE_LIMITED", status: 429, details: { retryAfter: 1 } };

/** Work that ends on request; with the started ones, in order. */
function pieces() {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const work = (name: string) => () =>
    new Promise<string>((resolve) => {
      begun.push(name);
      ends.set(name, () => resolve(name));
    });
  return { begun, work, end: (name: string) => ends.get(name)?.() };
}
const settled = () => new Promise((resolve) => setImmediate(resolve));
const key = (token: string, address = "192.0.2.1") => ({
  credential: { type: "apiKey" as const, key: token },
  address,
});

/** The refusal of a request, and how long it took to come. */
async function refusedTo(ask: () => Promise<unknown>): Promise<{ error: unknown; afterMs: number }> {
  vi.useFakeTimers({ toFake: ["setTimeout", "Date"] });
  const since = Date.now();
  const answer = ask().then(
    () => ({ error: null, afterMs: 0 }),
    (error: unknown) => ({ error, afterMs: Date.now() - since }),
  );
  await vi.advanceTimersByTimeAsync(2_500);
  vi.useRealTimers();
  return await answer;
}

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  expect(gateCount()).toBe(0);
});

describe("one key", () => {
  test("a few run, some wait in their order, the rest is refused", async () => {
    const leaves = await Promise.all([enter("k", bound), enter("k", bound)]);
    const order: number[] = [];
    const waits = [0, 1, 2].map(async (nth) => {
      const leave = await enter("k", bound);
      order.push(nth);
      leave();
    });
    // Late, so that one who asks again at once does not fill the process with refusals.
    expect(await refusedTo(() => enter("k", bound))).toEqual({ error: expect.objectContaining(refusal), afterMs: 250 });
    expect(order).toEqual([]);
    leaves[0]?.();
    await Promise.all(waits);
    expect(order).toEqual([0, 1, 2]);
    leaves[1]?.();
  });

  test("another key does not wait for it", async () => {
    const leaves = await Promise.all([enter("k", bound), enter("k", bound)]);
    (await enter("other", bound))();
    for (const leave of leaves) leave();
  });

  test("a place that is given back twice is one place", async () => {
    const [first, second] = await Promise.all([enter("k", bound), enter("k", bound)]);
    first?.();
    first?.();
    const third = await enter("k", bound);
    const fourth = enter("k", bound);
    second?.();
    (await fourth)();
    third();
  });

  test("a wait ends after the maximum, and the place goes to the next caller", async () => {
    vi.useFakeTimers();
    const leaves = await Promise.all([enter("k", bound), enter("k", bound)]);
    const late = expect(enter("k", bound)).rejects.toMatchObject({ code: "UNAVAILABLE", status: 503 });
    await vi.advanceTimersByTimeAsync(bound.timeoutMs);
    await late;
    const next = enter("k", bound);
    for (const leave of leaves) leave();
    (await next)();
  });

  test("a wait that many quick requests of the caller fill is too many requests, not a slow server", async () => {
    vi.useFakeTimers();
    const warn = vi.spyOn(log, "warn");
    const long: Bound = { ...bound, waiting: 100 };
    const quick = Array.from({ length: 60 }, async () => {
      const leave = await enter("k", long);
      setTimeout(leave, long.timeoutMs / 25);
    });
    const late = expect(enter("k", long)).rejects.toMatchObject(refusal);
    const rest = Promise.allSettled(quick);
    await vi.advanceTimersByTimeAsync(long.timeoutMs);
    await late;
    await vi.advanceTimersByTimeAsync(long.timeoutMs);
    await rest;
    expect(warn).not.toHaveBeenCalled();
  });

  test.each([
    ["one request of the caller was served", 1],
    ["a few requests of the caller took long each", 2],
  ])("a wait is the fault of a slow server though %s", async (_what, served) => {
    vi.useFakeTimers();
    const warn = vi.spyOn(log, "warn");
    const leaves = await Promise.all([enter("call k", bound), enter("call k", bound)]);
    const before = Array.from({ length: served }, () => enter("call k", bound));
    const late = expect(enter("call k", bound)).rejects.toMatchObject({ code: "UNAVAILABLE", status: 503 });
    await vi.advanceTimersByTimeAsync(bound.timeoutMs / 2);
    for (const leave of leaves.slice(0, served)) leave();
    const inside = await Promise.all(before);
    await vi.advanceTimersByTimeAsync(bound.timeoutMs / 2);
    await late;
    expect(warn.mock.calls).toEqual([[{ work: "call", waiting: 0 }, "Requests wait too long for their turn."]]);
    for (const leave of [...leaves, ...inside]) leave();
  });

  test("many that wait too long are one warning of the log in a second, and no error", async () => {
    vi.useFakeTimers();
    const [warn, error] = [vi.spyOn(log, "warn"), vi.spyOn(log, "error")];
    const leaves = await Promise.all([enter("call k", bound), enter("call k", bound)]);
    const flood = async () => {
      const waits = [0, 1, 2].map(() => enter("call k", bound).catch((failure) => reportFailure(failure, "request")));
      await vi.advanceTimersByTimeAsync(bound.timeoutMs);
      expect((await Promise.all(waits)).map((received) => received instanceof AppError && received.code)).toEqual(
        Array.from({ length: 3 }, () => "UNAVAILABLE"),
      );
    };
    await flood();
    expect(warn.mock.calls).toEqual([[{ work: "call", waiting: 2 }, "Requests wait too long for their turn."]]);
    await flood();
    expect(warn).toHaveBeenCalledTimes(2);
    expect(error).not.toHaveBeenCalled();
    for (const leave of leaves) leave();
  });

  test("a crowd runs one by one, rests after each for longer than it took, and runs as before when it is small", async () => {
    vi.useFakeTimers();
    const narrow: Bound = { ...bound, waiting: 10, crowd: 2, timeoutMs: 60_000 };
    const begun: number[] = [];
    const leaves: (() => void)[] = [];
    const all = Array.from({ length: 6 }, async (_, nth) => {
      const leave = await enter("k", narrow);
      begun.push(nth);
      leaves[nth] = leave;
    });
    const runFor = async (ms: number, nth: number) => {
      await vi.advanceTimersByTimeAsync(ms);
      leaves[nth]?.();
      await vi.advanceTimersByTimeAsync(0);
    };
    await runFor(0, 0);
    expect(begun).toEqual([0, 1]);
    await runFor(100, 1);
    await vi.advanceTimersByTimeAsync(299);
    expect(begun).toEqual([0, 1]);
    const late = enter("k", narrow).then((leave) => {
      begun.push(6);
      leave();
    });
    await vi.advanceTimersByTimeAsync(1);
    expect(begun).toEqual([0, 1, 2]);
    await runFor(10_000, 2);
    await vi.advanceTimersByTimeAsync(499);
    expect(begun).toEqual([0, 1, 2]);
    await vi.advanceTimersByTimeAsync(1);
    expect(begun).toEqual([0, 1, 2, 3]);
    // However quick it was.
    await runFor(2, 3);
    await vi.advanceTimersByTimeAsync(79);
    expect(begun).toEqual([0, 1, 2, 3]);
    await vi.advanceTimersByTimeAsync(1);
    expect(begun).toEqual([0, 1, 2, 3, 4, 5]);
    for (const nth of [4, 5]) await runFor(1, nth);
    await Promise.all([...all, late]);
    expect(begun).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  test("a request that is given up waits no longer", async () => {
    const leaves = await Promise.all([enter("k", bound), enter("k", bound)]);
    const given = new AbortController();
    // Nobody reads it, and it is not logged.
    const gone = expect(enter("k", bound, given.signal)).rejects.toMatchObject({ code: "VALIDATION" });
    given.abort();
    await gone;
    await expect(enter("k", bound, given.signal)).rejects.toMatchObject({ code: "VALIDATION" });
    for (const leave of leaves) leave();
  });
});

describe("a caller", () => {
  test("runs two calls at once, and 500 more wait; another caller of the same address runs beside them", async () => {
    const { begun, work, end } = pieces();
    const all = Array.from({ length: 502 }, (_, nth) => inFlight(key("one"), "call", work(`${nth}`)));
    await settled();
    expect(begun).toEqual(["0", "1"]);
    expect((await refusedTo(() => inFlight(key("one"), "call", work("too many")))).error).toMatchObject(refusal);
    vi.useFakeTimers({ toFake: ["setTimeout"] });
    const other = inFlight(key("two"), "call", work("other"));
    await settled();
    expect(begun.at(-1)).toBe("other");
    end("other");
    await other;
    for (let nth = 0; nth < all.length; nth++) {
      if (!begun.includes(`${nth}`)) await vi.advanceTimersToNextTimerAsync();
      end(`${nth}`);
      await all[nth];
    }
    expect(begun).toHaveLength(503);
  });

  test.each(["file", "longCall"] as const)("is not held up in its calls by each %s that lasts", async (kind) => {
    const { work, end } = pieces();
    const files = ["a", "b", "c", "d", "e"].map((name) => inFlight(key("one"), kind, work(name)));
    await expect(inFlight(key("one"), "call", async () => "answered")).resolves.toBe("answered");
    for (const name of ["a", "b", "c", "d", "e"]) {
      end(name);
      await settled();
    }
    await Promise.all(files);
  });

  test("with a crowd of calls to other services has one at a time, with pauses", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout"] });
    const { begun, work, end } = pieces();
    const all = Array.from({ length: 24 }, (_, nth) => inFlight(key("one"), "longCall", work(`${nth}`)));
    await settled();
    expect(begun).toEqual(["0", "1", "2", "3"]);
    for (const name of ["0", "1", "2", "3"]) {
      end(name);
      await settled();
    }
    expect(begun).toHaveLength(4);
    await vi.advanceTimersToNextTimerAsync();
    expect(begun).toHaveLength(5);
    for (let nth = 4; nth < all.length; nth++) {
      if (!begun.includes(`${nth}`)) await vi.advanceTimersToNextTimerAsync();
      end(`${nth}`);
      await all[nth];
    }
  });

  test("gives its place back when the work fails", async () => {
    const fails = () => inFlight(key("one"), "call", () => Promise.reject(new Error("broken")));
    for (let nth = 0; nth < 30; nth++) await expect(fails()).rejects.toThrow("broken");
  });
});

describe("an address", () => {
  const run = (address: string, credential: Parameters<typeof inFlight>[0]["credential"] = null) => ({
    credential,
    address,
  });

  test("runs 24 calls of all its keys at once, and thousands wait: an office shares one", async () => {
    const { begun, work, end } = pieces();
    const office = Array.from({ length: 200 }, (_, nth) => inFlight(key(`person ${nth}`), "call", work(`${nth}`)));
    await settled();
    expect(begun).toHaveLength(24);
    const elsewhere = inFlight(key("elsewhere", "192.0.2.2"), "call", work("elsewhere"));
    await settled();
    expect(begun).toHaveLength(25);
    end("elsewhere");
    for (let nth = 0; nth < office.length; nth++) {
      end(`${nth}`);
      await office[nth];
      await settled();
    }
    await elsewhere;
  });

  test.each(["call", "signIn"] as const)(
    "without a session waits for %s by itself, and is refused above",
    async (kind) => {
      const { begun, work, end } = pieces();
      const most = { call: 64, signIn: 102 }[kind];
      const all = Array.from({ length: most }, (_, nth) => inFlight(run("192.0.2.9"), kind, work(`${nth}`)));
      await settled();
      expect((await refusedTo(() => inFlight(run("192.0.2.9"), kind, work("too many")))).error).toMatchObject(refusal);
      // Callers on the same network continue, and so does another network.
      await expect(inFlight(key("one", "192.0.2.9"), "call", async () => "ok")).resolves.toBe("ok");
      await expect(inFlight(run("192.0.2.10"), kind, async () => "ok")).resolves.toBe("ok");
      for (let nth = 0; nth < most; nth++) {
        end(`${nth}`);
        await all[nth];
        await settled();
      }
      expect(begun).toHaveLength(most);
    },
  );

  test("of IPv6 is a network of 64 bits", async () => {
    const { work, end } = pieces();
    const all = Array.from({ length: 64 }, (_, nth) =>
      inFlight(run(`2001:db8::${nth.toString(16)}`), "call", work(`${nth}`)),
    );
    expect((await refusedTo(() => inFlight(run("2001:db8::ffff"), "call", work("too many")))).error).toMatchObject(
      refusal,
    );
    for (let nth = 0; nth < 64; nth++) {
      await settled();
      end(`${nth}`);
      await all[nth];
    }
  });
});
