import { defineCatalog, timelineLines } from "@/lib/catalog";
import { apiKeyEvents } from "./events";

export const apiKeyCatalog = defineCatalog({
  entity: "apiKey",
  path: "api-keys",
  label: { one: "API key", many: "API keys" },
  columns: {},
  naturalKeys: [],
  after: [],
  timeline: timelineLines(apiKeyEvents, {
    created: { verb: "created the API key", icon: "create" },
    revoked: { verb: "revoked the API key", icon: "archive" },
  }),
});
