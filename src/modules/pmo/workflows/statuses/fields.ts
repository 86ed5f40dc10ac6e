import { field } from "@/lib/fields/build";
import { defineFields } from "@/lib/fields/field";
import { defineParts } from "@/lib/nouns/parts";

/** The statuses of a workflow, in their order: columns of the board, and the line of a task. */
export const stepParts = defineParts({
  of: "workflow",
  name: "step",
  many: "statuses",
  words: { one: "status", many: "statuses" },
  table: "workflow_steps",
  fields: defineFields({
    status: field.reference({ label: "Status", to: "taskStatus", required: true }),
    note: field.text({ label: "Note", placeholder: "Add a note", maxLength: 200 }),
  }),
  ordered: true,
  help: "A status stands in a workflow once.",
  purpose: "Add the statuses that a task goes through, the first one for new tasks. They are the columns of the board.",
  most: 12,
});
