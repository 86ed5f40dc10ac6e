// @module-tag once

import { beforeAll, describe, expect, test } from "vitest";
import { addImportFile } from "@/modules/platform/data/imports/operations/add-file";
import { createImport, getImport } from "@/modules/platform/data/imports/operations/manage-imports";
import { operations } from "@/registry/operations";
import type { Ctx, IdentityCtx } from "@/server/context";
import { toAppError } from "@/server/errors";
import type { AnyIdentityOperation, AnyOperation, AnyTenantOperation } from "@/server/operation";
import { testWorkspace } from "../ctx";
import { fillWorkspace } from "../full-workspace";
import { anonymous, newMail, newPerson, requestOf, signInAs } from "../identity";
import { bytesOf } from "../import-trial";
import { newMark } from "../new-mark";
import { derivedNames } from "../sample-input";
import { isDeep, tried, triedOperations } from "../tiers";
import { knownNaughtyStrings, ownNaughtyStrings } from "./naughty-strings";
import { answeredAt, at, fullInput, type Path, replaced, textFields } from "./text-fields";

const all = Object.entries(operations) as unknown as [string, AnyOperation][];
const tenantOperations = all.filter((entry): entry is [string, AnyTenantOperation] => entry[1].realm === "tenant");
const identityOperations = all.filter(
  (entry): entry is [string, AnyIdentityOperation] => entry[1].realm === "identity",
);
/** Operations that create records get the whole list; for the others the known breakers suffice. */
const thorough = (name: string) => /^create(Account|Opportunity|Product)$/.test(name);
const ownTexts = (name: string) => tried(ownNaughtyStrings, name, 2);

let ctx: Ctx;
let ids: Record<string, string>;
beforeAll(async () => {
  ctx = await (await testWorkspace()).role("owner");
  ({ ids } = await fillWorkspace(ctx));
});

/** The result of a call: its return value, or the code of a refusal. Our own failures are thrown. */
async function outcome(
  operation: AnyOperation,
  input: unknown,
  by: Ctx | IdentityCtx = ctx,
): Promise<{ result?: unknown; code?: string }> {
  try {
    return { result: await (operation as unknown as (by: unknown, input: unknown) => Promise<unknown>)(by, input) };
  } catch (error) {
    const app = toAppError(error, "");
    if (app.code === "INTERNAL")
      throw new Error(`INTERNAL for ${JSON.stringify(input).slice(0, 300)}`, { cause: app.cause });
    if (app.code === "VALIDATION") expect(app.details?.fields?.[0]?.message.length, app.message).toBeGreaterThan(0);
    return { code: app.code };
  }
}

/** Puts the text into all fields that accept it, and checks that the others refuse it by name. */
function inputWith(operation: AnyOperation, base: unknown, fields: Path[], text: string) {
  let input = base;
  const taken: Path[] = [];
  for (const path of fields) {
    const parsed = operation.input.safeParse(replaced(base, path, text));
    if (parsed.success) {
      taken.push(path);
      input = replaced(input, path, text);
    } else expect(parsed.error.issues.some((issue) => issue.path[0] === path[0] && issue.message !== "")).toBe(true);
  }
  return { input, taken };
}

/** Fewer calls than any throttle lets a person make. */
const callsOfPerson = 5;
let session = { token: "", left: 0 };

/** Anonymous for public operations, else a person; throttles count both addresses and people, so each makes few calls. */
async function caller(operation: AnyOperation): Promise<Ctx | IdentityCtx> {
  if (operation.realm === "tenant") return ctx;
  if (operation.permission !== "person") return anonymous();
  if (session.left === 0) session = { token: await signInAs(await newPerson()), left: callsOfPerson };
  session.left -= 1;
  return await requestOf(session.token);
}

/** A sample with unused names. */
function freshInput(operation: AnyOperation): Record<string, unknown> {
  const input = fullInput(operation, ids);
  if (operation.realm === "tenant") return input;
  return {
    ...input,
    ...("email" in input ? { email: newMail() } : {}),
    ...("slug" in input ? { slug: `naughty-${newMark()}` } : {}),
  };
}

describe("every text field of every operation takes naughty strings as given, or says no cleanly", () => {
  test.each(triedOperations(tenantOperations, 2))("%s", async (name, operation) => {
    let base = fullInput(operation, ids);
    const { free: fields } = textFields(operation, base);
    const texts = [...ownTexts(name), ...(thorough(name) ? (knownNaughtyStrings ?? []) : [])];
    if (fields.length === 0) return;
    for (const text of texts) {
      const { input, taken } = inputWith(operation, base, fields, text);
      if (taken.length === 0) {
        expect((await outcome(operation, replaced(base, fields[0] ?? [], text))).code, text).toMatch(
          /VALIDATION|NOT_FOUND/,
        );
        continue;
      }
      const { result } = await outcome(operation, input);
      if (result === undefined || operation.kind === "query") continue;
      const parsed = operation.input.parse(input);
      for (const path of taken.filter(([name]) => !derivedNames(operation).includes(String(name)))) {
        const stored = answeredAt(result, path).filter((value) => typeof value === "string");
        if (stored.length > 0) expect(stored, `${path.join(".")} of ${name}`).toContain(at(parsed, path));
      }
      const version = at(result, ["version"]);
      if (typeof version === "number" && "version" in base) base = { ...base, version };
    }
  });
});

