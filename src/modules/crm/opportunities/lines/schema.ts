import { z } from "zod";
import { filledOf } from "@/lib/fields/kinds";
import { id } from "@/lib/zod";
import { lineFields, lineParts } from "./fields";

/** Product lines of an opportunity with their sum, in the opportunity's currency; `version` is the opportunity's. */
export const lines = lineParts.whole;
export type OpportunityLines = z.infer<typeof lines>;

/** The part of a new line that its form takes as it is. */
export const addLineInput = z.object({ productId: id, quantity: filledOf(lineFields.quantity) });
