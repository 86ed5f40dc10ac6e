import { expect, test } from "vitest";
import { adminQuery } from "@/test/db";
import { nodesOf, type Plan, statementsOf } from "@/test/plans";
import { connectionsOf } from "./connections-of";

test("the connections of an account are found by an index among ten thousand", async () => {
  await adminQuery(`
    with made as (
      insert into tenants (id, slug, name, currency, locale, time_zone, updated_at)
      select gen_random_uuid(), 'many-' || n, 'Many ' || n, 'EUR', 'en-US', 'UTC', now() from generate_series(1, 10000) n
      returning id, slug
    )
    insert into connections (id, tenant_id, provider, account_id, account_name, scopes, updated_at)
    select gen_random_uuid(), id, 'hubspot', slug, 'Many', '{}', now() from made`);
  await adminQuery("vacuum analyze connections");
  await adminQuery("vacuum analyze tenants");
  const found: unknown[] = [];
  const [statement] = await statementsOf(async () => found.push(...(await connectionsOf("hubspot", ["many-77"]))));
  expect(found).toHaveLength(1);
  const [row] = await adminQuery<{ "QUERY PLAN": [{ Plan: Plan }] }>(
    `explain (analyze, format json) ${statement?.text}`,
    statement?.values,
  );
  const nodes = nodesOf(row?.["QUERY PLAN"][0].Plan as Plan);
  expect(nodes.map((node) => node["Index Name"])).toContain("connections_account_id_provider_idx");
  expect(nodes.filter((node) => node["Node Type"] === "Seq Scan")).toEqual([]);
});
