import { z } from "zod";
import { archiveActions, bulkInput } from "@/lib/bulk";
import { id } from "@/lib/zod";

/** What a bulk act does to each account. */
export const bulkAccountsInput = bulkInput(
  z.discriminatedUnion("type", [z.object({ type: z.literal("edit"), ownerId: id.nullable() }), ...archiveActions]),
);
