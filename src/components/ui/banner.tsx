import type { ReactNode } from "react";
import { cn } from "@/lib/cn";

const tones = {
  danger: "bg-danger-fill font-medium text-on-danger",
  warning:
    "bg-warning-subtle shadow-[inset_0_-1px_0_color-mix(in_oklab,var(--warning-line)_40%,var(--border))] [&>svg]:text-warning",
  info: "bg-info-subtle shadow-[inset_0_-1px_0_color-mix(in_oklab,var(--info)_22%,var(--border))] [&>svg]:text-info",
  inverse: "bg-inverse text-on-inverse",
} as const;

export type BannerProps = {
  tone: keyof typeof tones;
  icon?: ReactNode;
  /** At the right: what is left, and one link or button. */
  action?: ReactNode;
  children: ReactNode;
};

/** 36 high above the shell: impersonation, over limit, trial, offline. */
export function Banner({ tone, icon, action, children }: BannerProps) {
  return (
    <div
      role={tone === "danger" ? "alert" : "status"}
      className={cn(
        "flex min-h-9 shrink-0 items-center gap-2 px-edge py-1 text-[13px] leading-5 [&>svg]:size-[15px]",
        tones[tone],
      )}
    >
      {icon}
      <span className="min-w-0 flex-1">{children}</span>
      {action ? <span className="flex shrink-0 items-center gap-2">{action}</span> : null}
    </div>
  );
}