describe("every field of a form of its own (addresses, days, choices) keeps them as it reads them, or says no by name", () => {
  test.each(triedOperations(all, 2))("%s", async (name, operation) => {
    const { formed } = textFields(operation, fullInput(operation, ids));
    for (const path of formed) {
      for (const text of ownTexts(name)) {
        const base = freshInput(operation);
        const { taken, input } = inputWith(operation, base, [path], text);
        const said = await outcome(
          operation,
          taken.length > 0 ? input : replaced(base, path, text),
          await caller(operation),
        );
        if (taken.length === 0) expect(said.code, `${path.join(".")} ${text}`).toBe("VALIDATION");
        const stored = at(said.result, path);
        if (taken.length > 0 && typeof stored === "string") expect(stored).toBe(at(operation.input.parse(input), path));
      }
    }
  });
});

describe("so does every operation without a workspace", () => {
  test.each(identityOperations)("%s", async (name, operation) => {
    const { free } = textFields(operation, freshInput(operation));
    for (const text of free.length > 0 ? ownNaughtyStrings : []) {
      const { input, taken } = inputWith(operation, freshInput(operation), free, text);
      const { result } = await outcome(operation, input, await caller(operation));
      const parsed = operation.input.parse(input);
      for (const path of taken) {
        const stored = at(result, path);
        if (typeof stored === "string") expect(stored, `${path.join(".")} of ${name}`).toBe(at(parsed, path));
      }
    }
  });
});

test("a file of any name goes into an import under it, or is refused cleanly", async () => {
  for (const name of ownNaughtyStrings) {
    const { id } = await createImport(ctx, {});
    const { result, code } = await outcome(addImportFile, { id, name, content: bytesOf("Company\nOne\n") });
    if (result === undefined) expect(code, name).toBe("VALIDATION");
    else expect((await getImport(ctx, { id })).files).toMatchObject([{ name: name.trim() }]);
  }
});

describe("every list takes them in its search, conditions, sort and cursor", () => {
  const lists = tenantOperations.filter(
    ([, operation]) =>
      operation.input.safeParse({ q: "x", conditions: [] }).success && "conditions" in shapeOf(operation),
  );

  test.each(lists)("%s", async (name, operation) => {
    for (const text of ownTexts(name)) {
      const inputs = [
        { q: text },
        { cursor: text },
        { sort: { field: text, direction: "asc" } },
        { conditions: [{ field: text, op: "is", value: text }] },
        ...["is", "isNot", "contains", "startsWith", "atLeast"].map((op) => ({
          conditions: [{ field: "name", op, value: text }],
        })),
        { conditions: [{ field: "name", op: "anyOf", value: [text, "x"] }] },
      ];
      for (const input of tried(inputs, name, 3)) await outcome(operation, input);
    }
  });

  test.each(lists.filter(([name, operation]) => isDeep(name) && "rows" in outputOf(operation)))(
    "%s: values that no column holds, cursors that were changed",
    async (_name, operation) => {
      const { rows } = outputOf(operation) as { rows: { element: { shape: object } } };
      const numbers = ["1e309", "1.5", "99999999999999999999", "9007199254740993", "-1", 1e300, -0, 2 ** 31];
      const days = ["0000-01-01", "0001-01-01", "9999-12-31", "2026-02-30", "2026-13-01", "+275760-09-13"];
      for (const field of Object.keys(rows.element.shape)) {
        for (const value of [...numbers, ...days, true]) {
          for (const op of ["is", "atMost"]) await outcome(operation, { conditions: [{ field, op, value }] });
          await outcome(operation, { conditions: [{ field, op: "between", value: [String(value), String(value)] }] });
          const cursor = { s: `${field}:asc`, v: value === true ? null : value, id: crypto.randomUUID(), t: 5 };
          const text = Buffer.from(JSON.stringify(cursor)).toString("base64url");
          await outcome(operation, { sort: { field, direction: "asc" }, cursor: text });
        }
      }
    },
  );

  test("some list is meant", () => expect(lists.length).toBeGreaterThan(2));
});

const shapeOf = (operation: AnyTenantOperation) => (operation.input as unknown as { shape?: object }).shape ?? {};
const outputOf = (operation: AnyTenantOperation) => (operation.output as unknown as { shape?: object }).shape ?? {};

if (knownNaughtyStrings === null)
  test.skip("../shared/data/naughty-strings is not here: only our own list was tried", () => undefined);
