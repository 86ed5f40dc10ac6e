import "server-only";
import { singleScope } from "@/server/scope";

/** The workspace itself, as an object with signals. */
export const workspaceScope = singleScope({
  entity: "workspace",
  noun: "workspace",
  edit: "workspace:manage",
});
