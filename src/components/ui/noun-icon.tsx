import { Box, Building2, Calendar, File, Flag, type LucideIcon, Package, Tag, Target, User, Users } from "lucide-react";
import type { NounIcon } from "@/lib/nouns/noun-head";

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

/** The mark of a record without one of its own, 36. */
export function NounMark({ icon }: { icon: NounIcon }) {
  const Sign = nounSigns[icon];
  return (
    <span className="grid size-9 shrink-0 place-items-center rounded-md bg-inverse text-on-inverse">
      <Sign aria-hidden className="size-4.5" />
    </span>
  );
}
