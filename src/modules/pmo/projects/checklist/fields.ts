import { field } from "@/lib/fields/build";
import { defineFields } from "@/lib/fields/field";
import { defineParts } from "@/lib/nouns/parts";

/** The checklist of a project. It does not start while a needed item is open. */
export const checklistParts = defineParts({
  of: "project",
  name: "item",
  many: "items",
  words: { one: "checklist item", many: "checklist items" },
  table: "project_items",
  fields: defineFields({
    text: field.text({ label: "Item", required: true }),
    needed: field.boolean({ label: "Needed" }),
    done: field.boolean({ label: "Done" }),
  }),
  ordered: true,
  ticked: "done",
  help: "A project does not start while an item that it needs is open.",
  most: 100,
  detail: ({ text, needed, done }) => [text, ...(needed ? ["needed"] : []), ...(done ? ["done"] : [])].join(", "),
});
