import { field } from "@/lib/fields/build";
import { defineFields } from "@/lib/fields/field";
import { defineParts } from "@/lib/nouns/parts";

/** The moves that a workflow allows; without any it allows all. */
export const transitionParts = defineParts({
  of: "workflow",
  name: "transition",
  many: "transitions",
  words: { one: "transition", many: "transitions" },
  table: "workflow_transitions",
  fields: defineFields({
    from: field.reference({ label: "From", to: "taskStatus", placeholder: "Any status", whenEmpty: "Any status" }),
    to: field.reference({ label: "To", to: "taskStatus", required: true }),
    who: field.choice({
      label: "Who",
      required: true,
      initial: "anyone",
      options: [
        { value: "anyone", label: "Anyone" },
        { value: "assignee", label: "The assignee" },
        { value: "others", label: "Not the assignee" },
        { value: "manager", label: "The manager" },
      ],
    }),
    checklistDone: field.boolean({ label: "Checklist done" }),
    filled: field.choice({
      label: "Needs a value",
      placeholder: "No field",
      whenEmpty: "Nothing",
      options: [
        { value: "estimate", label: "Estimate" },
        { value: "dueOn", label: "Due" },
        { value: "owner", label: "Assignee" },
        { value: "description", label: "Description" },
      ],
    }),
  }),
  help: "A workflow without transitions allows every move between its statuses.",
  purpose:
    "Without transitions, people move a task to any status of the workflow. Once there is one, only the listed moves are allowed.",
  most: 200,
});
