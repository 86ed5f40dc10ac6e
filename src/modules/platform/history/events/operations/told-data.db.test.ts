// @module-tag once

import "@/registry/register";
import { expect, test } from "vitest";
import { nounEntities } from "@/lib/nouns/all";
import { unseenRecord } from "@/lib/unseen-record";
import { timelineOf } from "@/server/catalog";
import { hidesNames } from "@/server/scope";
import { testWorkspace } from "@/test/ctx";
import { readData, type Told } from "./told-data";

const nobody = { name: () => null };
const told = nounEntities.flatMap((entity) =>
  Object.entries(timelineOf(entity)?.catalog.timeline ?? {}).flatMap(([name, { refers = [] }]) =>
    refers.map(({ name: key, entity: to }) => ({
      to,
      key,
      row: { entity, name, before: null, after: null, data: { [key]: "Hidden Ltd" } } satisfies Told,
    })),
  ),
);

test("a name in an event that does not say whose it is goes to those alone who see all such records", async () => {
  const workspace = await testWorkspace();
  const own = Object.fromEntries(nounEntities.map((entity) => [entity, "own" as const]));
  const member = await workspace.as(await workspace.join("member"), { visibility: own });
  const owner = await workspace.role("owner");
  const hideable = told.filter(({ to }) => hidesNames(member, to));
  expect(hideable).not.toEqual([]);
  for (const { key, row } of hideable) {
    expect(readData(member, nobody, row)[key], row.name).toBe(unseenRecord);
    expect(readData(owner, nobody, row)[key], row.name).toBe("Hidden Ltd");
  }
});
