import "server-only";
import { router, staffMutation, staffQuery } from "@/server/trpc";
import { getSupportTarget, listMySupport, openSupport, startSupport, stopSupport } from "./operations";

/** The staff's side of support sessions. */
export const staffSupportRouter = router({
  target: staffQuery(getSupportTarget),
  mine: staffQuery(listMySupport),
  open: staffMutation(openSupport),
  start: staffMutation(startSupport),
  stop: staffMutation(stopSupport),
});
