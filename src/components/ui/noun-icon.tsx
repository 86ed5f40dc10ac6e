import {
  Box,
  BriefcaseBusiness,
  Building2,
  Calendar,
  Contact,
  File,
  Flag,
  GitBranch,
  GitCommitHorizontal,
  ListChecks,
  type LucideIcon,
  Package,
  SquareCheck,
  Tag,
  Target,
  User,
  UserRound,
  Users,
  UsersRound,
} from "lucide-react";
import { headOf, nounAt } from "@/lib/nouns/all";
import type { NounHead, NounIcon } from "@/lib/nouns/noun-head";
import { Avatar } from "./avatar";
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
  activity: ListChecks,
  briefcase: BriefcaseBusiness,
  check: SquareCheck,
};

interface RecordMarkProps {
  head: NounHead;
  /** Of the record. A record that may not be opened has no id. */
  id: string | null;
  name: string;
  size?: 16 | 20 | 36;
}

/** The mark beside a record's name: its picture, or a square with its first letter or a person's round initials; nothing without one. */
export function RecordMark({ head: { mark, path }, id, name, size = 20 }: RecordMarkProps) {
  const entity = nounAt(path)?.entity ?? null;
  if (mark === "person") return <Avatar id={id ?? undefined} of={entity} name={name} size={size} decorative />;
  const of = entity ? { entity, id } : undefined;
  if (mark === "initial")
    return <NameMark name={name} of={of} size={size} tone={size === 36 ? "inverse" : "neutral"} />;
  return null;
}

/** The mark of a record in menus and rows, 20, or the icon of its noun on the same width. */
export function NounSign({ head, id, name }: Omit<RecordMarkProps, "size">) {
  if (head.mark) return <RecordMark head={head} id={id} name={name} />;
  const Sign = nounSigns[head.icon];
  return <Sign aria-hidden className="mx-0.5 size-4 shrink-0 text-faint" />;
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

/** The mark of a record in its head, 36, or the icon of its noun. */
export function NounMark({ head, id, name }: Omit<RecordMarkProps, "size">) {
  if (head.mark) return <RecordMark head={head} id={id} name={name} size={36} />;
  const Sign = nounSigns[head.icon];
  return (
    <span className="grid size-9 shrink-0 place-items-center rounded-md bg-inverse text-on-inverse">
      <Sign aria-hidden className="size-4.5" />
    </span>
  );
}
