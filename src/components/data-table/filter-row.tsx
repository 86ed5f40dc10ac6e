import type { ReactNode } from "react";
import { cn } from "@/lib/cn";

/** The choices above a plain list; they wrap where the page is too narrow for all of them. */
export function FilterRow({ className, children }: { className?: string; children: ReactNode }) {
  return <div className={cn("flex shrink-0 flex-wrap items-center gap-2 px-edge pb-3", className)}>{children}</div>;
}
