import { createConfig, lintFromString } from "@redocly/openapi-core";
import { Validator } from "@seriousme/openapi-schema-validator";
import { describe, expect, test } from "vitest";
import { permissions } from "@/lib/roles";
import { operations } from "@/registry/operations";
import { openApi } from "@/server/openapi/document";
import type { AnyOperation } from "@/server/operation";

type Schema = Record<string, unknown> & {
  properties?: Record<string, Schema>;
  anyOf?: Schema[];
  items?: Schema;
  $ref?: string;
};
type Entry = { operationId: string; requestBody?: { content: Record<string, { schema: Schema }> } };

const all = operations as unknown as Record<string, AnyOperation>;
const text = JSON.stringify(openApi(all, "https://crm.example"));
const document = JSON.parse(text) as {
  paths: Record<string, Record<string, Entry>>;
  components: { schemas: Record<string, Schema> };
};

/** A schema itself, where the document only refers to it. */
const resolved = (schema: Schema | undefined): Schema =>
  schema?.$ref ? resolved(document.components.schemas[schema.$ref.split("/").at(-1) ?? ""]) : (schema ?? {});

describe("the OpenAPI document", () => {
  test("is valid for a validator by JSON schema", async () => {
    const { valid, errors } = await new Validator().validate(JSON.parse(text));
    expect(errors ?? []).toEqual([]);
    expect(valid).toBe(true);
  });

  test("is valid for a validator by rules", async () => {
    const config = await createConfig({ extends: ["spec"] });
    const problems = await lintFromString({ source: text, absoluteRef: "openapi.json", config });
    expect(problems.map(({ message, location }) => `${location[0]?.pointer}: ${message}`)).toEqual([]);
  });

  test("would be refused by both, were it wrong", async () => {
    const broken = JSON.parse(text) as { paths: Record<string, Record<string, { responses?: object }>> };
    const [first] = Object.values(broken.paths);
    for (const entry of Object.values(first ?? {})) entry.responses = { done: {} };
    expect((await new Validator().validate(structuredClone(broken))).valid).toBe(false);
    const config = await createConfig({ extends: ["spec"] });
    const source = JSON.stringify(broken);
    expect(await lintFromString({ source, absoluteRef: "openapi.json", config })).not.toEqual([]);
  });

  test("names CONFLICT for each query that says so", () => {
    const queries = Object.entries(all).filter(([, { kind, rest }]) => kind === "query" && rest);
    const speaking = queries.filter(([, { describe }]) => describe.includes("CONFLICT")).map(([name]) => name);
    expect(queries.filter(([, { conflicts }]) => conflicts).map(([name]) => name)).toEqual(speaking);
    expect(speaking.length).toBeGreaterThan(0);
  });

  test("names CURSOR_EXPIRED for each query that says so", () => {
    const speaking = Object.entries(all).filter(([, { describe }]) => describe.includes("CURSOR_EXPIRED"));
    expect(Object.entries(all).filter(([, { cursorEnds }]) => cursorEnds)).toEqual(speaking);
    expect(speaking.length).toBeGreaterThan(0);
  });

  test("requires no property that it does not name", () => {
    const missing: string[] = [];
    const look = (part: unknown, at: string): void => {
      if (!part || typeof part !== "object") return;
      const { required, properties = {}, type } = part as Schema & { required?: unknown; type?: unknown };
      if (type === "object" && Array.isArray(required))
        missing.push(...required.filter((name) => !(name in properties)).map((name) => `${at} ${name}`));
      for (const [key, inner] of Object.entries(part)) look(inner, `${at}/${key}`);
    };
    look(document, "");
    expect(missing).toEqual([]);
  });

  test("gives each template once, however its placeholders are called", () => {
    const shapes = Object.keys(document.paths).map((path) => path.replaceAll(/\{\w+\}/g, "{}"));
    expect(shapes.filter((shape, place) => shapes.indexOf(shape) !== place)).toEqual([]);
  });
});

