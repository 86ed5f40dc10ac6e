import "@/registry/register";
import { expect, test } from "vitest";
import { hubspotTrial } from "@/test/hubspot";
import { OriginTrial } from "@/test/origin-trial";

const records = 170;

test("a thousand random fields say who or what set them, from which value, and why it won", async () => {
  const trial = await hubspotTrial();
  const origins = await OriginTrial.start(trial, { records, seed: 1 });
  expect(origins.count).toBe(records * 6);
  for (let round = 0; round < 3; round++) await origins.round(records);
  const counts = origins.counts();
  for (const by of ["form", "bulk", "import", "Mara Lindqvist", "a workflow in HubSpot", "an import in HubSpot"])
    expect(counts[`${by} onlySide`], by).toBeGreaterThan(0);
  expect(counts["form ours"], "conflicts").toBeGreaterThan(0);
  expect(await origins.faults()).toEqual([]);
  await trial.stop();
});
