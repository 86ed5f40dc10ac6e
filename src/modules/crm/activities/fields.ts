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
  kind: field.choice({
    label: "Kind",
    required: true,
    initial: "call",
    groupable: true,
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
  status: field.choice({
    label: "Status",
    required: true,
    initial: "planned",
    groupable: true,
    options: [
      { value: "planned", label: "Planned" },
      { value: "in_progress", label: "In_progress" },
      { value: "completed", label: "Completed" },
      { value: "cancelled", label: "Cancelled" },
      { value: "no_show", label: "No_show" },
    ],
  }),
  priority: field.choice({
    label: "Priority",
    required: true,
    initial: "low",
    groupable: true,
    options: [
      { value: "low", label: "Low" },
      { value: "normal", label: "Normal" },
      { value: "high", label: "High" },
      { value: "urgent", label: "Urgent" },
    ],
  }),
  startsAt: field.instant({ label: "Starts at", sortable: true }),
  endsAt: field.instant({ label: "Ends at", sortable: true }),
  dueOn: field.date({ label: "Due on", sortable: true }),
  duration: field.duration({ label: "Duration", sortable: true }),
  direction: field.choice({
    label: "Direction",
    groupable: true,
    options: [
      { value: "outbound", label: "Outbound" },
      { value: "inbound", label: "Inbound" },
    ],
  }),
  about: field.links({ label: "About", to: ["account", "contact", "opportunity"] }),
  outcome: field.reference({ label: "Outcome", to: "activityOutcome" }),
  outcomeNote: field.longText({ label: "Outcome note", column: { hidden: true } }),
  owner: field.member({ label: "Owner", column: { phone: "meta" }, groupable: true }),
  participants: field.members({ label: "Participants" }),
  location: field.text({ label: "Location" }),
  link: field.url({ label: "Link", column: { hidden: true } }),
  description: field.richText({ label: "Description", column: { hidden: true } }),
  completedAt: field.instant({ label: "Completed at", sortable: true }),
  at: field.instant({ label: "At", sortable: true }),
  reschedules: field.integer({ label: "Reschedules", sortable: true }),
  creator: field.member({ label: "Creator", groupable: true }),
});

export const activities = defineNoun("activity", { fields, naturalKeys: [["name"]] });
