import "server-only";
import { singleScope } from "@/server/scope";

/** The plan of the workspace: one, with the id and the name of the workspace. */
export const planScope = singleScope({
  entity: "plan",
  noun: "plan",
  edit: "workspace:manage",
});
