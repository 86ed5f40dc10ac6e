import { createTRPCClient } from "@trpc/client";
import { expect, test, vi } from "vitest";
import { readServerError } from "@/components/form/server-error";
import { identityPrompt } from "@/components/layout/identity-prompt";
import { linkOf } from "./link";

/** A tab whose server never answers: its requests, in order. */
function unansweredTab() {
  const asked: { method: string; path: string; length: number; headers: Headers; body: string }[] = [];
  vi.stubGlobal("fetch", (url: string, { method = "GET", headers, body }: RequestInit = {}) => {
    const path = url.replace(/^\/api\/trpc\//, "").replace(/\?.*/, "");
    asked.push({ method, path, length: url.length, headers: new Headers(headers), body: String(body ?? "") });
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

test("a question with a thousand ids goes by POST, alone; short ones go together by GET, in short addresses", async () => {
  const { asked, client } = unansweredTab();
  const ids = (count: number) =>
    Array.from({ length: count }, (_, nth) => `01890000-0000-7000-8000-${String(nth).padStart(12, "0")}`);
  const asks = { noun: "account", selection: { ids: ids(1_000) }, change: { type: "archive" } } as const;
  void client.bulkRuns.preview.query(asks);
  for (let nth = 0; nth < 6; nth++) void client.members.pick.query({ ids: ids(50) });
  await expect.poll(() => asked.length).toBeGreaterThan(2);
  const [long, ...short] = asked.toSorted((one, other) => other.method.localeCompare(one.method));
  expect(long).toMatchObject({ method: "POST", path: "bulkRuns.preview", length: "/api/trpc/bulkRuns.preview".length });
  expect(JSON.parse(long?.body ?? "")).toEqual(asks);
  expect(short.flatMap(({ path }) => path.split(","))).toHaveLength(6);
  for (const { method, length } of short) expect([method, length < 6_001]).toEqual(["GET", true]);
});

test.each([
  ["nobody answers", () => Promise.reject(new TypeError("Failed to fetch"))],
  ["something else answers", () => Promise.resolve(new Response("<h1>Bad Gateway</h1>", { status: 502 }))],
])("where %s, a question says so, and a write that it may have arrived", async (_, answer) => {
  vi.stubGlobal("fetch", answer);
  const client = createTRPCClient({ links: [linkOf("this-tab", "acme")] });
  const said = (asked: Promise<unknown>) => asked.then(() => "answered", readServerError);
  const code = "UNREACHABLE";
  await expect(said(client.teams.list.query({}))).resolves.toMatchObject({
    code,
    message: "The server could not be reached. Check your connection and try again.",
  });
  await expect(said(client.notifications.markAll.mutate({ as: "read" }))).resolves.toMatchObject({
    code,
    message:
      "The server could not be reached. Check your connection, and check whether your change was saved before you try again.",
  });
});

test("a write that the server refuses keeps the server's words", async () => {
  const app = { code: "VALIDATION", details: null };
  const error = { code: -32600, message: "halden is taken.", data: { httpStatus: 422, app } };
  vi.stubGlobal("fetch", () => Promise.resolve(Response.json({ error }, { status: 422 })));
  const client = createTRPCClient({ links: [linkOf("this-tab", "acme")] });
  const refused = await client.notifications.markAll.mutate({ as: "read" }).catch(readServerError);
  expect(refused).toMatchObject({ code: "VALIDATION", message: "halden is taken." });
});

test("a write that needs a proof asks for it once, and goes again only after it", async () => {
  const details = { reason: "confirm" };
  const app = { code: "FORBIDDEN", details };
  const refusal = {
    error: { code: -32603, message: "Confirm your identity to continue.", data: { httpStatus: 403, app } },
  };
  const answers: { proven: boolean; sent: number } = { proven: false, sent: 0 };
  vi.stubGlobal("fetch", async () => {
    answers.sent++;
    const done = { result: { data: { marked: 1 } } };
    return answers.proven ? Response.json(done) : Response.json(refusal, { status: 403 });
  });
  const client = createTRPCClient({ links: [linkOf("this-tab", "acme")] });
  const write = () => client.notifications.markAll.mutate({ as: "read" }).then(() => "done", readServerError);
  identityPrompt.open = async () => false;
  expect(await write()).toMatchObject({ code: "FORBIDDEN", details });
  expect(answers.sent).toBe(1);
  identityPrompt.open = async () => {
    answers.proven = true;
    return true;
  };
  expect(await write()).toBe("done");
  expect(answers.sent).toBe(3);
  identityPrompt.open = null;
});
