import { z } from "zod";
import { rowReader } from "@/lib/import-rows";
import { givenDay, id } from "@/lib/zod";
import { leadSources, opportunityInput } from "../schema";

const { name, description, probability } = opportunityInput.shape;

/** What a row of a file says of a deal; the amount is in minor units of the workspace's currency. */
const opportunityImportRow = z
  .object({
    name,
    externalId: z.string().trim().min(1).max(200),
    account: id,
    product: id,
    stage: id,
    owner: id,
    amount: z
      .int()
      .min(-10_000_000_000_000, "Use an amount of at most 100 billion.")
      .max(10_000_000_000_000, "Use an amount of at most 100 billion."),
    engagedOn: givenDay,
    closeDate: givenDay,
    probability,
    leadSource: z.enum(leadSources),
    description,
  })
  .partial()
  .superRefine(({ engagedOn, closeDate }, context) => {
    if (engagedOn === undefined || closeDate === undefined || closeDate >= engagedOn) return;
    const message = `The deal closes on ${closeDate}, before it began on ${engagedOn}.`;
    context.addIssue({ code: "custom", path: ["closeDate"], message });
  });
export type OpportunityImportRow = z.output<typeof opportunityImportRow>;
export const readOpportunityRow = rowReader(opportunityImportRow);

/** External ids of files are unique among themselves. */
export const fileSource = "file";
