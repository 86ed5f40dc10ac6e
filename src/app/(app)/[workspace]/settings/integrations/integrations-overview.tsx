"use client";

import { IntegrationsPage } from "@/modules/hub/connections/components/integrations-page";
import { useSyncNeeds } from "@/modules/hub/sync/components/use-sync-needs";

/** The page of all services, with what their syncs need of somebody. */
export function IntegrationsOverview() {
  return <IntegrationsPage more={useSyncNeeds()} />;
}
