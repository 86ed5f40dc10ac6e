import { field } from "./build";
import { defineFields } from "./field";

/** The values of every record beside its own fields, as lists show them. */
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
