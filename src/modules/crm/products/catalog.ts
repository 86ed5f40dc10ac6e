import { defineCatalog, timelineLines } from "@/lib/catalog";
import { productEvents } from "./events";

export const productCatalog = defineCatalog({
  entity: "product",
  path: "products",
  label: { one: "product", many: "products" },
  columns: {
    name: {
      label: "Name",
      kind: "text",
      required: true,
      synonyms: ["product", "item", "title", "product name", "produkt", "artikel", "produit", "produto"],
    },
    recordId: { label: "Record id", kind: "text", synonyms: ["id", "product id", "item id"] },
    sku: {
      label: "SKU",
      kind: "text",
      synonyms: ["code", "article number", "part number", "product code", "item number", "artikelnummer", "référence"],
    },
    description: { label: "Description", kind: "longText" },
    price: {
      label: "Price",
      kind: "money",
      currencyIn: "priceCurrency",
      synonyms: ["sales price", "list price", "unit price", "amount", "standard price", "preis", "prix", "preço"],
    },
    priceCurrency: {
      label: "Currency",
      kind: "currency",
      synonyms: ["currency code", "currency iso code", "list price currency"],
    },
  },
  naturalKeys: [["sku"], ["name"]],
  after: [],
  timeline: timelineLines(productEvents, {
    created: { verb: "created", icon: "create" },
    updated: { verb: "changed", icon: "edit" },
    archived: { verb: "archived", icon: "archive" },
    restored: { verb: "restored", icon: "create" },
    imported: { verb: "imported", icon: "import" },
    importReverted: { verb: "took back the import of", icon: "import" },
  }),
});
