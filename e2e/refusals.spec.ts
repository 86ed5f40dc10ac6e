import { randomUUID } from "node:crypto";
import type { APIResponse, Page } from "@playwright/test";
import { z } from "zod";
import type { BulkChange } from "@/lib/bulk-changes";
import { accountOperations } from "@/modules/crm/accounts/operations";
import type { AnyOperation } from "@/server/operation";
import { procedures } from "@/test/procedures";
import { sampleInput } from "@/test/sample-input";
import type { Firm } from "./firm";
import { expect, signIn, test } from "./test";

// Never tried again: an error that shows only sometimes is still an error.
test.describe.configure({ retries: 0 });

const tenantProcedures = procedures
  .filter(({ operation }) => operation.realm === "tenant")
  // Those that change come last: they may end what others read.
  .sort((one, other) => Number(one.type === "mutation") - Number(other.type === "mutation"));

interface Answer {
  status: number;
  code: string | undefined;
  message: string | undefined;
  data: unknown;
}

/** A call as the app sends it when its input is long. */
async function call({ page, firm }: { page: Page; firm: Firm }, path: string, input: unknown): Promise<Answer> {
  const headers = { "x-workspace": firm.slug };
  return await answerOf(await page.request.post(`/api/trpc/${path}`, { headers, data: input }));
}

async function answerOf(response: APIResponse): Promise<Answer> {
  const { error, result } = await response.json();
  return { status: response.status(), code: error?.data?.app?.code, message: error?.message, data: result?.data };
}

/** A page has been drawn: its bundle was the first to load the registry. */
async function afterPage(page: Page, firm: Firm): Promise<void> {
  await signIn(page, firm.owner);
  await page.goto(firm.at("/accounts"));
  await expect(page.getByRole("heading", { name: "Accounts" }).first()).toBeVisible();
}

test("no operation calls a refusal an error of the server, whatever it is asked", async ({ page, firm }) => {
  test.setTimeout(600_000);
  await afterPage(page, firm);
  const wrong: string[] = [];
  for (const { path, operation } of tenantProcedures)
    for (const input of [{}, sampleOf(operation, false), sampleOf(operation, true)]) {
      const { status, code, message } = await call({ page, firm }, path, input);
      if (status >= 500 || code === "INTERNAL") wrong.push(`${path} ${JSON.stringify(input)}: ${status} ${message}`);
    }
  expect(tenantProcedures.length).toBeGreaterThan(300);
  expect(wrong).toEqual([]);
  // The session has lasted until the last of them.
  expect(await call({ page, firm }, "accounts.list", {})).toMatchObject({ status: 200 });
});

/** An input that fits the schema and names records that are nowhere. */
const sampleOf = (operation: AnyOperation, optional: boolean) =>
  sampleInput(operation, { optional, idOf: () => randomUUID() });

/** Queries whose input may name so many ids, with such an input. */
const many = tenantProcedures.flatMap(({ path, type, operation }) => {
  const input = sampleOf(operation, true);
  const schema = z.toJSONSchema(operation.input, { unrepresentable: "any", io: "input" });
  const { $defs, ...shape } = schema as Shape & { $defs?: Parts };
  const filled = type === "query" && withIds(input, shape, $defs ?? {});
  return filled ? [{ path, input: filled }] : [];
});

type Parts = Readonly<Record<string, Shape>>;

interface Shape {
  $ref?: string;
  type?: string;
  format?: string;
  maxItems?: number;
  items?: Shape;
  properties?: Record<string, Shape>;
  anyOf?: Shape[];
}

/** The input with as many ids as each of its lists takes; null where it has no long list of ids. */
function withIds(input: unknown, given: Shape, parts: Parts): unknown {
  const shape = parts[given.$ref?.split("/").at(-1) ?? ""] ?? given;
  const { items, maxItems = 0, properties, anyOf } = shape;
  if (items?.format === "uuid" && maxItems >= 100) return Array.from({ length: maxItems }, () => randomUUID());
  if (anyOf) return anyOf.map((one) => withIds(input, one, parts)).find((one) => one !== null) ?? null;
  const longer = Object.entries(properties ?? {}).flatMap(([name, inner]) => {
    const value = withIds(Reflect.get(Object(input), name), inner, parts);
    return value === null ? [] : [[name, value] as const];
  });
  return longer.length > 0 ? { ...(input as object), ...Object.fromEntries(longer) } : null;
}

test("every query that takes ids takes as many as it says", async ({ page, firm }) => {
  await afterPage(page, firm);
  expect(many.map(({ path }) => path)).toEqual(expect.arrayContaining(["bulkRuns.preview", "files.pictures"]));
  const refused: unknown[] = [];
  const change: BulkChange = { type: "set", field: "industry", value: "Mining" };
  for (const { path, input } of many) {
    const known = path === "bulkRuns.preview" ? { noun: "account", change } : {};
    const { status, code, message } = await call({ page, firm }, path, { ...(input as object), ...known });
    // Nobody has these ids, but so many are no mistake.
    if (status !== 200 && code !== "NOT_FOUND") refused.push([path, status, code, message]);
  }
  expect(refused).toEqual([]);
});

const refused: [string, BulkChange, RegExp][] = [
  ["a script as a website", { type: "set", field: "website", value: "javascript:alert(1)" }, /web address|http/i],
  ["an industry that is none", { type: "set", field: "industry", value: "x".repeat(300) }, /./],
  ["an unknown tag", { type: "add", field: "tags", values: [randomUUID()] }, /./],
  ["a removed owner", { type: "set", field: "owner", value: randomUUID() }, /./],
];

test("a change of many says of each record why it was refused, and changes the others", async ({ page, firm }) => {
  const [parent, child] = [await firm.account({ name: "Parent" }), await firm.account({ name: "Child" })];
  const other = await firm.account({ name: "Other" });
  const ids = [parent.id, child.id];
  await afterPage(page, firm);
  const ask = (path: string, input: object) => call({ page, firm }, `bulkRuns.${path}`, input);
  for (const [what, change, reason] of refused) {
    const preview = await ask("preview", { noun: "account", selection: { ids }, change });
    const started = await ask("start", { noun: "account", selection: { ids }, change });
    if (preview.status === 200) {
      expect.soft(preview.data, what).toMatchObject({ total: 2, changed: 0 });
      expect.soft(started.data, what).toMatchObject({ changed: 0, failed: 2 });
    } else
      expect
        .soft([preview.status, preview.code, preview.message], what)
        .toEqual([422, "VALIDATION", expect.stringMatching(reason)]);
  }
  const change = { type: "set", field: "parent", value: parent.id };
  const moved = await ask("start", { noun: "account", selection: { ids: [...ids, randomUUID()] }, change });
  expect(moved.data).toMatchObject({ status: "done", total: 3, changed: 1, failed: 2 });
  const { id } = moved.data as { id: string };
  const problems = await ask("problems", { id, state: "failed" });
  expect((problems.data as { rows: unknown[] }).rows).toHaveLength(2);
  // Somebody changes the same meanwhile: the undo leaves that, and says so.
  const { version } = await accountOperations.get(firm.ctx, { id: child.id });
  await accountOperations.update(firm.ctx, { id: child.id, version, parentId: other.id });
  expect((await ask("undo", { id })).data).toMatchObject({ status: "undone", undone: 0, kept: 1 });
});
