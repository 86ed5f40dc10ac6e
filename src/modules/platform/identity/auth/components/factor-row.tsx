import type { ReactNode } from "react";

interface Props {
  title: string;
  detail: ReactNode;
  /** Its buttons. */
  children: ReactNode;
}

/** A line of the second factors: name, one sentence, act. */
export function FactorRow({ title, detail, children }: Props) {
  return (
    <li className="flex min-h-13 items-center gap-3 border-border-soft border-b py-2">
      <div className="min-w-0 flex-1">
        <div className="truncate font-medium">{title}</div>
        <div className="text-muted text-sm">{detail}</div>
      </div>
      {children}
    </li>
  );
}
