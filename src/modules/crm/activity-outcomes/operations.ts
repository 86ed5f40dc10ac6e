import "server-only";
import { crud } from "@/server/nouns/crud";

import { crm } from "../module";
import { activityOutcomes } from "./fields";

export const activityOutcomeOperations = crud(crm, activityOutcomes, { targets: {} });
