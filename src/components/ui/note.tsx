import { CircleAlert, Clock, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "@/lib/cn";

const tones = {
  info: { ground: "bg-info-subtle", sign: "text-info", Icon: Clock },
  warning: { ground: "bg-warning-subtle", sign: "text-warning", Icon: TriangleAlert },
  danger: { ground: "bg-danger-subtle", sign: "text-danger", Icon: CircleAlert },
} as const;

export type NoteProps = {
  tone: keyof typeof tones;
  /** Instead of the tone's own icon. */
  icon?: ReactNode;
  className?: string | undefined;
  children: ReactNode;
};

/** A tinted block inside a form or a dialog; a danger is announced at once. */
export function Note({ tone, icon, className, children }: NoteProps) {
  const { ground, sign, Icon } = tones[tone];
  return (
    <div
      {...(tone === "danger" ? { role: "alert" } : {})}
      className={cn("flex items-start gap-2.5 rounded-md px-3 py-2.5", ground, className)}
    >
      <span className={cn("mt-0.5 shrink-0 [&_svg]:size-4", sign)}>{icon ?? <Icon aria-hidden />}</span>
      <div className="min-w-0 flex-1">{children}</div>
    </div>
  );
}
