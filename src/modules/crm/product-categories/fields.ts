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
  description: field.longText({ label: "Description", column: { hidden: true } }),
  color: field.color({ label: "Colour" }),
  position: field.position(),
});

export const productCategories = defineNoun("productCategory", { fields, naturalKeys: [["name"]] });
