import { z } from "zod";
import { archiveActions, bulkInput } from "@/lib/bulk";

/** What a bulk act does to each product. */
export const bulkProductsInput = bulkInput(z.discriminatedUnion("type", [...archiveActions]));
