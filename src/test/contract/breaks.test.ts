import { describe, expect, test } from "vitest";
import { breaksBetween } from "./breaks";
import { type ApiDocument, contractOf, type Operation, type Schema } from "./contract";

/** A document with each kind of thing that can break. */
const small = () => {
  const boat: Schema = {
    type: "object",
    properties: {
      name: { type: "string" },
      kind: { type: "string", enum: ["sail", "motor"] },
      length: { type: "integer" },
      builtOn: { anyOf: [{ type: "string", format: "date" }, { type: "null" }] },
      custom: { type: "object", additionalProperties: { type: "string" } },
      tender: { anyOf: [{ $ref: "#/components/schemas/Boat" }, { type: "null" }] },
    },
    required: ["name", "kind", "length", "builtOn"],
    additionalProperties: false,
  };
  const filter: Schema = {
    oneOf: [
      { type: "object", properties: { by: { const: "name" }, text: { type: "string" } }, required: ["by", "text"] },
      { type: "object", properties: { by: { const: "length" }, least: { type: "number" } }, required: ["by", "least"] },
    ],
  };
  const page: Schema = {
    type: "object",
    properties: { data: { type: "array", items: { $ref: "#/components/schemas/Boat" } } },
    required: ["data"],
  };
  const list: Operation = {
    operationId: "listBoats",
    parameters: [
      { $ref: "#/components/parameters/Limit", name: "", in: "" },
      { name: "q", in: "query", schema: { type: "string" } },
      { name: "filter", in: "query", content: { "application/json": { schema: filter } } },
    ],
    responses: { "200": { $ref: "#/components/responses/BoatList" } },
  };
  const body: Schema = {
    type: "object",
    properties: {
      name: { type: "string" },
      kind: { type: "string", enum: ["sail", "motor"] },
      length: { type: ["integer", "null"] },
      berths: { enum: [2, 4] },
      labels: { type: "array", items: { type: "string" } },
    },
    required: ["name"],
    additionalProperties: false,
  };
  const create: Operation = {
    operationId: "createBoat",
    requestBody: { required: true, content: { "application/json": { schema: body } } },
    responses: { "201": { content: { "application/json": { schema: { $ref: "#/components/schemas/Boat" } } } } },
  };
  const document: ApiDocument = {
    paths: { "/boats": { get: list, post: create } },
    components: {
      schemas: { Boat: boat },
      parameters: { Limit: { name: "limit", in: "query", schema: { type: "integer" } } },
      responses: { BoatList: { content: { "application/json": { schema: page } } } },
    },
  };
  return { document, boat, filter, list, create, body };
};
type Small = ReturnType<typeof small>;

/** The breaks of a change, each with the number of operations that it reaches. */
function breaksOf(change: (parts: Small) => void): Record<string, number> {
  const changed = small();
  change(changed);
  const found = breaksBetween(contractOf(small().document), contractOf(changed.document));
  return Object.fromEntries(found.map(({ text, operations }) => [text, operations.length]));
}

const property = ({ properties = {} }: Schema, name: string): Schema => properties[name] ?? {};
const without = (schema: Schema, name: string) => delete schema.properties?.[name];
const set = (schema: Schema, name: string, value: Schema) => Object.assign(schema.properties ?? {}, { [name]: value });

