import { z } from "zod";
import { listTotal } from "@/lib/list";
import { ownedEntities } from "@/lib/nouns/all";
import { id } from "@/lib/zod";

export const countOwnedInput = z.object({ entity: z.enum(ownedEntities) });
export const countOwnedOutput = z.array(z.object({ memberId: id, count: z.int() }));

export const countOwnedByInput = z.object({ memberId: id });
export const countOwnedByOutput = z.array(z.object({ entity: z.enum(ownedEntities), total: listTotal }));
