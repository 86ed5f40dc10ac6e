import "server-only";
import type { AnyOperation } from "@/server/operation";
import { commerceEntry } from "./commerce";
import { crmEntry } from "./crm";
import { dataEntry } from "./data";
import { historyEntry } from "./history";
import { hubEntry } from "./hub";
import { identityEntry } from "./identity";
import { importOperations } from "./noun-imports";
import { nounOperations } from "./nouns";
import { operatorEntry } from "./operator";
import { pmoEntry } from "./pmo";
import "./register";
import { workspaceEntry } from "./workspace";

/** Every operation of the product. Tests, REST and OpenAPI walk this list. */
export const operations = {
  ...identityEntry.operations,
  ...workspaceEntry.operations,
  ...commerceEntry.operations,
  ...historyEntry.operations,
  ...dataEntry.operations,
  ...operatorEntry.operations,
  ...crmEntry.operations,
  ...pmoEntry.operations,
  ...hubEntry.operations,
  ...nounOperations,
  ...importOperations,
} as const satisfies Record<string, AnyOperation>;
