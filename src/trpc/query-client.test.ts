import { dehydrate, hydrate, QueryObserver } from "@tanstack/react-query";
import { expect, onTestFinished, test, vi } from "vitest";
import { makeQueryClient } from "./query-client";

/** A server whose answers arrive when the test releases them. */
function heldServer() {
  const answers: ((value: string) => void)[] = [];
  const ask = () => new Promise<string>((resolve) => answers.push(resolve));
  return { answers, ask };
}

test("a first load asked before a write is not taken for the state after it", async () => {
  const client = makeQueryClient();
  const { answers, ask } = heldServer();
  const observer = new QueryObserver(client, { queryKey: ["members"], queryFn: ask });
  const stop = observer.subscribe(() => undefined);
  expect(answers).toHaveLength(1);

  const refreshed = client.invalidateQueries({ queryKey: ["members"] });
  await expect.poll(() => answers.length).toBe(2);
  answers[0]?.("before the write");
  answers[1]?.("after the write");
  await refreshed;

  expect(observer.getCurrentResult().data).toBe("after the write");
  stop();
});

test("a first load goes on where nothing is to be asked anew", async () => {
  const client = makeQueryClient();
  const { answers, ask } = heldServer();
  const observer = new QueryObserver(client, { queryKey: ["board"], queryFn: ask });
  const stop = observer.subscribe(() => undefined);

  await client.invalidateQueries({ queryKey: ["board"], refetchType: "none" });
  answers[0]?.("the board");

  await expect.poll(() => observer.getCurrentResult().data).toBe("the board");
  expect(answers).toHaveLength(1);
  stop();
});

test("page data older than a write is fetched again, and nothing else", async () => {
  const page = makeQueryClient();
  page.setQueryData(["inbox"], "before the write");
  page.setQueryData(["members"], "the members");
  const client = makeQueryClient();
  await client.invalidateQueries({ queryKey: ["inbox"] });
  hydrate(client, dehydrate(page));
  const { answers, ask } = heldServer();
  const [inbox, members] = ["inbox", "members"].map((name) => {
    const observer = new QueryObserver(client, { queryKey: [name], queryFn: ask });
    onTestFinished(observer.subscribe(() => undefined));
    return observer;
  });
  expect(inbox?.getCurrentResult().data).toBe("before the write");
  expect(answers).toHaveLength(1);
  answers[0]?.("after the write");
  await expect.poll(() => inbox?.getCurrentResult().data).toBe("after the write");
  expect(members?.getCurrentResult()).toMatchObject({ data: "the members", isFetching: false });
});

test("an answer on its way counts as old where a write has happened meanwhile, until it is asked for again", async () => {
  const client = makeQueryClient();
  await client.invalidateQueries({ queryKey: ["inbox"] });
  const observer = new QueryObserver(client, { queryKey: ["inbox"], queryFn: async () => "after the write" });
  expect(observer.getCurrentQuery().state.isInvalidated).toBe(true);
  await observer.refetch();
  expect(observer.getCurrentQuery().state.isInvalidated).toBe(false);
});

test("only the queries that are meant are asked anew", async () => {
  const client = makeQueryClient();
  const { answers, ask } = heldServer();
  const stops = ["a", "b"].map((name) =>
    new QueryObserver(client, { queryKey: ["list", name], queryFn: ask }).subscribe(() => undefined),
  );

  const refreshed = client.invalidateQueries({ queryKey: ["list"], predicate: ({ queryKey }) => queryKey[1] === "b" });
  await expect.poll(() => answers.length).toBe(3);
  for (const answer of answers) answer("here");
  await refreshed;
  expect(answers).toHaveLength(3);
  for (const stop of stops) stop();
});

test("pending queries are not hydrated with the others: they could arrive between the two renders", async () => {
  const client = makeQueryClient();
  const { answers, ask } = heldServer();
  const pending = client.prefetchQuery({ queryKey: ["board"], queryFn: ask });
  await client.prefetchQuery({ queryKey: ["pipelines"], queryFn: async () => "here" });
  expect(dehydrate(client).queries.map((query) => query.queryKey)).toEqual([["pipelines"]]);
  answers[0]?.("too late");
  await pending;
});

/** A refusal as the API client throws it. */
const refusal = (httpStatus: number, code: string, details: object) =>
  Object.assign(new Error("Wait a second, then try again."), { data: { httpStatus, app: { code, details } } });

test.each([
  ["waits as long as the server says", { retryAfter: 3 }, 3_000, "answered"],
  ["tells its person of a long wait", { retryAfter: 600 }, 0, "refused"],
])("a question that is refused with 429 %s", async (_, details, waits, outcome) => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  vi.stubGlobal("window", globalThis);
  const asked: number[] = [];
  const answer = makeQueryClient()
    .fetchQuery({
      queryKey: ["teams"],
      retry: makeQueryClient().getDefaultOptions().queries?.retry ?? false,
      queryFn: () => {
        asked.push(Date.now());
        if (asked.length === 1) throw refusal(429, "RATE_LIMITED", details);
        return "answered";
      },
    })
    .catch(() => "refused");
  await vi.advanceTimersByTimeAsync(waits);
  expect(await answer).toBe(outcome);
  expect((asked[1] ?? asked[0] ?? 0) - (asked[0] ?? 0)).toBe(waits);
});
