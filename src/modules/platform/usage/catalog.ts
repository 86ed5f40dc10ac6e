import { defineCatalog, timelineLines } from "@/lib/catalog";
import { limitNoticeEvents } from "./events";

export const limitNoticeCatalog = defineCatalog({
  entity: "limitNotice",
  path: "usage/alerts",
  label: { one: "notice", many: "notices" },
  columns: { subject: { label: "Limit", kind: "text", required: true, importable: false } },
  naturalKeys: [],
  after: [],
  timeline: timelineLines(limitNoticeEvents, { reached: { verb: "told of the limit", icon: "edit" } }),
});
