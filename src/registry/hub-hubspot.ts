import "server-only";
import { hubspot } from "@/modules/hub-hubspot/hubspot/operations/provider";
import type { RegistryEntry } from "./entry";

export const hubHubspotEntry = {
  operations: {},
  routers: {},
  live: [],
  timelines: [],
  providers: [hubspot],
} as const satisfies RegistryEntry;