describe("a break is named", () => {
  test.each<[string, (parts: Small) => void, Record<string, number>]>([
    ["no change", () => undefined, {}],
    [
      "an operation that is gone",
      ({ document }) => delete document.paths["/boats"]?.get,
      { "GET /boats listBoats is gone": 1 },
    ],
    [
      "an operation with another name",
      ({ list }) => Object.assign(list, { operationId: "getBoats" }),
      { "GET /boats listBoats is gone": 1 },
    ],
    ["a parameter that is gone", ({ list }) => list.parameters?.splice(1, 1), { "listBoats.query.q is gone": 1 }],
    [
      "a shared parameter of another type",
      ({ document }) => Object.assign(document.components.parameters.Limit ?? {}, { schema: { type: "string" } }),
      { "listBoats.query.limit was integer and is now string": 1 },
    ],
    [
      "a new parameter that is required",
      ({ list }) => list.parameters?.push({ name: "harbour", in: "query", required: true, schema: { type: "string" } }),
      { "listBoats.query is now required": 1, "listBoats.query.harbour is new and required": 1 },
    ],
    [
      "one of several forms that is gone",
      ({ filter }) => filter.oneOf?.pop(),
      {
        'listBoats.query.filter.by no longer has the value "length"': 1,
        "listBoats.query.filter.least is gone": 1,
        "listBoats.query.filter.text is new and required": 1,
      },
    ],
    ["a property of a body that is gone", ({ body }) => without(body, "kind"), { "createBoat.body.kind is gone": 1 }],
    [
      "a property of a body that becomes required",
      ({ body }) => body.required?.push("kind"),
      { "createBoat.body.kind is now required": 1 },
    ],
    [
      "a new property of a body that is required",
      ({ body }) => {
        set(body, "flag", { type: "string" });
        body.required?.push("flag");
      },
      { "createBoat.body.flag is new and required": 1 },
    ],
    [
      "a value of a body that is gone",
      ({ body }) => property(body, "kind").enum?.pop(),
      { 'createBoat.body.kind no longer has the value "motor"': 1 },
    ],
    [
      "a free text of a body that becomes a choice",
      ({ body }) => set(body, "name", { type: "string", enum: ["Ida", "Max"] }),
      { "createBoat.body.name takes only Ida, Max now": 1 },
    ],
    [
      "a whole number of a body that becomes a choice",
      ({ body }) => set(body, "length", { anyOf: [{ enum: [10, 20] }, { type: "null" }] }),
      { "createBoat.body.length takes only 10, 20 now": 1 },
    ],
    [
      "a text of a body that must be a date",
      ({ body }) => set(body, "name", { type: "string", format: "date" }),
      { "createBoat.body.name was string and is now date": 1 },
    ],
    [
      "a property of a body that may not be emptied",
      ({ body }) => set(body, "length", { type: "integer" }),
      { "createBoat.body.length may no longer be null": 1 },
    ],
    [
      "items of another type",
      ({ body }) => set(body, "labels", { type: "array", items: { type: "integer" } }),
      { "createBoat.body.labels.[] was string and is now integer": 1 },
    ],
    ["a property of answers that is gone", ({ boat }) => without(boat, "name"), { "Boat.name in answers is gone": 2 }],
    [
      "a property of answers that may be missing",
      ({ boat }) => boat.required?.shift(),
      { "Boat.name in answers may now be missing": 2 },
    ],
    [
      "a property of answers that may be null",
      ({ boat }) => set(boat, "length", { type: ["integer", "null"] }),
      { "Boat.length in answers may now be null": 2 },
    ],
    [
      "a property of answers of another type",
      ({ boat }) => set(boat, "length", { type: "number" }),
      { "Boat.length in answers was integer and is now number": 2 },
    ],
    [
      "a value of answers that is gone",
      ({ boat }) => property(boat, "kind").enum?.pop(),
      { 'Boat.kind in answers no longer has the value "motor"': 2 },
    ],
    [
      "names of its own that a map of answers has no more",
      ({ boat }) => set(boat, "custom", { type: "object", properties: {}, additionalProperties: false }),
      { "Boat.custom in answers has no other names any more": 2 },
    ],
    [
      "a map of answers with other values",
      ({ boat }) => set(boat, "custom", { type: "object", additionalProperties: { type: "integer" } }),
      { "Boat.custom.* in answers was string and is now integer": 2 },
    ],
    [
      "an answer of another form",
      ({ create }) => Object.assign(create, { responses: { "201": {} } }),
      { "createBoat.answer was object and is now any": 1 },
    ],
  ])("%s", (_what, change, expected) => expect(breaksOf(change)).toEqual(expected));
});

describe("no break is", () => {
  test.each<[string, (parts: Small) => void]>([
    ["a new operation", ({ document, list }) => Object.assign(document.paths, { "/ships": { get: list } })],
    ["a new parameter", ({ list }) => list.parameters?.push({ name: "sort", in: "query", schema: { type: "string" } })],
    ["a new property of a body", ({ body }) => set(body, "flag", { type: "string" })],
    ["a property of a body that need not be given any more", ({ body }) => body.required?.pop()],
    ["a body that takes more types", ({ body }) => set(body, "name", { type: ["string", "integer", "null"] })],
    [
      "a number of a body that need not be whole any more",
      ({ body }) => set(body, "length", { type: ["number", "null"] }),
    ],
    [
      "a date of answers where any text was allowed",
      ({ boat }) => set(boat, "name", { type: "string", format: "date" }),
    ],
    ["a text of a body that may be anything now", ({ body }) => set(body, "name", {})],
    ["a choice of whole numbers that becomes any number", ({ body }) => set(body, "berths", { type: "number" })],
    ["a choice that becomes a free text", ({ body }) => set(body, "kind", { type: "string" })],
    ["a new value", ({ boat, body }) => [boat, body].map((one) => property(one, "kind").enum?.push("oars"))],
    ["a new property of answers", ({ boat }) => set(boat, "flag", { type: "string" })],
    ["a property of answers that is always there now", ({ boat }) => boat.required?.push("custom")],
    [
      "a property of answers that is never null now",
      ({ boat }) => set(boat, "builtOn", { type: "string", format: "date" }),
    ],
    [
      "another limit or text",
      ({ body }) => Object.assign(property(body, "name"), { maxLength: 5, description: "Its name" }),
    ],
    [
      "a schema under another name",
      ({ document, boat, create }) => {
        const text = JSON.stringify({ boat, create, responses: document.components.responses });
        const renamed = JSON.parse(text.replaceAll("schemas/Boat", "schemas/Vessel")) as Small &
          ApiDocument["components"];
        Object.assign(create, renamed.create);
        Object.assign(document.components, { schemas: { Vessel: renamed.boat }, responses: renamed.responses });
      },
    ],
  ])("%s", (_what, change) => expect(breaksOf(change)).toEqual({}));
});
