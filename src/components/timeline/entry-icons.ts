import {
  Archive,
  Calendar,
  CircleCheck,
  CircleX,
  GitCommitHorizontal,
  ListChecks,
  type LucideIcon,
  Mail,
  MessageSquare,
  Pencil,
  Phone,
  Plus,
  StickyNote,
  Upload,
  User,
} from "lucide-react";
import type { TimelineIcon } from "@/lib/catalog";

/** The icons of entries in timelines, and of what is to be done. */
export const entryIcons: Record<TimelineIcon, LucideIcon> = {
  create: Plus,
  edit: Pencil,
  move: GitCommitHorizontal,
  won: CircleCheck,
  lost: CircleX,
  archive: Archive,
  import: Upload,
  person: User,
  call: Phone,
  email: Mail,
  message: MessageSquare,
  comment: MessageSquare,
  meeting: Calendar,
  note: StickyNote,
  task: ListChecks,
};
