import type { ReactNode } from "react";
import { Wordmark } from "@/components/ui/logo";
import { AuthLine } from "./auth-line";

export type AuthLayoutProps = {
  /** 24/30: "Sign in" */
  title: string;
  /** One sentence under it. */
  description?: ReactNode;
  children: ReactNode;
};

/**
 * Sign-in, sign-up, reset, verification: the form on the left, the picture on the right; under 1100 px only the form.
 */
export function AuthLayout({ title, description, children }: AuthLayoutProps) {
  return (
    <div className="grid min-h-dvh grid-cols-[560px_minmax(0,1fr)] narrow:grid-cols-1">
      <main className="flex min-h-0 flex-col px-10 py-6 phone:p-5">
        <Wordmark />
        <div className="m-auto w-[360px] max-w-full py-8 phone:mt-14 phone:mb-auto phone:w-full phone:py-0">
          <h1 className="font-semibold text-display">{title}</h1>
          {description ? <p className="mt-1 text-muted">{description}</p> : null}
          <div className="mt-6">{children}</div>
        </div>
      </main>
      <aside className="relative overflow-hidden bg-surface-sunken hairline-l narrow:hidden">
        <AuthLine />
        <p className="absolute bottom-10 left-12 font-medium text-[15px] leading-[22px] tracking-[-0.012em]">
          One line from the first call to the margin of the finished project.
        </p>
      </aside>
    </div>
  );
}
