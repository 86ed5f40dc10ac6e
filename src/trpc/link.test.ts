import { createTRPCClient } from "@trpc/client";
import { expect, test, vi } from "vitest";
import { linkOf } from "./link";

/** A tab whose server is asked and never answers: what was asked, in the order in which it went. */
function unansweredTab() {
  const asked: { method: string; path: string; headers: Headers }[] = [];
  vi.stubGlobal("fetch", (url: string, { method = "GET", headers }: RequestInit = {}) => {
    const path = url.replace(/^\/api\/trpc\//, "").replace(/\?.*/, "");
    asked.push({ method, path, headers: new Headers(headers) });
    return new Promise<never>(() => undefined);
  });
  return { asked, client: createTRPCClient({ links: [linkOf("this-tab", "acme")] }) };
}
const ways = (asked: { method: string; path: string }[]) => asked.map(({ method, path }) => `${method} ${path}`);

test("questions of one moment go together; a write goes alone, and does not wait for them", async () => {
  const { asked, client } = unansweredTab();
  void client.teams.list.query({});
  void client.members.counts.query({});
  void client.notifications.markAll.mutate({ as: "read" });
  void client.notifications.markAll.mutate({ as: "done" });
  await expect.poll(() => asked.length).toBe(3);
  expect(ways(asked)).toEqual([
    "POST notifications.markAll",
    "POST notifications.markAll",
    "GET teams.list,members.counts",
  ]);
  for (const { headers } of asked)
    expect([headers.get("x-origin"), headers.get("x-workspace")]).toEqual(["this-tab", "acme"]);
});

test("so many questions that one call would be long are several calls", async () => {
  const { asked, client } = unansweredTab();
  for (let nth = 0; nth < 11; nth++) void client.teams.list.query({});
  await expect.poll(() => asked.length).toBe(2);
  expect(asked.map(({ path }) => path.split(",").length).sort()).toEqual([1, 10]);
});
