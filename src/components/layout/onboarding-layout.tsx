import type { ReactNode } from "react";
import { Logo, Wordmark } from "@/components/ui/logo";
import { WizardSteps } from "@/components/ui/wizard-steps";

export type OnboardingLayoutProps = {
  steps: readonly { id: string; label: string }[];
  current: string;
  /** The signed-in person, on the right. */
  email: string;
  title: string;
  description?: ReactNode;
  children: ReactNode;
  /** A preview of the page, on the right of a wide screen. */
  preview?: ReactNode;
  /** The single button of a phone, in a bar at the bottom; hide the one in the form with `phone:hidden`. */
  phoneFoot?: ReactNode;
};

/** A step of the onboarding: steps in the head, the form in its half, a preview beside it. */
export function OnboardingLayout(props: OnboardingLayoutProps) {
  const { steps, current, email, title, description, children, preview, phoneFoot } = props;
  const place = steps.findIndex((step) => step.id === current) + 1;
  return (
    <div className="flex h-dvh flex-col">
      <header className="flex h-14 shrink-0 items-center justify-between gap-2 px-5 hairline-b phone:h-13 phone:px-4">
        <Wordmark className="phone:hidden" />
        <Logo size={20} className="desk:hidden" />
        <WizardSteps steps={steps} current={current} />
        <span className="truncate text-right text-muted text-sm phone:hidden">{email}</span>
        <span className="text-muted desk:hidden">{`Step ${place} of ${steps.length}`}</span>
      </header>
      <div
        className={
          preview
            ? "grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)_640px] narrow:grid-cols-1 phone:block phone:overflow-y-auto"
            : "grid min-h-0 flex-1 grid-cols-1 phone:block phone:overflow-y-auto"
        }
      >
        <main className="flex min-h-0 overflow-y-auto p-6 phone:block phone:overflow-visible phone:px-4">
          <div className="m-auto w-[460px] max-w-full phone:w-full">
            <h1 className="font-semibold text-display">{title}</h1>
            {description ? <p className="mt-1 text-muted">{description}</p> : null}
            <div className="mt-6">{children}</div>
          </div>
        </main>
        {preview ? (
          <aside aria-label="Preview" className="relative overflow-hidden bg-surface-sunken hairline-l narrow:hidden">
            {preview}
          </aside>
        ) : null}
      </div>
      {phoneFoot ? (
        <div className="flex shrink-0 px-4 pt-3 pb-[calc(12px+env(safe-area-inset-bottom))] hairline-t *:flex-1 desk:hidden">
          {phoneFoot}
        </div>
      ) : null}
    </div>
  );
}
