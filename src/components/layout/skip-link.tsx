import type { ReactNode } from "react";

/** A link that only keys reach and show: it moves the focus past what stands before the element with this id. */
export function SkipLink({ to, children }: { to: string; children: ReactNode }) {
  return (
    <a
      href={`#${to}`}
      className="fixed top-2 left-2 z-banner -translate-y-16 rounded-md bg-inverse px-3 py-2 text-on-inverse focus:translate-y-0"
    >
      {children}
    </a>
  );
}
