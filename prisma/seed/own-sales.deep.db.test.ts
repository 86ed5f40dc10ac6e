import { expect, test } from "vitest";
import { opportunityOperations } from "@/modules/crm/opportunities/operations/all";
import { opportunityWorkspace } from "@/test/opportunities";
import { bringOwnSales } from "./own-sales";

test("whoever signs in first owns twelve open opportunities of the demo", async () => {
  const { workspace, pipeline } = await opportunityWorkspace();
  const owner = await workspace.role("owner");
  const seller = await workspace.role("member");
  const stage = { pipelineId: pipeline.id, stageId: pipeline.stages[0]?.id ?? "" };
  for (let place = 0; place < 60; place++)
    await opportunityOperations.create(seller, { name: `Sale ${place}`, ...stage });
  await bringOwnSales(owner);
  const own = { field: "owner", op: "is", value: "me" } as const;
  expect((await opportunityOperations.list(owner, { conditions: [own], limit: 100 })).rows).toHaveLength(12);
});
