import { z } from "zod";
import { id, money, reference, shortText, version } from "@/lib/zod";

/** Quantity with up to three decimals (hours, for example). */
const quantity = z
  .number()
  .positive("Use a quantity above 0.")
  .max(999_999_999)
  .refine((value) => Math.abs(Math.round(value * 1000) - value * 1000) < 1e-6, "Use at most three decimals.");

export const line = z
  .object({
    id,
    product: reference,
    description: z.string().nullable(),
    quantity: z.number(),
    unitPrice: money,
    /** Quantity times unit price, rounded half to even. */
    total: money,
  })
  .meta({ id: "OpportunityLine" });
/** Product lines of an opportunity with their sum, in the opportunity's currency; `version` is the opportunity's. */
export const lines = z.object({ id, lines: z.array(line), total: money, version }).meta({ id: "OpportunityLines" });
export type OpportunityLines = z.infer<typeof lines>;

/** The largest price, line and sum of lines, in minor units: as the amount of an opportunity. */
export const maxMinor = 1e15;

/** Minor units in the opportunity's currency. */
const unitPrice = z.int().min(-maxMinor).max(maxMinor);

const lineInput = z.object({ quantity, unitPrice, description: shortText.nullable() });
/** Without a unit price the line takes the product's, if that is in the opportunity's currency. */
export const addLineInput = lineInput.partial().extend({ id, version, productId: id, quantity });
export const updateLineInput = lineInput.partial().extend({ id, version, lineId: id });
export const removeLineInput = z.object({ id, version, lineId: id });
