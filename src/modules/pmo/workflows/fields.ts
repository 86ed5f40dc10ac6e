import { field } from "@/lib/fields/build";
import { defineFields } from "@/lib/fields/field";
import { defineNoun } from "@/lib/nouns/define";
import { stepParts } from "./statuses/fields";
import { transitionParts } from "./transitions/fields";

const fields = defineFields({
  name: field.text({
    label: "Name",
    required: true,
    title: true,
    folded: true,
    sortable: true,
    column: { header: "Workflow", width: 260 },
    synonyms: ["workflow", "workflow name"],
  }),
  description: field.longText({ label: "Description", column: { width: 320 } }),
  color: field.color({ label: "Colour" }),
  position: field.position(),
});

export const workflows = defineNoun("workflow", {
  fields,
  naturalKeys: [["name"]],
  parts: [stepParts, transitionParts],
});
