import { defineCatalog } from "@/lib/catalog";

export const productCatalog = defineCatalog({
  entity: "product",
  path: "products",
  label: { one: "product", many: "products" },
  columns: {
    name: { label: "Name", kind: "text", required: true, synonyms: ["product", "item", "title"] },
    sku: { label: "SKU", kind: "text", synonyms: ["code", "article number", "part number"] },
    description: { label: "Description", kind: "longText" },
    price: {
      label: "Price",
      kind: "money",
      currencyIn: "priceCurrency",
      synonyms: ["sales price", "list price", "unit price", "amount"],
    },
    priceCurrency: {
      label: "Currency",
      kind: "currency",
      synonyms: ["currency code", "currency iso code", "list price currency"],
    },
  },
  naturalKeys: [["sku"], ["name"]],
  after: [],
  timeline: {
    "product.created": { verb: "created", icon: "create" },
    "product.updated": { verb: "changed", icon: "edit" },
    "product.archived": { verb: "archived", icon: "archive" },
    "product.restored": { verb: "restored", icon: "create" },
    "product.imported": { verb: "imported", icon: "import" },
    "product.importReverted": { verb: "took back the import of", icon: "import" },
  },
});
