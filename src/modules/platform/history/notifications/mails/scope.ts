import "server-only";
import { sharedScope } from "@/server/scope";

/** Recipients and outcomes of e-mail are for members who manage the workspace; the content is not stored. */
export const notificationMailScope = sharedScope({
  entity: "notificationMail",
  noun: "mail",
  edit: "workspace:manage",
  seenBy: ["workspace:manage"],
  load: (ctx, ids) => ctx.db.notificationMail.findMany({ where: { id: { in: ids } }, select: { id: true } }),
});
