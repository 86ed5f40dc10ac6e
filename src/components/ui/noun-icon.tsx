import { Box, Building2, Calendar, File, Flag, type LucideIcon, Package, Tag, Target, User, Users } from "lucide-react";
import type { NounHead, NounIcon } from "@/lib/nouns/noun-head";
import { AccountMark } from "./account-mark";

/** The signs of nouns in rail, menus and records. */
export const nounSigns: Record<NounIcon, LucideIcon> = {
  building: Building2,
  package: Package,
  target: Target,
  user: User,
  users: Users,
  box: Box,
  calendar: Calendar,
  file: File,
  flag: Flag,
  tag: Tag,
};

/** The mark of a record, 36: the first letter of its name, or the sign of its noun. */
export function NounMark({ head, name }: { head: NounHead; name: string }) {
  if (head.mark === "initial") return <AccountMark name={name} size={36} tone="inverse" />;
  const Sign = nounSigns[head.icon];
  return (
    <span className="grid size-9 shrink-0 place-items-center rounded-md bg-inverse text-on-inverse">
      <Sign aria-hidden className="size-4.5" />
    </span>
  );
}
