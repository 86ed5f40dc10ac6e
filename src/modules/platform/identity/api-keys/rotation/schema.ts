import { z } from "zod";
import { instant } from "@/lib/zod";
import { apiKeyIdInput } from "../schema";
import { overlaps } from "./rules";

export const rotateApiKeyInput = apiKeyIdInput.extend({
  /** How many hours the secret of before still works. */
  overlapHours: z.literal([...overlaps]),
  /** Until when the key is valid from now on; left out: as before. */
  expiresAt: instant.nullable().optional(),
});
