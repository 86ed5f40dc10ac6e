import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Signal } from "@/lib/channels";
import { SignalFollower } from "./signal-follower";

let client: QueryClient;
let isEditing = false;
const asked: string[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  isEditing = false;
  asked.length = 0;
  client = new QueryClient();
  for (const name of ["accounts", "apiKeys", "comments", "opportunities"])
    client.setQueryData([[name, "list"], {}], {});
  client.getQueryCache().subscribe(({ type, query }) => {
    if (type === "updated" && query.state.isInvalidated) asked.push(String(query.queryKey[0]));
  });
});
afterEach(() => {
  client.clear();
  vi.useRealTimers();
});

const signal = (entity: string, origin: string | null = "other"): Signal => ({
  entity,
  id: "1",
  event: `${entity}.updated`,
  by: null,
  origin,
});
const follower = () => new SignalFollower(client, "mine", () => isEditing);

test("queries that show the object are fetched again, and no others", () => {
  follower().receive([signal("account")]);
  vi.advanceTimersByTime(100);
  expect(asked.sort()).toEqual(["accounts,list", "opportunities,list"]);
});

test("queries that only name the object are fetched again too, such as an opportunity's loss reason", () => {
  follower().receive([signal("lossReason")]);
  vi.advanceTimersByTime(100);
  expect(asked).toEqual(["opportunities,list"]);
});

const ofComment = (id: string | null): Signal => ({ ...signal("account"), id, event: "account.commented" });

test("a comment on a record asks for comments alone", () => {
  follower().receive([ofComment("1")]);
  vi.advanceTimersByTime(100);
  expect(asked).toEqual(["comments,list"]);
});

test("a signal of many changes asks for records and comments, whatever event it names", () => {
  follower().receive([ofComment(null)]);
  vi.advanceTimersByTime(100);
  expect(asked.sort()).toEqual(["accounts,list", "comments,list", "opportunities,list"]);
});

test("one's own changes do not come back", () => {
  follower().receive([signal("account", "mine")]);
  vi.advanceTimersByTime(10_000);
  expect(asked).toEqual([]);
});

test("a hundred signals in a second are a few questions", async () => {
  const following = follower();
  for (let turn = 0; turn < 100; turn++) {
    following.receive([signal("apiKey")]);
    await vi.advanceTimersByTimeAsync(10);
    client.setQueryData([["apiKeys", "list"], {}], { turn });
  }
  vi.advanceTimersByTime(1_000);
  expect(asked.length).toBeGreaterThan(1);
  expect(asked.length).toBeLessThan(6);
});

test("nothing is asked while somebody has something in hand, and all of it after", () => {
  const following = follower();
  isEditing = true;
  following.receive([signal("apiKey")]);
  vi.advanceTimersByTime(60_000);
  expect(asked).toEqual([]);
  isEditing = false;
  vi.advanceTimersByTime(1_000);
  expect(asked).toEqual(["apiKeys,list"]);
});

test("a write that is under way is waited for, but not for ever", () => {
  const following = follower();
  const write = client.getMutationCache().build(client, { mutationFn: () => new Promise(() => undefined) });
  void write.execute(undefined);
  following.receive([signal("apiKey")]);
  vi.advanceTimersByTime(4_000);
  expect(asked).toEqual([]);
  vi.advanceTimersByTime(2_000);
  expect(asked).toEqual(["apiKeys,list"]);
});

test("after a break everything is asked for again", () => {
  follower().catchUp();
  vi.advanceTimersByTime(100);
  expect(asked.sort()).toEqual(["accounts,list", "apiKeys,list", "comments,list", "opportunities,list"]);
});

describe("while an answer is under way", () => {
  const answers: (() => void)[] = [];
  let end: () => void;
  beforeEach(() => {
    answers.length = 0;
    const queryFn = () => new Promise((answer) => answers.push(() => answer({})));
    end = new QueryObserver(client, { queryKey: [["apiKeys", "list"], {}], queryFn, staleTime: 60_000 }).subscribe(
      () => {},
    );
  });
  afterEach(() => end());

  test("signals during a fetch cause one fetch after it, instead of starting it again", async () => {
    const following = follower();
    for (let turn = 0; turn < 10; turn++) {
      following.receive([signal("apiKey")]);
      await vi.advanceTimersByTimeAsync(300);
    }
    expect(answers).toHaveLength(1);
    answers[0]?.();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(answers).toHaveLength(2);
  });

  test("a break is not waited through: the answer may be lost with the network", async () => {
    const following = follower();
    following.receive([signal("apiKey")]);
    await vi.advanceTimersByTimeAsync(500);
    following.catchUp();
    await vi.advanceTimersByTimeAsync(500);
    expect(answers).toHaveLength(2);
  });

  test("one that never comes is not waited for for ever", async () => {
    const following = follower();
    following.receive([signal("apiKey")]);
    await vi.advanceTimersByTimeAsync(500);
    following.receive([signal("apiKey")]);
    await vi.advanceTimersByTimeAsync(6_000);
    expect(answers).toHaveLength(2);
  });
});
