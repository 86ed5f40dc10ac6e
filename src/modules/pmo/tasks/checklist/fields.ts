import { field } from "@/lib/fields/build";
import { defineFields } from "@/lib/fields/field";
import { defineParts } from "@/lib/nouns/parts";

/** The checklist of a task: small things to tick off. */
export const checklistParts = defineParts({
  of: "task",
  name: "item",
  many: "checklist",
  words: { one: "checklist item", many: "checklist items" },
  shown: { one: "item", many: "checklist" },
  table: "task_items",
  fields: defineFields({
    text: field.text({ label: "Text", required: true, maxLength: 500 }),
    done: field.boolean({ label: "Done" }),
  }),
  ordered: true,
  ticked: "done",
  purpose: "Add the small things that have to be done, and tick them off. A workflow can ask for all of them.",
  most: 100,
});
