import { field } from "@/lib/fields/build";
import { defineFields } from "@/lib/fields/field";
import { defineNoun } from "@/lib/nouns/define";

/** The types of activities. */
export const activityKinds = [
  { value: "call", label: "Call", synonyms: ["phone call", "phone", "telefonat", "appel"] },
  { value: "email", label: "E-mail", synonyms: ["email", "mail"] },
  { value: "meeting", label: "Meeting", synonyms: ["appointment", "event", "visit", "termin"] },
  { value: "task", label: "Task", synonyms: ["to-do", "todo", "aufgabe"] },
  { value: "note", label: "Note", synonyms: ["comment", "notiz"] },
  { value: "sms", label: "SMS", synonyms: ["text", "text message"] },
  { value: "linkedin", label: "LinkedIn message", synonyms: ["linkedin", "inmail"] },
  { value: "chat", label: "Chat", synonyms: ["whatsapp", "conversation"] },
  { value: "demo", label: "Demo", synonyms: ["demonstration", "presentation"] },
  { value: "proposal", label: "Proposal", synonyms: ["quote", "offer"] },
  { value: "contract", label: "Contract", synonyms: ["agreement"] },
  { value: "other", label: "Other" },
] as const;

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
    label: "Types",
    filterable: false,
    help: "The types of activity that this outcome is offered for; none for all.",
    options: activityKinds,
  }),
  color: field.color({ label: "Colour" }),
  position: field.position(),
});

export const activityOutcomes = defineNoun("activityOutcome", { fields, naturalKeys: [["name"]] });
