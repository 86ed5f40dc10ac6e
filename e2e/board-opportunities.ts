import { opportunityOperations } from "@/modules/crm/opportunities/operations/all";
import type { Firm } from "./firm";

export const opportunities = [
  { name: "Harbour crane", stage: "Lead", amount: 40_000, account: "Alder Ports" },
  { name: "Rail survey", stage: "Lead", amount: 10_000, account: "Alder Ports" },
  { name: "Depot audit", stage: "Lead", amount: 5_000 },
  { name: "Signal upgrade", stage: "Qualified", amount: 20_000, account: "Brook Rail" },
];

/** The server's state of the opportunity with this name. */
export async function stageOf(firm: Firm, id: string): Promise<string> {
  return (await opportunityOperations.get(firm.ctx, { id })).stage.name;
}
