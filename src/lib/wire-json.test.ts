import fc from "fast-check";
import superjson from "superjson";
import { describe, expect, it } from "vitest";
import { toWireJson } from "./wire-json";

const sent = (value: unknown) => superjson.deserialize(JSON.parse(JSON.stringify(toWireJson(value))));

describe("wire JSON", () => {
  it("is plain JSON without superjson's notes where that is enough", () => {
    const page = { rows: [{ id: "a", owner: null, amount: { amount: 12, currency: "USD" } }], total: 1 };
    expect(toWireJson(page)).toEqual({ json: page });
  });

  it.each([
    ["a date", { at: new Date(0) }],
    ["a large integer", [1n]],
    ["a field that is not there", { a: undefined }],
    ["an empty answer", undefined],
    ["not a number", { a: Number.NaN }],
    ["minus zero", [-0]],
    ["a set", new Set(["a"])],
  ])("brings back %s", (_, value) => {
    expect(sent(value)).toStrictEqual(value);
  });

  it("brings back whatever superjson brings back", () => {
    // Names that superjson refuses to carry at all.
    const key = fc.string().filter((name) => !["__proto__", "constructor", "prototype"].includes(name));
    fc.assert(
      fc.property(fc.anything({ key, withDate: true, withBigInt: true }), (value) => {
        const reference = superjson.deserialize(JSON.parse(JSON.stringify(superjson.serialize(value))));
        expect(sent(value)).toEqual(reference);
      }),
      { numRuns: 300 },
    );
  });
});
