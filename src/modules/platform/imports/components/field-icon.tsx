import {
  Building2,
  Calendar,
  CircleDollarSign,
  GitCommitHorizontal,
  Hash,
  Mail,
  Package,
  Tag,
  ToggleLeft,
  Type,
  UserRound,
} from "lucide-react";

const references: Readonly<Record<string, typeof Hash>> = {
  account: Building2,
  member: UserRound,
  product: Package,
  stage: GitCommitHorizontal,
};
const kinds: Readonly<Record<string, typeof Hash>> = {
  money: CircleDollarSign,
  currency: CircleDollarSign,
  integer: Hash,
  day: Calendar,
  email: Mail,
  enum: Tag,
  boolean: ToggleLeft,
};

/** The sign of a field, by what it holds. */
export function FieldIcon({ kind, to }: { kind: string; to: string | null }) {
  const Icon = (to === null ? kinds[kind] : references[to]) ?? Type;
  return <Icon aria-hidden className="size-3.5 text-faint" />;
}
