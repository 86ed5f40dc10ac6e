import { expect, test } from "vitest";
import { customKinds, fieldOf } from "@/lib/fields/custom";
import { storedRulesOf } from "@/server/fields/kinds";
import { adminQuery } from "@/test/db";

test("the database looks for parts in texts of those kinds in which lists do", async () => {
  const [row] = await adminQuery<{ kinds: string[] }>("select custom_kinds_in_parts() as kinds");
  const inLists = customKinds.filter((kind) => {
    const field = fieldOf({
      ...{ id: "", entity: "account", key: "key", kind, label: "Key", help: null, section: null, position: 1 },
      ...{ required: false, unique: false, initial: null, settings: {}, archivedAt: null, version: 1 },
    });
    return ["text", "key"].includes(storedRulesOf(field).list("custom.key", field)?.kind ?? "");
  });
  expect(row?.kinds.toSorted()).toEqual(inLists.toSorted());
});
