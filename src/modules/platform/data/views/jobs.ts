import "server-only";
import { memberEvents } from "@/modules/platform/identity/members/events";
import { platform } from "@/modules/platform/module";
import { passViewsOn } from "./operations/leavers";

/** Gives the shared views of a removed member to an owner of the workspace, and deletes the private ones. */
export const reassignViews = platform.job({
  id: "reassign-views",
  label: "Gives the shared views of a removed member to an owner of the workspace",
  on: [memberEvents.removed],
  atOnce: 1,
  async run({ event, step }) {
    await step("views", (ctx) => passViewsOn(ctx, event.entityId));
  },
});
