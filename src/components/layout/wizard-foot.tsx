import type { ReactNode } from "react";

/**
 * 56 px at the foot of a wizard: exact counts left; Back, secondary, primary right. On phones the buttons fill the
 * width.
 */
export function WizardFoot({ counts, children }: { counts?: ReactNode; children: ReactNode }) {
  return (
    <footer
      data-wizard-foot
      className="flex h-14 shrink-0 items-center gap-2 bg-surface px-5 hairline-t phone:h-[calc(64px+env(safe-area-inset-bottom))] phone:px-4 phone:pb-[env(safe-area-inset-bottom)]"
    >
      {counts ? <div className="min-w-0 flex-1 truncate phone:text-[13px]">{counts}</div> : null}
      <div className="ml-auto flex items-center gap-2 phone:flex-2 phone:*:flex-1">{children}</div>
    </footer>
  );
}
