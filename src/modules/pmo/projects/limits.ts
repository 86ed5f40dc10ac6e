import "server-only";
import type { ModuleLimit } from "@/server/module-limits";
import { projects } from "./fields";

/** Archived projects do not count: they make room for others. */
export const projectLimit: ModuleLimit = {
  module: "pmo",
  key: "projects",
  whole: true,
  get adds() {
    const { created, restored, imported } = projects.events;
    return [created, restored, imported];
  },
  count: ({ db }) => db.project.count({ where: { archivedAt: null } }),
};
