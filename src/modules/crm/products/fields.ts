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
    column: { header: "Product", width: 280 },
    synonyms: ["product", "item", "title", "product name", "produkt", "artikel", "produit", "produto"],
  }),
  sku: field.text({
    label: "SKU",
    folded: true,
    mono: true,
    searchable: true,
    inSearch: true,
    placeholder: "Set a SKU",
    column: { width: 140, phone: "meta" },
    synonyms: ["code", "article number", "part number", "product code", "item number", "artikelnummer", "référence"],
  }),
  price: field.money({
    label: "Price",
    sortable: true,
    inSearch: true,
    currencyColumn: "currency",
    currencyInFile: {
      name: "priceCurrency",
      synonyms: ["list price currency"],
    },
    placeholder: "Set a price",
    column: { width: 130, phone: "value" },
    synonyms: ["sales price", "list price", "unit price", "amount", "standard price", "preis", "prix", "preço"],
  }),
  category: field.reference({
    label: "Category",
    to: "productCategory",
    groupable: true,
    placeholder: "Set a category",
    column: { width: 160 },
    synonyms: [
      "product category",
      "product family",
      "family",
      "group",
      "product type",
      "kategorie",
      "catégorie",
      "categoria",
    ],
  }),
  description: field.richText({ label: "Description", placeholder: "Set a description", column: { width: 320 } }),
});

export const products = defineNoun("product", {
  fields,
  naturalKeys: [["sku"], ["name"]],
  idSynonyms: ["item id"],
});
