import { describe, expect, test, vi } from "vitest";
import { partsOf, UploadRefused } from "./upload-parts";
import { type AddedFile, SameName, UploadQueue, type UploadTransport } from "./upload-queue";

const noPauses = { retries: 2, minTimeout: 0, maxTimeout: 0, randomize: false };
const target = { entity: "account", recordId: "a" } as const;

/** A server that holds parts in memory; each hook may fail or wait. */
function server(hooks: Partial<UploadTransport> = {}, parts: number[] = []) {
  const has = new Set(parts);
  const calls: string[] = [];
  const transport: UploadTransport = {
    open: async () => ({ id: "u", partBytes: 4, parts: [...has] }),
    send: async (_, part, body, onSent) => {
      calls.push(`part ${part}: ${await body.text()}`);
      onSent(body.size);
      has.add(part);
    },
    finish: async () => void calls.push("finish"),
    discard: async () => void calls.push("discard"),
    waitOf: () => null,
    explain: (error) => (error instanceof Error ? error.message : "failed"),
    ...hooks,
  };
  return { calls, has, transport };
}

const added = (transport: UploadTransport, text = "abcdefghij", name = "a.txt"): AddedFile => ({
  target,
  recordName: "Acme",
  file: new File([text], name),
  transport,
});

const states = (queue: UploadQueue) => queue.list().map(({ name, state }) => `${name} ${state}`);
const until = (queue: UploadQueue, state: string) =>
  vi.waitFor(() => expect(queue.list().map((one) => one.state)).toContain(state));

