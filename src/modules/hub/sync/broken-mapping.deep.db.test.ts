import "@/registry/register";
import { afterAll, beforeAll, expect, test } from "vitest";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { type HubSpotTrial, hubspotTrial } from "@/test/hubspot";
import { connectedWorkspace } from "@/test/hubspot-workspace";

let trial: HubSpotTrial;
beforeAll(async () => {
  trial = await hubspotTrial();
});
afterAll(async () => await trial.stop());

const count = 60;

test("owners whom the service does not know wait, and stop no record of a first run into an empty account", async () => {
  const given = await connectedWorkspace(trial);
  for (let place = 0; place < count; place += 1) await accountOperations.create(given.ctx, { name: `Works ${place}` });
  await given.start();
  const object = await given.object("account");
  expect(object).toMatchObject({ state: "live", failure: null, problems: count });
  expect(object.run?.counts).toMatchObject({ createdThere: count, problems: count, refused: 0 });
  expect(trial.edit.all(given.portal, "companies")).toHaveLength(count);
});

test("a run of which most records are refused stops, keeps its counts, and goes on when it is started again", async () => {
  const given = await connectedWorkspace(trial);
  const companies = Array.from({ length: count }, (_, place) => ({
    properties: { name: `Works ${place}`, numberofemployees: "-5" },
  }));
  trial.seed(given.portal, { companies });
  await given.start();
  const stopped = await given.object("account");
  expect(stopped).toMatchObject({ state: "paused", failure: expect.stringContaining("were refused") });
  expect(stopped.run?.counts).toMatchObject({ read: count, createdHere: count, problems: count });
  await given.runNow();
  expect(await given.object("account")).toMatchObject({ state: "live", failure: null, problems: count });
});
