import { expect, it } from "vitest";
import { field } from "@/lib/fields/build";
import { managedPermissions, ownedPermissions } from "@/lib/nouns/noun-head";
import { isDeep, nounsInDepth, sampledOperations } from "./tiers";

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

it("asks a part of what nouns declare, and all that is written by hand", () => {
  const named = ["createAccount", "updateAccount", "archiveAccount", "moveOpportunity", "createContact"];
  const asked = sampledOperations(
    named.map((name) => [name] as const),
    1,
  ).map(([name]) => name);
  expect(asked).toEqual(expect.arrayContaining(["moveOpportunity", "createContact"]));
  expect(asked.filter((name) => name.endsWith("Account"))).toHaveLength(1);
});

it("asks no more than so many of what is written by hand", () => {
  const named = ["moveOpportunity", "inviteMembers", "createTag", "updateAccount"].map((name) => [name] as const);
  const asked = sampledOperations(named, 1, 2).map(([name]) => name);
  expect(asked).toHaveLength(3);
  expect(asked).toContain("updateAccount");
});
