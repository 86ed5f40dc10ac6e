import "@/registry/register";
import { beforeAll, describe, expect, test } from "vitest";
import { listTimeline } from "@/modules/platform/history/events/operations/timeline";
import type { Ctx } from "@/server/context";
import { testWorkspace } from "@/test/ctx";
import { importAll } from "@/test/import-trial";
import { accountOperations } from "./operations";

let ctx: Ctx;
beforeAll(async () => {
  ctx = await (await testWorkspace()).role("admin");
});

const quay = { street: "12 Quay", city: "Portland", state: "ME", postalCode: "04101", country: "USA" };

describe("an address", () => {
  test("is one change of one version, told as one line; empty parts are not kept", async () => {
    const made = await accountOperations.create(ctx, { name: "Alder Ports" });
    const saved = await accountOperations.update(ctx, {
      id: made.id,
      version: 1,
      billingAddress: { ...quay, state: "" },
    });
    expect(saved).toMatchObject({ version: 2, shippingAddress: null });
    expect(saved.billingAddress).toEqual({ street: "12 Quay", city: "Portland", postalCode: "04101", country: "USA" });
    const { rows } = await listTimeline(ctx, { entity: "account", id: made.id });
    expect(rows[0]?.changes).toEqual([
      {
        field: "billingAddress",
        label: "Billing address",
        kind: "address",
        before: null,
        after: "12 Quay, Portland, 04101, USA",
      },
    ]);
  });

  test("that is saved as it was keeps the version, in whatever order its parts come", async () => {
    const { id } = await accountOperations.create(ctx, { name: "Birch Mills", billingAddress: quay });
    const { country, ...rest } = quay;
    const same = await accountOperations.update(ctx, { id, version: 1, billingAddress: { country, ...rest } });
    expect(same.version).toBe(1);
    const without = await accountOperations.update(ctx, { id, version: 1, shippingAddress: null });
    expect(without.version).toBe(1);
  });

  test("without a part is none; the other address keeps what someone else wrote meanwhile", async () => {
    const { id } = await accountOperations.create(ctx, { name: "Cedar Yard", billingAddress: quay });
    await accountOperations.update(ctx, { id, version: 1, shippingAddress: { city: "Bath" } });
    const emptied = await accountOperations.update(ctx, { id, version: 1, billingAddress: { street: " ", city: "" } });
    expect(emptied).toMatchObject({ version: 3, billingAddress: null, shippingAddress: { city: "Bath" } });
    await expect(
      accountOperations.update(ctx, { id, version: 1, shippingAddress: { city: "Saco" } }),
    ).rejects.toMatchObject({
      code: "CONFLICT",
      details: { changed: ["shippingAddress"] },
    });
    expect((await accountOperations.get(ctx, { id })).shippingAddress).toEqual({ city: "Bath" });
  });

  test("of a file has all lines of its street, which together are no longer than a street", async () => {
    const long = "x".repeat(150);
    const done = await importAll(ctx, {
      "companies.csv": `Company name,Street Address,Street Address 2,Shipping street 2\nDogwood Docks,Weg 1,Hof,Tor\nElm,${long},${long},\n`,
    });
    expect(done.totals).toMatchObject([{ good: 1, errors: 1 }]);
    const { rows } = await accountOperations.list(ctx, { q: "Dogwood" });
    expect(rows).toMatchObject([{ billingAddress: { street: "Weg 1, Hof" }, shippingAddress: { street: "Tor" } }]);
  });
});

test("a file brings every field of an account; an empty cell leaves a part as it is", async () => {
  await accountOperations.create(ctx, { name: "Dune Freight", billingAddress: { street: "1 Old Road", city: "Kiel" } });
  const done = await importAll(ctx, {
    "firms.csv": [
      "Company,Website,Phone,Address,Town,Province,Zip,Country,Shipping street,Delivery city,Shipping state,Shipping zip,Shipping country",
      "Dune Freight,dune.example,+49 431 1,2 New Road,,SH,24103,Germany,,,,,",
      "Elm Stores,,,,,,,,9 Dock,Oslo,,0150,Norway",
    ].join("\n"),
  });
  expect(done.status).toBe("done");
  const [dune, elm] = (
    await accountOperations.list(ctx, {
      conditions: [{ field: "name", op: "anyOf", value: ["Dune Freight", "Elm Stores"] }],
    })
  ).rows;
  expect(dune).toMatchObject({
    website: "https://dune.example",
    phone: "+49 431 1",
    billingAddress: { street: "2 New Road", city: "Kiel", state: "SH", postalCode: "24103", country: "Germany" },
    shippingAddress: null,
  });
  expect(elm).toMatchObject({
    billingAddress: null,
    shippingAddress: { street: "9 Dock", city: "Oslo", postalCode: "0150", country: "Norway" },
  });
});
