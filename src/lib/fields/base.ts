import { field } from "./build";
import { defineFields } from "./field";

/** The id of a record in the product that it came from; later files recognise the record by it. */
export const idFields = defineFields({
  externalId: field.text({
    label: "External id",
    mono: true,
    searchable: true,
    inForm: false,
    inDetails: "filled",
    column: { width: 140, hidden: true },
    synonyms: ["record id", "id"],
  }),
  externalSource: field.text({
    label: "External id source",
    synonyms: ["external id from"],
    inForm: false,
    inDetails: "filled",
    column: { width: 140, hidden: true },
  }),
});

/** How files name the id that a record has here; no field of its noun, as nobody sets it. */
export const ownIdField = "id";

/** How files name the mark of a record that another product has deleted; no field of its noun either. */
export const deletedField = "isDeleted";

/** The source of ids in files that name no product. */
export const fileSource = "file";

/** The values of every record besides its own fields, as lists show them. */
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
