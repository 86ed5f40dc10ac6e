import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { customKinds, fieldOf } from "@/lib/fields/custom";
import { storedRulesOf } from "@/server/fields/kinds";
import { adminQuery, freshDatabase } from "@/test/db";
import { migrate } from "../db/migrate.ts";

test("a migration writes shapes and parts of what existed before, of all workspaces, once", async () => {
  await using fresh = await freshDatabase();
  for (const place of [1, 2]) {
    const id = randomUUID();
    await fresh.query(
      `insert into tenants (id, slug, name, currency, locale, time_zone, updated_at)
       values ($1, $2, 'Firm', 'USD', 'en-US', 'UTC', now())`,
      [id, `firm-${place}`],
    );
    await fresh.query(
      `insert into custom_fields (id, tenant_id, entity, key, kind, label, position, updated_at)
       select gen_random_uuid(), $1, 'account', key, kind, key, 1, now() from (values ('town', 'text'), ('tier', 'choice')) f (key, kind)`,
      [id],
    );
    // More than one step writes.
    await fresh.query(
      `insert into accounts (id, tenant_id, name, name_key, custom_keys, updated_at)
       select gen_random_uuid(), $1, 'Account', 'account', keys::jsonb, now() from generate_series(1, 600),
         (values ('{"account.town": ["são"], "account.tier": ["gold"]}'), (null)) k (keys)`,
      [id],
    );
  }
  const held = () =>
    fresh.query(
      `select (custom_keys is null) = (custom_shape is null) as shaped, v.field, v.parts, count(*)::int
       from accounts a left join custom_values v on v.record_id = a.id group by 1, 2, 3 order by 2, 3`,
    );
  const all = [
    { shaped: true, field: "account.tier", parts: null, count: 1200 },
    { shaped: true, field: "account.town", parts: "sao", count: 1200 },
    { shaped: true, field: null, parts: null, count: 1200 },
  ];
  expect(await held()).toEqual(all);
  const forget = `begin; set local session_replication_role = replica; update accounts set custom_shape = null;
    update custom_values set parts = null; commit`;
  await fresh.query(forget);
  await migrate({ ownerUrl: fresh.urls.owner });
  expect(await held(), "it was filled before").not.toEqual(all);
  await fresh.query("comment on procedure custom_fill() is null");
  await migrate({ ownerUrl: fresh.urls.owner });
  expect(await held()).toEqual(all);
});

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
