import type { ProvidersServer } from "@/local/providers/start";
import type { People } from "@/modules/hub/sync/operations/partners";
import type { Ctx } from "@/server/context";
import type { ProviderClient } from "@/server/sync/provider";

/** The parts of the stand-in that the seed uses; HubSpot itself has none of them. */
export type There = Pick<ProvidersServer["hubspot"], "crm" | "edit" | "seed">;

export interface Connected {
  ctx: Ctx;
  there: There;
  portal: number;
  connectionId: string;
  client: ProviderClient;
  people: People;
}