/** A promise that the test settles. */
function gate() {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

test("parts cover a file", () => {
  expect(partsOf(10, 4)).toEqual([
    { number: 1, from: 0, to: 4 },
    { number: 2, from: 4, to: 8 },
    { number: 3, from: 8, to: 10 },
  ]);
  expect(partsOf(8, 4)).toHaveLength(2);
});

describe("the queue of uploads", () => {
  test("sends all parts, then finishes", async () => {
    const { calls, transport } = server();
    const queue = new UploadQueue(noPauses);
    queue.add([added(transport)]);
    await until(queue, "done");
    expect(calls.slice(0, 3).sort()).toEqual(["part 1: abcd", "part 2: efgh", "part 3: ij"]);
    expect(calls[3]).toBe("finish");
    expect(queue.list()[0]).toMatchObject({ sent: 10, size: 10 });
  });

  test("sends only the parts that the server lacks", async () => {
    const { calls, transport } = server({}, [1, 3]);
    const queue = new UploadQueue(noPauses);
    queue.add([added(transport)]);
    await until(queue, "done");
    expect(calls).toEqual(["part 2: efgh", "finish"]);
  });

  test("tries a part again after a failure of the connection", async () => {
    let failures = 2;
    const { calls, transport } = server();
    const { send } = transport;
    transport.send = async (...given) => {
      if (given[1] === 2 && failures > 0) {
        failures -= 1;
        throw new Error("No connection.");
      }
      await send(...given);
    };
    const queue = new UploadQueue(noPauses);
    queue.add([added(transport)]);
    await until(queue, "done");
    expect(failures).toBe(0);
    expect(calls.filter((call) => call.startsWith("part 2"))).toHaveLength(1);
  });

  test("fails after too many attempts, and sends only the rest when it is asked again", async () => {
    let isAway = true;
    const { calls, transport } = server();
    const { send } = transport;
    transport.send = async (...given) => {
      if (given[1] === 3 && isAway) throw new Error("No connection.");
      await send(...given);
    };
    const queue = new UploadQueue(noPauses);
    const [key = ""] = queue.add([added(transport)]);
    await until(queue, "failed");
    expect(queue.list()[0]?.refusal).toBe("No connection.");
    isAway = false;
    const before = calls.length;
    queue.retry(key);
    await until(queue, "done");
    expect(calls.slice(before)).toEqual(["part 3: ij", "finish"]);
  });

  test("waits as long as the server says that it is too much at once, and goes on by itself", async () => {
    const { calls, transport } = server();
    const { open, finish } = transport;
    const refusals = ["open", "finish"];
    const refusedOnce = (act: string) => {
      if (refusals[0] === act) throw new Error(`later ${refusals.shift()}`);
    };
    transport.open = async (...given) => {
      refusedOnce("open");
      return await open(...given);
    };
    transport.finish = async (...given) => {
      refusedOnce("finish");
      await finish(...given);
    };
    transport.waitOf = (error) => (error instanceof Error && error.message.startsWith("later") ? 20 : null);
    const queue = new UploadQueue(noPauses);
    queue.add([added(transport, "ab", "1.txt"), added(transport, "cd", "2.txt"), added(transport, "ef", "3.txt")]);
    await until(queue, "waiting");
    await vi.waitFor(() => expect(states(queue)).toEqual(["1.txt done", "2.txt done", "3.txt done"]));
    expect(refusals).toEqual([]);
    expect(calls.filter((call) => call === "finish")).toHaveLength(3);
  });

  test("does not repeat what the server refused", async () => {
    const send = vi.fn(async () => {
      throw new UploadRefused("The workspace has no space left.");
    });
    const { transport } = server({ send });
    const queue = new UploadQueue(noPauses);
    queue.add([added(transport, "ab")]);
    await until(queue, "failed");
    expect(send).toHaveBeenCalledTimes(1);
    expect(queue.list()[0]?.refusal).toBe("The workspace has no space left.");
  });

  test.each([
    ["version", { fileId: "f" }],
    ["both", { keepBoth: true }],
  ] as const)("asks about a name that is taken, and goes on with the answer %s", async (answer, given) => {
    const open = vi.fn<UploadTransport["open"]>(async (_, answered) => {
      if (answered === null) throw new SameName("f");
      return { id: "u", partBytes: 4, parts: [] };
    });
    const { transport } = server({ open });
    const queue = new UploadQueue(noPauses);
    const [key = ""] = queue.add([added(transport)]);
    await until(queue, "asking");
    queue.answer(key, answer);
    await until(queue, "done");
    expect(open.mock.calls.map(([, answered]) => answered)).toEqual([null, given]);
  });

  test("a second file of the same upload does not take it over, another attempt does", async () => {
    const taken: boolean[] = [];
    let isAway = true;
    const { transport } = server({
      open: async (isTaken) => {
        taken.push(isTaken("u"));
        return { id: "u", partBytes: 4, parts: [] };
      },
      finish: async () => {
        if (isAway) throw new Error("No connection.");
      },
    });
    const queue = new UploadQueue(noPauses);
    const [key = ""] = queue.add([added(transport)]);
    await until(queue, "failed");
    queue.add([added(transport)]);
    await vi.waitFor(() => expect(taken).toEqual([false, true]));
    isAway = false;
    queue.retry(key);
    await vi.waitFor(() => expect(taken).toHaveLength(3));
  });

  test("sends two files at once, and the next one when one has ended", async () => {
    const first = gate();
    const waiting = server({ finish: () => first.opened });
    const quick = server();
    const queue = new UploadQueue(noPauses);
    queue.add([
      added(waiting.transport, "ab", "1"),
      added(waiting.transport, "ab", "2"),
      added(quick.transport, "ab", "3"),
    ]);
    await vi.waitFor(() => expect(states(queue)).toEqual(["1 checking", "2 checking", "3 waiting"]));
    first.open();
    await vi.waitFor(() => expect(states(queue)).toEqual(["1 done", "2 done", "3 done"]));
  });

  test("a canceled upload stops, and its parts are removed", async () => {
    const stuck = server({
      send: (_open, _part, _body, _onSent, signal) =>
        new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
    });
    const queue = new UploadQueue(noPauses);
    const [key = ""] = queue.add([added(stuck.transport)]);
    await until(queue, "sending");
    await vi.waitFor(() => expect(queue.list()).toHaveLength(1));
    queue.cancel(key);
    expect(queue.list()).toEqual([]);
    await vi.waitFor(() => expect(stuck.calls).toEqual(["discard"]));
  });

  test("one that is canceled while the server opens it is removed there too", async () => {
    const opening = gate();
    const { calls, transport } = server({
      open: async () => {
        await opening.opened;
        return { id: "u", partBytes: 4, parts: [] };
      },
    });
    const queue = new UploadQueue(noPauses);
    const [key = ""] = queue.add([added(transport)]);
    queue.cancel(key);
    opening.open();
    await vi.waitFor(() => expect(calls).toEqual(["discard"]));
  });

  test("a finished file is not removed when it is taken off the list", async () => {
    const { calls, transport } = server();
    const queue = new UploadQueue(noPauses);
    const [key = ""] = queue.add([added(transport, "ab")]);
    await until(queue, "done");
    queue.cancel(key);
    expect(queue.list()).toEqual([]);
    expect(calls).toEqual(["part 1: ab", "finish"]);
  });

  test("clearing leaves those that are on their way", async () => {
    const waiting = gate();
    const slow = server({ finish: () => waiting.opened });
    const queue = new UploadQueue(noPauses);
    queue.add([added(server().transport, "ab", "1"), added(slow.transport, "ab", "2")]);
    await vi.waitFor(() => expect(states(queue)).toEqual(["1 done", "2 checking"]));
    queue.clear();
    expect(states(queue)).toEqual(["2 checking"]);
    waiting.open();
  });
});
