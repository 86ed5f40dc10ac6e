import { Upload, UserPlus } from "lucide-react";
import { createAddress } from "@/components/form/create-dialog";
import { nav } from "@/registry/nav";

/** All commands, or only those that create a record. */
export type CommandKind = "all" | "create";

/** Commands that add many records or members at once. */
export const acting = [
  {
    id: "import",
    label: "Import files",
    words: "upload csv excel spreadsheet migrate",
    path: "/settings/imports/new",
    permission: "record:import",
    Icon: Upload,
  },
  {
    id: "invite",
    label: "Invite members",
    words: "add people users colleagues team",
    path: createAddress("/settings/members"),
    permission: "member:manage",
    Icon: UserPlus,
  },
] as const;

/** Whether there is anything that a member may create. */
export const createsSomething = (can: (permission: string) => boolean): boolean =>
  nav.some(({ entries }) => entries.some(({ create }) => create && can(create.permission))) ||
  acting.some(({ permission }) => can(permission));
