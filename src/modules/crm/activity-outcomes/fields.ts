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
    column: { width: 280 },
  }),
  kinds: field.choices({
    label: "Kinds",
    filterable: false,
    options: [
      { value: "call", label: "Call" },
      { value: "email", label: "Email" },
      { value: "meeting", label: "Meeting" },
      { value: "task", label: "Task" },
      { value: "note", label: "Note" },
      { value: "sms", label: "Sms" },
      { value: "linkedin", label: "Linkedin" },
      { value: "chat", label: "Chat" },
      { value: "demo", label: "Demo" },
      { value: "proposal", label: "Proposal" },
      { value: "contract", label: "Contract" },
      { value: "other", label: "Other" },
    ],
  }),
  color: field.color({ label: "Colour" }),
  position: field.position(),
});

export const activityOutcomes = defineNoun("activityOutcome", { fields, naturalKeys: [["name"]] });
