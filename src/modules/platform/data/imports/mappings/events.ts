import { defineEvents, noData } from "@/lib/events";

export const importMappingEvents = defineEvents("importMapping", {
  created: noData,
  updated: noData,
  /** Another file took the place of its columns and decisions. */
  replaced: noData,
  deleted: noData,
});
