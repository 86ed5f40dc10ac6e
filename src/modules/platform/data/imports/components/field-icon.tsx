import { Calendar, CircleDollarSign, Hash, Mail, Tag, Tags, Timer, ToggleLeft, Type } from "lucide-react";
import { signOf } from "@/components/ui/noun-icon";

const kinds: Readonly<Record<string, typeof Hash>> = {
  money: CircleDollarSign,
  currency: CircleDollarSign,
  integer: Hash,
  decimal: Hash,
  duration: Timer,
  day: Calendar,
  email: Mail,
  enum: Tag,
  choices: Tags,
  boolean: ToggleLeft,
};

/** The sign of a field, by what it holds. */
export function FieldIcon({ kind, to }: { kind: string; to: string | null }) {
  const Icon = (to === null ? kinds[kind] : signOf(to)) ?? Type;
  return <Icon aria-hidden className="size-3.5 text-faint" />;
}
