import { z } from "zod";
import { ownedEntities } from "@/lib/nouns/all";
import { id } from "@/lib/zod";

export const countOwnedInput = z.object({ entity: z.enum(ownedEntities) });
export const countOwnedOutput = z.array(z.object({ memberId: id, count: z.int() }));
