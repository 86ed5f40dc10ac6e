import { field } from "@/lib/fields/build";
import { defineFields } from "@/lib/fields/field";
import { defineParts } from "@/lib/nouns/parts";

/** The milestones of a project, by their dates. */
export const milestoneParts = defineParts({
  of: "project",
  name: "milestone",
  many: "milestones",
  words: { one: "milestone", many: "milestones" },
  table: "project_milestones",
  fields: defineFields({
    name: field.text({ label: "Milestone", required: true }),
    dueOn: field.date({ label: "Date", placeholder: "Set a date" }),
    amount: field.money({ label: "Amount", placeholder: "Set an amount", max: 1e15 }),
    bills: field.choice({
      label: "Bills",
      placeholder: "Bills nothing",
      options: [
        { value: "share", label: "Fixed share" },
        { value: "delivery", label: "Delivery" },
      ],
    }),
    /** Empty until somebody says that it is reached. */
    reachedOn: field.date({ label: "Reached", placeholder: "Not reached" }),
  }),
  help: "Amounts are in the currency of the project's price, or of the workspace where it has none.",
  most: 100,
  detail: ({ name }) => name,
});
