import {
  Calendar,
  CircleEllipsis,
  FileText,
  Link2,
  ListChecks,
  type LucideIcon,
  Mail,
  MessageCircle,
  MessageSquareText,
  Phone,
  Presentation,
  Signature,
  StickyNote,
} from "lucide-react";
import { cn } from "@/lib/cn";
import type { Activity } from "../fields";

const icons: Record<Activity["kind"], LucideIcon> = {
  call: Phone,
  email: Mail,
  meeting: Calendar,
  task: ListChecks,
  note: StickyNote,
  sms: MessageSquareText,
  linkedin: Link2,
  chat: MessageCircle,
  demo: Presentation,
  proposal: FileText,
  contract: Signature,
  other: CircleEllipsis,
};

/** The icon of a type of activity; the type stands in words beside it. */
export function ActivityIcon({ kind, className }: { kind: Activity["kind"]; className?: string }) {
  const Icon = icons[kind];
  return <Icon aria-hidden className={cn("size-4 shrink-0 text-faint", className)} />;
}
