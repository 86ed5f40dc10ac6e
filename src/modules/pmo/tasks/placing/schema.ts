import { z } from "zod";
import { id, version } from "@/lib/zod";

export const placeTaskInput = z.object({
  id,
  version,
  parentId: id.nullable().meta({ description: "The task above it; null for the top of the project." }),
  afterId: id
    .nullable()
    .optional()
    .meta({ description: "The task that it comes right after; null for the first place, left out for the last." }),
});
