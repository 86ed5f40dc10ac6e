import { field } from "./build";
import { defineFields } from "./field";

/** What every record has beside its own fields, as lists show it. */
export const baseFields = defineFields({
  createdAt: field.instant({
    label: "Created",
    required: true,
    computed: true,
    sortable: true,
    inDetails: false,
    column: { width: 100 },
  }),
  updatedAt: field.instant({
    label: "Changed",
    required: true,
    computed: true,
    sortable: true,
    inDetails: false,
    column: { width: 100, hidden: true },
  }),
});
