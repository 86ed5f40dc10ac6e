import "server-only";
import { crud } from "@/server/nouns/crud";

import { pmo } from "../module";
import { workflows } from "./fields";

export const workflowOperations = crud(pmo, workflows, { targets: {} });
