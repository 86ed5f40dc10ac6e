import "@/registry/register";
import { afterAll, beforeAll, expect, test } from "vitest";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { createCustomField } from "@/modules/platform/data/custom-fields/operations/write-field";
import { tenantById } from "@/server/access";
import { type HubSpotTrial, hubspotTrial } from "@/test/hubspot";
import { connectedWorkspace, workAll } from "@/test/hubspot-workspace";
import { listSyncFields, saveSyncFields } from "./operations/fields";

let trial: HubSpotTrial;
beforeAll(async () => {
  trial = await hubspotTrial();
});
afterAll(async () => await trial.stop());

const count = 190;
const names = Array.from({ length: count }, (_, n) => `property_with_a_name_of_usual_length_${n}`);

test("a kind of record with 200 properties is kept equal, and a quiet sync writes nothing", {
  timeout: 120_000,
}, async () => {
  const { ctx, portal, object, start, runNow } = await connectedWorkspace(trial);
  const { coreApi } = trial.client(portal).crm.properties;
  const usual = { groupName: "companyinformation", type: "string", fieldType: "text" };
  const keys: string[] = [];
  for (const name of names) {
    await coreApi.create("companies", { ...usual, name, label: name } as never);
    const { key } = await createCustomField(ctx, { entity: "account", kind: "text", label: `Field ${keys.length}` });
    keys.push(key);
  }
  const { id: objectId } = await object("account");
  await ctx.db.syncObject.updateMany({ data: { describedAt: new Date(0) } });
  await workAll(ctx);
  const found = await tenantById(ctx.tenant.id);
  const fresh = { ...ctx, tenant: { ...ctx.tenant, ...(found ? { custom: found.custom } : {}) } };
  const { version } = await object("account");
  const fields = keys.map((key, place) => ({ field: `custom.${key}`, remote: names[place] ?? "" }));
  await saveSyncFields(fresh, { objectId, version, fields });
  const values = Object.fromEntries(names.map((name, place) => [name, `Value ${place}`]));
  const { companies } = trial.seed(portal, {
    companies: [
      { properties: { name: "Alder", domain: "alder.example", ...values } },
      { properties: { name: "Birch" } },
    ],
  });
  await start();
  const { id } = await ctx.db.account.findFirstOrThrow({ where: { name: "Alder" } });
  const alder = await accountOperations.get(fresh, { id });
  const custom = Reflect.get(alder, "custom") as Record<string, unknown>;
  expect(keys.map((key) => custom[key])).toEqual(Object.values(values));
  const edited = Object.fromEntries(keys.map((key, place) => [key, `Ours ${place}`]));
  await accountOperations.update(fresh, { id, version: alder.version, custom: edited });
  await runNow();
  const there = () => trial.edit.read(portal, "companies", companies[0] ?? "")?.properties ?? {};
  expect(names.map((name) => there()[name])).toEqual(keys.map((_, place) => `Ours ${place}`));
  const changes = await ctx.db.syncChange.count();
  const before = there();
  await runNow();
  await ctx.db.syncObject.updateMany({ where: { id: objectId }, data: { comparedAt: new Date(0) } });
  await runNow();
  expect([await ctx.db.syncChange.count(), there()]).toEqual([changes, before]);
  const shown = await listSyncFields(fresh, { objectId });
  expect(shown.fields.filter(({ direction }) => direction === "both").length).toBeGreaterThan(count);
});
