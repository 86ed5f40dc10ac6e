import { expect, test } from "vitest";
import { z } from "zod";
import { inputSchema, refuseUnknownFields } from "./input-schema";

type Tree = { name: string; children?: Tree[] | undefined };
const tree: z.ZodType<Tree> = z.object({ name: z.string(), children: z.lazy(() => z.array(tree)).optional() });
const schema = inputSchema(
  z.object({
    name: z.string(),
    address: z.object({ street: z.string().optional() }).nullable().optional(),
    by: z.union([z.object({ id: z.string() }), z.object({ name: z.string() })]).optional(),
    lines: z.array(z.object({ n: z.number() })).optional(),
    versions: z.record(z.string(), z.object({ v: z.number() })).optional(),
    tree: tree.optional(),
  }),
);
function refused(input: unknown): string[] | null {
  try {
    refuseUnknownFields(schema, input);
    return null;
  } catch (error) {
    return (error as { details: { fields: { path: string }[] } }).details.fields.map(({ path }) => path);
  }
}

test("keys of the schema pass, whatever their values", () => {
  expect(
    refused({
      name: 5,
      address: null,
      by: { name: "x" },
      lines: [{ n: 1 }],
      versions: { any: { v: 1 } },
      tree: { name: "a", children: [{ name: "b" }] },
    }),
  ).toBeNull();
  expect(refused("no object")).toBeNull();
});

test("unknown keys are reported with their path, at any depth", () => {
  expect(refused({ name: "x", nmae: 1 })).toEqual(["nmae"]);
  expect(refused({ address: { stret: 1 }, by: { mail: 1 }, lines: [{ n: 1 }, { m: 1 }] })).toEqual([
    "address.stret",
    "by.mail",
    "lines.1.m",
  ]);
  expect(refused({ versions: { any: { w: 1 } }, tree: { name: "a", children: [{ nam: "b" }] } })).toEqual([
    "versions.any.w",
    "tree.children.0.nam",
  ]);
  expect(refused({ __proto__: {}, constructor: 1 })).toEqual(["constructor"]);
});
