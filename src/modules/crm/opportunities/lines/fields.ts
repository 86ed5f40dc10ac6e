import { field } from "@/lib/fields/build";
import { defineFields } from "@/lib/fields/field";
import { defineParts } from "@/lib/nouns/parts";

/** The largest price, line and sum of lines, in minor units: as the amount of an opportunity. */
export const maxMinor = 1e15;

export const lineFields = defineFields({
  product: field.reference({ label: "Product", to: "product", required: true }),
  description: field.text({ label: "Description" }),
  /** Up to three decimals, for hours and their like. */
  quantity: field.number({ label: "Quantity", required: true, min: 0.001, max: 999_999_999, decimals: 3 }),
  unitPrice: field.money({
    label: "Unit price",
    required: true,
    max: maxMinor,
    help: "Leave it empty to use the list price.",
  }),
});

/** The product lines of an opportunity. */
export const lineParts = defineParts({
  of: "opportunity",
  name: "line",
  many: "lines",
  words: { one: "product line", many: "product lines" },
  shown: { one: "product", many: "products" },
  table: "opportunity_lines",
  fields: lineFields,
  ordered: true,
  filled: ["unitPrice"],
  help: "Without a unit price a new line takes the product's. With `valueFromLines` the amount of the opportunity is always their total.",
  most: 200,
  computed: defineFields({ total: field.money({ label: "Total", required: true, computed: true }) }),
  sums: ["total"],
  follows: true,
});
