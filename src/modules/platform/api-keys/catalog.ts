import { defineCatalog } from "@/lib/catalog";

export const apiKeyCatalog = defineCatalog({
  entity: "apiKey",
  path: "api-keys",
  label: { one: "API key", many: "API keys" },
  columns: {},
  naturalKeys: [],
  after: [],
  timeline: {
    "apiKey.created": { verb: "created the API key", icon: "create" },
    "apiKey.revoked": { verb: "revoked the API key", icon: "archive" },
  },
});
