import { longText, money, text } from "@/lib/fields/build";
import { defineFields } from "@/lib/fields/field";
import type { RecordOf } from "@/lib/fields/record";
import { defineNoun } from "@/lib/nouns/define";

const fields = defineFields({
  name: text({
    label: "Name",
    required: true,
    folded: true,
    sortable: true,
    column: { header: "Product", width: 280, phone: "title" },
    synonyms: ["product", "item", "title", "product name", "produkt", "artikel", "produit", "produto"],
  }),
  sku: text({
    label: "SKU",
    folded: true,
    mono: true,
    placeholder: "Set a SKU",
    column: { width: 140, phone: "meta" },
    synonyms: ["code", "article number", "part number", "product code", "item number", "artikelnummer", "référence"],
  }),
  price: money({
    label: "Price",
    sortable: true,
    currencyColumn: "currency",
    currencyInFile: {
      name: "priceCurrency",
      synonyms: ["currency code", "currency iso code", "list price currency"],
    },
    placeholder: "Set a price",
    column: { width: 130, phone: "value" },
    synonyms: ["sales price", "list price", "unit price", "amount", "standard price", "preis", "prix", "preço"],
  }),
  description: longText({ label: "Description", placeholder: "Set a description", column: { width: 320 } }),
});

export const products = defineNoun("product", {
  fields,
  naturalKeys: [["sku"], ["name"]],
  idSynonyms: ["item id"],
});

export type ProductFields = typeof fields;
export interface Product extends RecordOf<ProductFields> {}
