import { cva } from "class-variance-authority";
import { cn } from "@/lib/cn";
import { initials } from "@/lib/text";
import { OwnPicture } from "./own-picture";

const avatar = cva(
  "relative inline-grid shrink-0 place-items-center overflow-hidden rounded-full font-semibold tracking-normal",
  {
    variants: {
      size: {
        16: "size-4 text-[8px]",
        20: "size-5 text-[9px]",
        24: "size-6 text-[10px]",
        28: "size-7 text-[11px]",
        32: "size-8 text-[12px]",
        36: "size-9 text-[13px]",
      },
    },
  },
);

const tints = [
  "bg-avatar-1 text-on-avatar-1",
  "bg-avatar-2 text-on-avatar-2",
  "bg-avatar-3 text-on-avatar-3",
  "bg-avatar-4 text-on-avatar-4",
  "bg-avatar-5 text-on-avatar-5",
  "bg-avatar-6 text-on-avatar-6",
] as const;

function tintOf(seed: string): string {
  let hash = 0;
  for (const char of seed) hash = (hash * 31 + (char.codePointAt(0) ?? 0)) >>> 0;
  return tints[hash % tints.length] ?? tints[0];
}

export type AvatarProps = {
  name: string;
  /** Of the member; keeps the tint when the name changes. By default the tint follows from the name. */
  id?: string | undefined;
  /** The noun of the record whose id it is, in the place of a member; null for a person without a picture. */
  of?: string | null | undefined;
  size?: 16 | 20 | 24 | 28 | 32 | 36 | undefined;
  /** A member who was created by an import and has no sign-in. */
  placeholder?: boolean | undefined;
  /** The name is shown beside it: hidden from screen readers. */
  decorative?: boolean | undefined;
  className?: string | undefined;
};

/** A person, round, with their picture, or initials on one of six quiet tints. */
export function Avatar({ name, id, of = "member", size = 20, placeholder, decorative, className }: AvatarProps) {
  const label = placeholder ? `${name}, placeholder` : name;
  return (
    <span
      {...(decorative ? { "aria-hidden": true } : { role: "img", "aria-label": label, title: label })}
      className={cn(
        avatar({ size }),
        placeholder
          ? "text-faint outline-1 outline-border-strong -outline-offset-1 outline-dashed"
          : tintOf(id ?? name),
        className,
      )}
    >
      {initials(name)}
      {id === undefined || of === null ? null : <OwnPicture of={{ entity: of, id }} />}
    </span>
  );
}
