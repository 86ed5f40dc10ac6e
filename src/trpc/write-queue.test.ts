import { QueryClient } from "@tanstack/react-query";
import { expect, test } from "vitest";
import { WriteQueue, writeQueueOf } from "./write-queue";

/** A server whose answers arrive when the test releases them. */
function held() {
  const asked: { version: number; answer(version: number): void; refuse(): void }[] = [];
  const send = (version: number) =>
    new Promise<{ version: number }>((resolve, reject) =>
      asked.push({ version, answer: (made) => resolve({ version: made }), refuse: () => reject(new Error("no")) }),
    );
  return { asked, send };
}

test("two writes to one record go one after the other, the second under the version that the first made", async () => {
  const queue = new WriteQueue();
  const { asked, send } = held();
  const first = queue.run("a", 5, send);
  const second = queue.run("a", 5, send);
  await expect.poll(() => asked.length).toBe(1);
  asked[0]?.answer(6);
  await first;
  await expect.poll(() => asked.length).toBe(2);
  expect(asked[1]?.version).toBe(6);
  asked[1]?.answer(7);
  expect((await second).version).toBe(7);
});

test("a screen with an older version writes with its own newest version", async () => {
  const queue = new WriteQueue();
  queue.wrote("a", 5, 6);
  queue.wrote("a", 6, 7);
  expect(queue.latest("a", 5)).toBe(7);
  expect(queue.latest("a", 4)).toBe(4);
  expect(queue.latest("b", 5)).toBe(5);
});

test("over someone else's version nothing is skipped: the server decides", async () => {
  const queue = new WriteQueue();
  // Theirs was 6; ours was applied over it and made 7.
  queue.wrote("a", 5, 7);
  expect(queue.latest("a", 5)).toBe(5);
});

test("a refused write lets the next one go, under what was seen", async () => {
  const queue = new WriteQueue();
  const { asked, send } = held();
  const first = queue.run("a", 5, send);
  const second = queue.run("a", 5, send);
  await expect.poll(() => asked.length).toBe(1);
  asked[0]?.refuse();
  await expect(first).rejects.toThrow("no");
  await expect.poll(() => asked.length).toBe(2);
  expect(asked[1]?.version).toBe(5);
  asked[1]?.answer(6);
  await second;
});

test("records do not wait for each other, and one can wait for what is on its way", async () => {
  const queue = new WriteQueue();
  const { asked, send } = held();
  void queue.run("a", 1, send);
  void queue.run("b", 1, send);
  await expect.poll(() => asked.length).toBe(2);
  let through = false;
  const settled = queue.settled(["a", "b"]).then(() => {
    through = true;
  });
  asked[0]?.answer(2);
  await Promise.resolve();
  expect(through).toBe(false);
  asked[1]?.answer(2);
  await settled;
});

test("an act on several records waits for the writes of each, and a later act on one of them waits for it", async () => {
  const queue = new WriteQueue();
  const { asked, send } = held();
  const actOn = (ids: string[]) =>
    queue.inTurnOfAll(ids, async () => {
      const version = queue.latest("a", 1);
      const answer = await send(version);
      for (const id of ids) queue.wrote(id, version, answer.version);
    });
  const acts = [queue.run("a", 1, send), actOn(["a", "b"]), actOn(["a"])];
  for (const version of [1, 2, 3]) {
    await expect.poll(() => asked.length).toBe(version);
    expect(asked.at(-1)?.version).toBe(version);
    asked.at(-1)?.answer(version + 1);
  }
  await Promise.all(acts);
});

test("all who write through one cache share its queue", () => {
  const client = new QueryClient();
  expect(writeQueueOf(client)).toBe(writeQueueOf(client));
  expect(writeQueueOf(client)).not.toBe(writeQueueOf(new QueryClient()));
});