/** Schemas of objects by their text, without named ones, and without bodies and answers as a whole. */
function* objectsIn(part: unknown, named = false): Generator<string> {
  if (!part || typeof part !== "object") return;
  const schema = part as Schema;
  const whole = "data" in (schema.properties ?? {});
  if (!named && !whole && schema.type === "object" && schema.properties) yield JSON.stringify(schema);
  for (const [key, inner] of Object.entries(part)) yield* objectsIn(inner, ["schema", "schemas"].includes(key));
}

test("an object that several requests have stands in the document once, under a name", () => {
  const { schemas } = document.components;
  const texts = [...Object.values(schemas), document.paths].flatMap((part, index) => [
    ...objectsIn(part, index < Object.keys(schemas).length),
  ]);
  const often = texts.filter((text, place) => text.length > 250 && texts.indexOf(text) !== place);
  expect(often).toEqual([]);
});

function bodyOf(name: string): Schema {
  const entries = Object.values(document.paths).flatMap((methods) => Object.values(methods));
  const found = entries.find(({ operationId }) => operationId === name);
  return found?.requestBody?.content["application/json"]?.schema ?? {};
}

/** Whether a document's schema of a text allows a value. */
function allows(schema: Schema, value: string): boolean {
  if (schema.anyOf) return schema.anyOf.some((one) => allows(resolved(one), value));
  if (schema.type !== "string") return false;
  const { pattern, maxLength, enum: choices } = schema as { pattern?: string; maxLength?: number; enum?: string[] };
  if (pattern !== undefined && !new RegExp(pattern, "u").test(value)) return false;
  return value.length <= (maxLength ?? Number.POSITIVE_INFINITY) && (choices?.includes(value) ?? true);
}

describe("limits of a text stand in its schema: it allows what is accepted, and not what is refused", () => {
  const long = "a".repeat(600);
  test.each([
    {
      field: "website",
      at: () => bodyOf("createAccount").properties?.website,
      input: (value: string) => all.createAccount?.input.safeParse({ name: "A", website: value }),
      accepted: [
        "https://company.com",
        "http://company.com/x?y=1",
        "company.com",
        " company.com ",
        "HTTPS://A.example",
      ],
      refused: ["company", "ftp://company.com", "javascript:alert(1)", "two words", "", `https://${long}.example`],
    },
    {
      field: "email",
      at: () => bodyOf("createPlaceholder").properties?.email,
      input: (value: string) => all.createPlaceholder?.input.safeParse({ name: "A", email: value }),
      accepted: ["name@company.com", " name@company.com", "first.last+tag@sub.company.co.uk", "o'neil@company.com"],
      refused: ["name", "name@company", "a..b@company.com", ".a@company.com", "@company.com", `${long}@company.com`],
    },
    {
      field: "timeZone",
      at: () => bodyOf("updateWorkspace").properties?.timeZone,
      input: (value: string) => all.updateWorkspace?.input.safeParse({ version: 1, timeZone: value }),
      accepted: ["UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires", "Etc/GMT+5", "america/chicago"],
      refused: ["", "Europe/", "Mars Base", "/Berlin", "Europe//Berlin", long],
    },
    {
      field: "currency",
      at: () => resolved(bodyOf("createAccount").properties?.annualRevenue?.anyOf?.[0]).properties?.currency,
      input: (value: string) =>
        all.createAccount?.input.safeParse({ name: "A", annualRevenue: { amount: 1, currency: value } }),
      accepted: ["USD", "EUR", "JPY", ...Intl.supportedValuesOf("currency")],
      refused: ["usd", "US", "XYZ", "QQQ", "USDX", ""],
    },
    {
      field: "permission",
      at: () => bodyOf("setGrant").properties?.permission,
      input: (value: string) =>
        all.setGrant?.input.safeParse({ id: crypto.randomUUID(), permission: value, effect: "deny" }),
      accepted: [...permissions],
      refused: ["record:fly", "account", "", "account:fly"],
    },
  ])("$field", ({ at, input, accepted, refused }) => {
    const schema = resolved(at());
    for (const value of accepted)
      expect([value, input(value)?.success, allows(schema, value)]).toEqual([value, true, true]);
    for (const value of refused)
      expect([value, input(value)?.success, allows(schema, value)]).toEqual([value, false, false]);
  });
});
