import { z } from "zod";
import { searchHit } from "@/lib/search";
import { queryText } from "@/lib/zod";

export const searchInput = z.object({
  q: queryText,
  /** Only records of these kinds. */
  entities: z.array(z.string().max(60)).max(60).optional(),
  /** Archived ones too. */
  archived: z.boolean().optional(),
  /** The most of each kind. */
  limit: z.int().min(1).max(50).default(8),
});

export const searchOutput = z.object({ hits: z.array(searchHit) });
