import "server-only";
import { commerceEntry } from "./commerce";
import { crmEntry, type crmNouns } from "./crm";
import { dataEntry } from "./data";
import { historyEntry } from "./history";
import { hubEntry } from "./hub";
import { hubHubspotEntry } from "./hub-hubspot";
import { identityEntry } from "./identity";
import { operatorEntry } from "./operator";
import { pmoEntry, type pmoNouns } from "./pmo";
import { workspaceEntry } from "./workspace";

/** Every module and room, each after those that it builds on. */
export const entries = [
  identityEntry,
  commerceEntry,
  workspaceEntry,
  historyEntry,
  dataEntry,
  operatorEntry,
  crmEntry,
  pmoEntry,
  hubEntry,
  hubHubspotEntry,
] as const;

type Live = (typeof entries)[number]["live"][number];

/** The possible subjects of a signal: `trpc/signal-follower.ts` has the screens that show each of them. */
export type LiveEntity = Live["scope"]["entity"] | keyof typeof crmNouns | keyof typeof pmoNouns;
