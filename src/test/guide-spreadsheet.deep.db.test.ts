import { beforeEach, expect, test } from "vitest";
import { POST } from "@/app/api/v1/[...path]/route";
import { accountOperations } from "@/modules/crm/accounts/operations";
import type { Ctx } from "@/server/context";
import { type Line, upsertAccounts } from "../../docs/guides/spreadsheet";
import { testWorkspace } from "./ctx";
import { withKey } from "./tenancy/doors";

const answered = (request: Request) =>
  POST(request, { params: Promise.resolve({ path: new URL(request.url).pathname.split("/").slice(3) }) });
const lines = (count: number): Line[] =>
  Array.from({ length: count }, (_, index) => ({
    Number: String(index + 1),
    Company: `Harbour ${index + 1}`,
    Industry: index % 2 === 0 ? "Ports" : "",
    Employees: String(index),
  }));

let ctx: Ctx;
let options: Parameters<typeof upsertAccounts>[1];
let waits: number[];
let newKey: () => Promise<Record<string, string>>;
beforeEach(async () => {
  const workspace = await testWorkspace();
  const owner = await workspace.join("owner");
  ctx = await workspace.as(owner);
  newKey = () => withKey(workspace.tenant.id, owner, ["account:view", "account:create", "account:edit"]);
  const { authorization = "" } = await newKey();
  waits = [];
  options = {
    baseUrl: "https://crm.example/api/v1",
    key: authorization.replace("Bearer ", ""),
    run: "night-17",
    fetch: answered,
    wait: async (seconds) => waits.push(seconds),
  };
});
const total = async () => (await accountOperations.list(ctx, {})).total;

test("the guide's spreadsheet is written once, and a second run changes what it made", async () => {
  expect(await upsertAccounts(lines(120), options)).toEqual({ created: 120, changed: 0, refused: [] });
  expect(await total()).toBe(120);
  const again = await upsertAccounts(lines(120), { ...options, run: "night-18" });
  expect(again).toEqual({ created: 0, changed: 120, refused: [] });
  expect(await total()).toBe(120);
});

test("a refused line of the guide's spreadsheet is told, and stops no other", async () => {
  const [first, second, third] = lines(3);
  const wrong = { ...second, Employees: "many" };
  expect(await upsertAccounts([first ?? {}, wrong, third ?? {}], options)).toEqual({
    created: 2,
    changed: 0,
    refused: [{ line: 3, code: "VALIDATION", message: expect.stringContaining("employees") }],
  });
  expect(waits).toEqual([]);
});

test("a batch of the guide's spreadsheet whose answer is lost is carried out once", async () => {
  let isLost = true;
  const lossy = async (request: Request) => {
    const response = await answered(request);
    if (!isLost) return response;
    isLost = false;
    throw new TypeError("fetch failed");
  };
  expect(await upsertAccounts(lines(2), { ...options, fetch: lossy })).toEqual({ created: 2, changed: 0, refused: [] });
  expect(waits).toEqual([1]);
  expect(await total()).toBe(2);
});

test("lines of the guide's spreadsheet beyond the requests of a minute go into a later batch", async () => {
  await ctx.db.apiKey.updateMany({ data: { perMinute: 3 } });
  let authorization = `Bearer ${options.key}`;
  const fetch = (request: Request) => answered(new Request(request, { headers: { authorization } }));
  // Another key stands for the next minute.
  const wait = async (seconds: number) => {
    waits.push(seconds);
    ({ authorization = "" } = await newKey());
  };
  expect(await upsertAccounts(lines(5), { ...options, fetch, wait })).toEqual({ created: 5, changed: 0, refused: [] });
  expect(waits).toHaveLength(1);
  expect(waits[0]).toBeGreaterThan(0);
  expect(waits[0]).toBeLessThanOrEqual(60);
});

test("the guide's spreadsheet stops when its key is not taken", async () => {
  const refused = upsertAccounts(lines(1), { ...options, key: "tl_none" });
  await expect(refused).rejects.toThrow(/key/i);
});
