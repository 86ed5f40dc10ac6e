import "server-only";
import type { Provider } from "@/server/sync/provider";
import { crmClient } from "./crm-client";
import { consentUrl, exchange, refresh, revoke } from "./oauth";
import { objects } from "./objects";
import { allowance } from "./sdk";
import { hubspotApp } from "./settings";
import { hints } from "./webhook";

/** HubSpot: companies, contacts and deals, both ways. */
export const hubspot: Provider = {
  key: "hubspot",
  label: "HubSpot",
  licence: "integration-hubspot",
  purpose: "Companies, contacts and deals, both ways.",
  group: "CRM",
  objects,
  namesWriters: true,
  // Of an app that portals connect by OAuth.
  pace: { requests: 110, windowMs: 10_000 },
  isAvailable: () => hubspotApp() !== null,
  consentUrl,
  exchange,
  refresh,
  revoke,
  client: crmClient,
  allowance,
  hints,
};
