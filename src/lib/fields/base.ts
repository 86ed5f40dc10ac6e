import { instant } from "./build";
import { defineFields } from "./field";

/** What every record has beside its own fields, as lists show it. */
export const baseFields = defineFields({
  createdAt: instant({
    label: "Created",
    required: true,
    computed: true,
    sortable: true,
    inDetails: false,
    column: { width: 100 },
  }),
  updatedAt: instant({
    label: "Changed",
    required: true,
    computed: true,
    sortable: true,
    inDetails: false,
    column: { width: 100, hidden: true },
  }),
});
