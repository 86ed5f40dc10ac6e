import { field } from "@/lib/fields/build";
import { defineFields } from "@/lib/fields/field";
import { defineNoun } from "@/lib/nouns/define";

const fields = defineFields({
  name: field.text({
    label: "Name",
    required: true,
    title: true,
    folded: true,
    sortable: true,
    column: { header: "Task status", width: 260 },
    synonyms: ["status", "state", "status name"],
  }),
  category: field.choice({
    label: "Category",
    required: true,
    initial: "todo",
    groupable: true,
    help: "A task is done in the statuses of the category Done, and open in the others.",
    column: { width: 130 },
    options: [
      { value: "todo", label: "To do", color: "gray", synonyms: ["open", "new", "backlog"] },
      { value: "doing", label: "In progress", color: "blue", synonyms: ["doing", "started", "active"] },
      { value: "done", label: "Done", color: "green", synonyms: ["closed", "finished", "completed"] },
    ],
    synonyms: ["status category", "type"],
  }),
  color: field.color({ label: "Colour" }),
  position: field.position(),
});

export const taskStatuses = defineNoun("taskStatus", { fields, naturalKeys: [["name"]] });
