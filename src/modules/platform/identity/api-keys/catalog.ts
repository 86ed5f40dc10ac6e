import { defineCatalog, timelineLines } from "@/lib/catalog";
import { apiKeyEvents } from "./events";

export const apiKeyCatalog = defineCatalog({
  entity: "apiKey",
  path: "api-keys",
  label: { one: "API key", many: "API keys" },
  columns: {
    ranges: { label: "Allowed addresses", kind: "text", importable: false },
    expiresAt: { label: "Valid until", kind: "instant", importable: false },
    perMinute: { label: "Requests a minute", kind: "integer", importable: false },
  },
  naturalKeys: [],
  after: [],
  timeline: timelineLines(apiKeyEvents, {
    created: { verb: "created the API key", icon: "create" },
    updated: { verb: "changed the API key", icon: "edit" },
    rotated: { verb: "gave a new secret to the API key", icon: "edit" },
    revoked: { verb: "revoked the API key", icon: "archive" },
  }),
});
