import {
  Box,
  Building2,
  Calendar,
  Contact,
  File,
  Flag,
  GitBranch,
  GitCommitHorizontal,
  type LucideIcon,
  Package,
  Tag,
  Target,
  User,
  UserRound,
  Users,
  UsersRound,
} from "lucide-react";
import { headOf } from "@/lib/nouns/all";
import type { NounHead, NounIcon } from "@/lib/nouns/noun-head";
import { NameMark } from "./name-mark";

/** The icons of nouns in the sidebar, menus and records. */
export const nounSigns: Record<NounIcon, LucideIcon> = {
  building: Building2,
  idCard: Contact,
  package: Package,
  target: Target,
  user: User,
  users: Users,
  box: Box,
  calendar: Calendar,
  file: File,
  flag: Flag,
  tag: Tag,
  branch: GitBranch,
};

/** The mark of a record in menus: the first letter of its name, 20, or the icon of its noun. */
export function NounSign({ head, name }: { head: NounHead; name: string }) {
  if (head.mark === "initial") return <NameMark name={name} size={20} />;
  const Sign = nounSigns[head.icon];
  return <Sign aria-hidden />;
}

/** Objects that are not nouns, but that files and references name too. */
const otherSigns: Readonly<Record<string, LucideIcon>> = {
  member: UserRound,
  team: UsersRound,
  stage: GitCommitHorizontal,
  stageEntry: GitCommitHorizontal,
};

/** The icon of an object by its entity; undefined if it has none. */
export function signOf(entity: string): LucideIcon | undefined {
  const head = headOf(entity);
  return head ? nounSigns[head.icon] : otherSigns[entity];
}

/** The mark of a record, 36: the first letter of its name, or the icon of its noun. */
export function NounMark({ head, name }: { head: NounHead; name: string }) {
  if (head.mark === "initial") return <NameMark name={name} size={36} tone="inverse" />;
  const Sign = nounSigns[head.icon];
  return (
    <span className="grid size-9 shrink-0 place-items-center rounded-md bg-inverse text-on-inverse">
      <Sign aria-hidden className="size-4.5" />
    </span>
  );
}
