import "server-only";
import { crud } from "@/server/nouns/crud";

import { pmo } from "../module";
import { taskStatuses } from "./fields";

export const taskStatusOperations = crud(pmo, taskStatuses, { targets: {} });
