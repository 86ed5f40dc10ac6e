import { describe, expect, expectTypeOf, test } from "vitest";
import { z } from "zod";
import { field } from "@/lib/fields/build";
import { defineFields } from "@/lib/fields/field";
import { defineNoun } from "./define";
import { extendSchema, pickSchema } from "./derive-schema";
import "./schemas";

const fields = defineFields({
  name: field.text({ label: "Name", required: true, folded: true }),
  chance: field.percent({ label: "Chance" }),
  made: field.text({ label: "Made", required: true, computed: true }),
  outside: field.text({ label: "Outside", computed: true, importable: true }),
  at: field.instant({ label: "At", computed: true }),
});
const noun = defineNoun("product", { fields, naturalKeys: [["name"]] });

describe("schemas of a noun", () => {
  const given = { name: "A", chance: null };

  test("take keys beside the fields, and in the place of one", () => {
    const create = extendSchema(noun.create, { chance: z.int(), rank: z.string() });
    expectTypeOf<z.output<typeof create>["chance"]>().toEqualTypeOf<number>();
    expect(create.safeParse({ ...given, chance: 5, rank: "a" }).data).toEqual({ name: "A", chance: 5, rank: "a" });
    expect(create.safeParse({ ...given, rank: "a" }).success).toBe(false);
  });

  test("give some of their keys", () => {
    const some = pickSchema(noun.record, ["name"]);
    expectTypeOf<z.output<typeof some>>().toEqualTypeOf<{ name: string }>();
    expect(some.parse({ name: "A", chance: 1 })).toEqual({ name: "A" });
  });
});

test("files neither need nor fill what the server sets, unless the field says so, and know nothing of points in time", () => {
  const { made, outside, at } = noun.catalog.columns;
  expect(made).toEqual({ label: "Made", kind: "text", importable: false });
  expect(outside).toEqual({ label: "Outside", kind: "text" });
  expect(at).toBeUndefined();
});

test("a natural key that people type is folded, and one that the server sets is compared as it is", () => {
  const keyed = (key: keyof typeof fields) => () => defineNoun("product", { fields, naturalKeys: [[key]] });
  expect(keyed("chance")).toThrow("product.chance is a natural key: write folded: true");
  expect(keyed("outside")).not.toThrow();
});
