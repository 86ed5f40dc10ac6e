import { expect, it } from "vitest";
import { field } from "@/lib/fields/build";
import { managedPermissions, ownedPermissions } from "@/lib/nouns/noun-head";
import { isDeep, nounsInDepth, someOf } from "./tiers";

const name = field.text({ label: "Name", required: true });
const noun = (
  entity: string,
  fields: Parameters<typeof nounsInDepth>[0][number]["noun"]["fields"],
  hasRules = false,
) => ({
  noun: { entity, head: { module: "crm", owned: false, permissions: managedPermissions }, fields },
  hasRules,
});

it("tries in depth the first noun with fields of a kind, and every one that has rules of its own", () => {
  const first = noun("first", { name, size: field.integer({ label: "Size" }) });
  const alike = noun("alike", { name, height: field.integer({ label: "Height" }) });
  const stricter = noun("stricter", { name, size: field.integer({ label: "Size", required: true }) });
  const ruled = noun("ruled", { name }, true);
  const head = { module: "crm", owned: true, permissions: ownedPermissions };
  const owned = { ...noun("owned", { name }), noun: { ...noun("owned", { name }).noun, head } };
  const ownedToo = { ...owned, noun: { ...owned.noun, entity: "ownedToo" } };
  const permissions = { ...ownedPermissions, edit: ownedPermissions.view };
  const lax = { ...owned, noun: { ...owned.noun, entity: "lax", head: { ...head, permissions } } };
  expect(nounsInDepth([first, alike, stricter, ruled, owned, ownedToo, lax])).toEqual([
    "first",
    "stricter",
    "ruled",
    "owned",
    "lax",
  ]);
});

it("tries in depth what is written by hand", () => {
  expect(isDeep("createOpportunity")).toBe(true);
});

it("takes a few of many, and all of them over many names", () => {
  const texts = ["a", "b", "c", "d", "e"];
  // Long ones, as operations have: a hash beyond the range of numbers would always begin with the first text.
  const names = Array.from({ length: 20 }, (_, nth) => `updateCostCenterOfNumber${nth} member own`);
  expect(someOf(texts, "one", 2)).toHaveLength(2);
  expect(someOf(texts, "one", 9)).toHaveLength(5);
  expect(new Set(names.flatMap((word) => someOf(texts, word, 2)))).toEqual(new Set(texts));
});
