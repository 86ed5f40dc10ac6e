import { field } from "../fields/build";
import { defineFields } from "../fields/field";

/**
 * The next step of a record (`nextStep` of its head): a line that people write, and what is next by date: that line, or
 * an open record that is linked to it. Triggers keep the computed ones (`prisma/next-steps.sql`).
 */
export const nextStepFields = defineFields({
  nextStep: field.text({
    label: "Next step",
    placeholder: "Write a next step",
    inForm: false,
    inDetails: false,
    column: { width: 200 },
    synonyms: ["next action", "next activity", "follow up", "follow-up", "nächster schritt", "prochaine étape"],
  }),
  nextStepOn: field.date({
    label: "Next step on",
    placeholder: "Set a day",
    toCome: true,
    inForm: false,
    inDetails: false,
    column: { width: 110, hidden: true },
    synonyms: ["next step date", "next action date", "next activity date", "follow up date", "follow-up date"],
  }),
  /** Empty: the owner of the record. */
  nextStepOwner: field.member({
    label: "Next step owner",
    placeholder: "Set an owner",
    inForm: false,
    importable: false,
    inDetails: false,
    column: { width: 140, hidden: true },
  }),
  nextTitle: field.text({
    label: "Next of line and activities",
    computed: true,
    filterable: false,
    inDetails: false,
    column: false,
  }),
  nextAt: field.instant({
    label: "Next step due",
    computed: true,
    sortable: true,
    inDetails: false,
    column: { width: 120 },
  }),
  /** The day of a next step without a time, which no zone changes; `nextAt` is then its noon in the workspace. */
  nextOn: field.date({
    label: "Next step due day",
    computed: true,
    filterable: false,
    inDetails: false,
    column: false,
  }),
  nextOwner: field.member({
    label: "Who does the next step",
    computed: true,
    filterable: false,
    inDetails: false,
    column: false,
  }),
});
